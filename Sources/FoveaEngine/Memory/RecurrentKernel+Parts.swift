import CKernels
import FoveaNetwork

/// The steps of recurrent cells taken apart, for values that are changed in between.
extension RecurrentKernel {
  // MARK: - LSTM

  static func lstmGates(_ gates: Floats, _ m: RecurrentMemory) {
    check(gates, m)
    unsafe fovea_lstm_gates(Int64(m.batch), Int64(m.hidden), gates.pointer)
  }

  static func lstmCell(
    _ gates: Floats, _ m: RecurrentMemory, _ cells: (before: Floats, after: Floats)
  ) {
    check(gates, m, cells.before, cells.after)
    unsafe fovea_lstm_cell(
      Int64(m.batch), Int64(m.hidden), gates.pointer, cells.before.pointer, cells.after.pointer)
  }

  static func lstmOutput(_ gates: Floats, _ m: RecurrentMemory, c: Floats, h: Floats) {
    check(gates, m, c, h)
    unsafe fovea_lstm_output(
      Int64(m.batch), Int64(m.hidden), gates.pointer, c.pointer, h.pointer)
  }

  static func lstmOutputBackward(
    _ gates: Floats, _ m: RecurrentMemory, c: Floats, dh: Floats, addingTo dc: Floats,
    into byGate: Floats
  ) {
    check(gates, m, c, dh, dc)
    check(byGate, m)
    unsafe fovea_lstm_output_backward(
      Int64(m.batch), Int64(m.hidden), gates.pointer, c.pointer, dh.pointer, dc.pointer,
      byGate.pointer)
  }

  static func lstmCellBackward(
    _ gates: Floats, _ m: RecurrentMemory, before: Floats, dc: Floats, dcBefore: Floats,
    into byGate: Floats
  ) {
    check(gates, m, before, dc, dcBefore)
    check(byGate, m)
    unsafe fovea_lstm_cell_backward(
      Int64(m.batch), Int64(m.hidden), gates.pointer, before.pointer, dc.pointer,
      dcBefore.pointer, byGate.pointer)
  }

  // MARK: - GRU

  static func gruGates(
    _ x: Floats, _ projected: Floats, _ m: RecurrentMemory, into gates: Floats
  ) {
    check(x, m)
    check(projected, m)
    check(gates, m)
    unsafe fovea_gru_gates(
      Int64(m.batch), Int64(m.hidden), x.pointer, projected.pointer, gates.pointer)
  }

  static func gruCandidate(
    _ x: Floats, _ projected: Floats, _ m: RecurrentMemory, into gates: Floats
  ) {
    check(x, m)
    check(projected, m)
    check(gates, m)
    unsafe fovea_gru_candidate(
      Int64(m.batch), Int64(m.hidden), x.pointer, projected.pointer, gates.pointer)
  }

  static func gruOutput(_ gates: Floats, _ m: RecurrentMemory, before: Floats, h: Floats) {
    check(gates, m, before, h)
    unsafe fovea_gru_output(
      Int64(m.batch), Int64(m.hidden), gates.pointer, before.pointer, h.pointer)
  }

  static func gruOutputBackward(
    _ gates: Floats, _ m: RecurrentMemory, before: Floats, dh: Floats, addingTo dhBefore: Floats,
    into byGate: Floats
  ) {
    check(gates, m, before, dh, dhBefore)
    check(byGate, m)
    unsafe fovea_gru_output_backward(
      Int64(m.batch), Int64(m.hidden), gates.pointer, before.pointer, dh.pointer, byGate.pointer,
      dhBefore.pointer)
  }

  static func gruCandidateBackward(
    _ gates: Floats, _ projected: Floats, _ m: RecurrentMemory, dx: Floats, into byGate: Floats,
    _ dhGates: Floats
  ) {
    for block in [gates, projected, dx, byGate, dhGates] { check(block, m) }
    unsafe fovea_gru_candidate_backward(
      Int64(m.batch), Int64(m.hidden), gates.pointer, projected.pointer, dx.pointer,
      byGate.pointer, dhGates.pointer)
  }

  // MARK: - Gates

  /// d ⊙= the derivative of a gate's function, from the gate's value.
  static func gateBackward(
    _ gate: Int, isTanh: Bool, values: Floats, _ m: RecurrentMemory, _ d: Floats
  ) {
    check(values, m)
    check(d, m)
    let offset = gate * m.hidden
    unsafe fovea_gate_backward(
      isTanh ? 1 : 0, Int64(m.batch), Int64(m.hidden), Int64(m.gates), values.pointer + offset,
      d.pointer + offset)
  }

  private static func check(_ gates: Floats, _ m: RecurrentMemory, _ states: Floats...) {
    precondition(
      gates.count == m.gateBlock && states.allSatisfy { $0.count == m.state },
      "a step of \(m.batch) rows and \(m.hidden) units")
  }
}
