import CKernels
import FoveaNetwork

/// The pointwise halves of recurrent cells; products with weights are made elsewhere.
enum RecurrentKernel {
  static func elman(_ function: Recurrent.Nonlinearity, _ x: Floats, into h: Floats) {
    unsafe fovea_elman_forward(code(function), Int64(h.count), x.pointer, h.pointer)
  }

  static func elmanBackward(
    _ function: Recurrent.Nonlinearity, h: Floats, dh: Floats, into dx: Floats
  ) {
    unsafe fovea_elman_backward(
      code(function), Int64(h.count), h.pointer, dh.pointer, dx.pointer)
  }

  static func lstm(
    _ gates: Floats, _ m: RecurrentMemory, before: Floats, c: Floats, h: Floats
  ) {
    unsafe fovea_lstm_forward(
      Int64(m.batch), Int64(m.hidden), gates.pointer, before.pointer, c.pointer, h.pointer)
  }

  static func lstmBackward(
    _ gates: Floats, _ m: RecurrentMemory, _ cells: (before: Floats, after: Floats), dh: Floats,
    _ gradients: (before: Floats, after: Floats), into dx: Floats
  ) {
    unsafe fovea_lstm_backward(
      Int64(m.batch), Int64(m.hidden), gates.pointer, cells.before.pointer, cells.after.pointer,
      dh.pointer, gradients.after.pointer, gradients.before.pointer, dx.pointer)
  }

  static func gru(
    _ x: Floats, _ projected: Floats, _ m: RecurrentMemory, before: Floats, gates: Floats,
    h: Floats
  ) {
    unsafe fovea_gru_forward(
      Int64(m.batch), Int64(m.hidden), x.pointer, projected.pointer, before.pointer,
      gates.pointer, h.pointer)
  }

  static func gruBackward(
    _ gates: Floats, _ projected: Floats, _ m: RecurrentMemory, before: Floats, dh: Floats,
    dx: Floats, dhGates: Floats, adding dhBefore: Floats
  ) {
    unsafe fovea_gru_backward(
      Int64(m.batch), Int64(m.hidden), gates.pointer, projected.pointer, before.pointer,
      dh.pointer, dx.pointer, dhGates.pointer, dhBefore.pointer)
  }

  private static func code(_ function: Recurrent.Nonlinearity) -> Int32 {
    switch function {
    case .identity: 0
    case .tanh: 1
    case .relu: 2
    case .sigmoid: 3
    }
  }
}
