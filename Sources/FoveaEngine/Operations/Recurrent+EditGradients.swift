import FoveaNetwork
import FoveaTensor

/// The backward pass of one step of a recurrent layer in parts, through the edits in between.
private struct EditedBackwardStep {
  let cell: Recurrent.Cell
  let operation: Recurrent
  let m: RecurrentMemory
  let edits: BoundStepEdits
  let weight: Floats
  /// Gates after their functions and edits, and as they were before edits.
  let gates: Floats
  let untouchedGates: Floats?
  let projected: Floats?
  let h: (before: Floats, after: Floats, untouched: Floats?)
  let c: (before: Floats, after: Floats)?
  let dh: (before: Floats, after: Floats, untouched: Floats?)
  let dc: (before: Floats, after: Floats, untouched: Floats?)?
  let byGate: Floats
  /// Derivatives by gates before their edits, where somebody looks.
  let untouchedByGate: Floats?
  let dx: Floats
  let dhGates: Floats

  func run(_ context: RunContext) {
    if let untouched = dh.untouched {
      edits.h?.runBackward(y: h.after, dy: dh.after, into: untouched)
    }
    let arriving = dh.untouched ?? dh.after
    switch cell {
    case .elman(let function):
      RecurrentKernel.elmanBackward(function, h: h.untouched ?? h.after, dh: arriving, into: dx)
    case .lstm: runLSTM(arriving)
    case .gru: runGRU(arriving)
    }
    MatrixKernel.multiply(
      dhGates, weight, into: dh.before, rows: m.batch, columns: m.hidden, inner: m.gates,
      accumulates: true, context)
  }

  private func runLSTM(_ arriving: Floats) {
    guard let c, let dc else { return }
    RecurrentKernel.lstmOutputBackward(
      gates, m, c: c.after, dh: arriving, addingTo: dc.after, into: byGate)
    if let untouched = dc.untouched {
      edits.c?.runBackward(y: c.after, dy: dc.after, into: untouched)
    }
    RecurrentKernel.lstmCellBackward(
      gates, m, before: c.before, dc: dc.untouched ?? dc.after, dcBefore: dc.before, into: byGate)
    for gate in 0..<4 { goThrough(gate) }
  }

  private func runGRU(_ arriving: Floats) {
    guard let projected else { return }
    RecurrentKernel.gruOutputBackward(
      gates, m, before: h.before, dh: arriving, addingTo: dh.before, into: byGate)
    goThrough(2)
    RecurrentKernel.gruCandidateBackward(gates, projected, m, dx: dx, into: byGate, dhGates)
    for gate in 0..<2 {
      goThrough(gate)
      edits.copy(gate: gate, from: dx, to: dhGates)
    }
  }

  /// From a gate's derivative to that of what its function was applied to.
  private func goThrough(_ gate: Int) {
    edits.runBackward(gate: gate, values: gates, from: byGate, into: dx)
    if let untouchedByGate { edits.copy(gate: gate, from: dx, to: untouchedByGate) }
    let values = edits.changes(gate: gate) ? untouchedGates ?? gates : gates
    RecurrentKernel.gateBackward(gate, isTanh: operation.isTanh(gate: gate), values: values, m, dx)
  }
}

extension Recurrent {
  func lowerEditedGradient(
    _ step: Int, _ edits: StepEdits, at site: BackwardSite, _ m: RecurrentMemory, _ weight: Value,
    _ g: Gradients, gates: Value, h: Value
  ) {
    let operation = self
    let (c, projected) = (site.kept("c"), site.kept("projected"))
    let (savedH, savedGates) = (site.kept("h \(step)"), site.kept("gates \(step)"))
    let dhUntouched = edits.h.map { _ in site.temporary([m.batch, m.hidden]) }
    let dcUntouched = edits.c.map { _ in site.temporary([m.batch, m.hidden]) }
    let byGate = site.temporary([m.batch, m.gates])
    let untouchedByGate = edits.changesGates ? site.temporary([m.batch, m.gates]) : nil
    let temporaries = [byGate] + [dhUntouched, dcUntouched, untouchedByGate].compactMap { $0 }
    let reads =
      [gates, h, weight, g.dh] + [c, projected, g.dc, savedH, savedGates].compactMap { $0 }
    site.emit(
      "backward edited step \(step)", reads: reads + edits.parameters,
      writes: [g.dh, g.dx, g.dhGates] + [g.dc].compactMap { $0 } + temporaries
    ) { memory in
      func block(_ value: Value) -> Floats { memory[value].part(step * m.gateBlock, m.gateBlock) }
      func state(_ value: Value, _ index: Int) -> Floats {
        memory[value].part(index * m.state, m.state)
      }
      let edited = EditedBackwardStep(
        cell: operation.cell, operation: operation, m: m,
        edits: BoundStepEdits(edits, m, memory), weight: memory[weight], gates: block(gates),
        untouchedGates: savedGates.map { memory[$0] }, projected: projected.map(block),
        h: (state(h, step), state(h, step + 1), savedH.map { memory[$0] }),
        c: c.map { (state($0, step), state($0, step + 1)) },
        dh: (state(g.dh, step), state(g.dh, step + 1), dhUntouched.map { memory[$0] }),
        dc: g.dc.map { (state($0, step), state($0, step + 1), dcUntouched.map { memory[$0] }) },
        byGate: memory[byGate], untouchedByGate: untouchedByGate.map { memory[$0] },
        dx: block(g.dx), dhGates: block(g.dhGates))
      return { context in edited.run(context) }
    }
    if let dhUntouched { site.setGradientRecord("h.untouched", step: step, dhUntouched) }
    if let dcUntouched { site.setGradientRecord("c.untouched", step: step, dcUntouched) }
    for (gate, name) in cell.gateNames.enumerated() {
      announce(name, byGate, gate, step, at: site, m)
      if let untouchedByGate {
        announce("\(name).untouched", untouchedByGate, gate, step, at: site, m)
      }
    }
  }

  private func announce(
    _ record: String, _ block: Value, _ gate: Int, _ step: Int, at site: BackwardSite,
    _ m: RecurrentMemory
  ) {
    let point = HookPoint(node: site.node.id, record: record, step: step)
    guard site.builder.analysis.keptGradients.contains(point) else { return }
    site.setGradientRecord(record, step: step, column(of: block, gate, at: site, m))
  }
}
