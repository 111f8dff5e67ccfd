import FoveaNetwork
import FoveaTensor

/// What is changed at one step of a recurrent layer.
struct StepEdits {
  let h: PlannedEdit?
  let c: PlannedEdit?
  /// One place for each gate, in the order of the weights.
  let gates: [PlannedEdit?]

  init(_ operation: Recurrent, step: Int, at site: some Site) {
    func edit(_ record: String) -> PlannedEdit? {
      guard !site.builder.network.edits.isEmpty else { return nil }
      return site.builder.plannedEdit(at: HookPoint(node: site.node.id, record: record, step: step))
    }
    h = edit("h")
    c = operation.cell == .lstm ? edit("c") : nil
    gates = operation.cell.gateNames.map(edit)
  }

  private var all: [PlannedEdit] { ([h, c] + gates).compactMap { $0 } }
  var isEmpty: Bool { all.isEmpty }
  var changesGates: Bool { gates.contains { $0 != nil } }
  var parameters: [Value] { all.map(\.parameters) }
}

/// The same with memory: kernels for whole states and for the columns of gates.
struct BoundStepEdits {
  let h: EditKernel?
  let c: EditKernel?
  private let gates: [EditKernel?]
  private let column: StridedCopy
  private let hidden: Int

  init(_ edits: StepEdits, _ m: RecurrentMemory, _ memory: Memory) {
    h = edits.h?.kernel(in: memory)
    c = edits.c?.kernel(in: memory)
    gates = edits.gates.map { $0?.kernel(in: memory, strides: [m.gates, 1]) }
    column = StridedCopy([m.batch, m.hidden], source: [m.gates, 1], target: [m.gates, 1])
    hidden = m.hidden
  }

  /// Saves a gate's column as it is and changes it in its place.
  func run(gate: Int, in block: Floats, saving untouched: Floats?) {
    guard let kernel = gates[gate], let untouched else { return }
    let place = self.place(of: gate, in: block)
    column.run(place, self.place(of: gate, in: untouched))
    kernel.run(place, into: place)
  }

  /// Takes a gate's derivative back through its edit; copies it where there is none.
  func runBackward(gate: Int, values: Floats, from byGate: Floats, into dx: Floats) {
    let (dy, target) = (place(of: gate, in: byGate), place(of: gate, in: dx))
    guard let kernel = gates[gate] else { return column.run(dy, target) }
    kernel.runBackward(y: place(of: gate, in: values), dy: dy, into: target)
  }

  func changes(gate: Int) -> Bool { gates[gate] != nil }

  /// Copies a gate's column as it is.
  func copy(gate: Int, from: Floats, to: Floats) {
    column.run(place(of: gate, in: from), place(of: gate, in: to))
  }

  private func place(of gate: Int, in block: Floats) -> Floats {
    block.part(gate * hidden, block.count - gate * hidden)
  }
}

/// One step of a recurrent layer in parts, with the edits in between.
private struct EditedStep {
  let cell: Recurrent.Cell
  let m: RecurrentMemory
  let edits: BoundStepEdits
  let weight: Floats
  let bias: Floats
  let gate: Floats
  let projected: Floats?
  let activated: Floats
  let before: Floats
  let after: Floats
  let cells: (before: Floats, after: Floats)?
  let untouched: (h: Floats?, c: Floats?, gates: Floats?)

  func run(_ context: RunContext) {
    MatrixKernel.multiply(
      before, weight, transposesSecond: true, into: projected ?? gate, rows: m.batch,
      columns: m.gates, inner: m.hidden, accumulates: projected == nil, context)
    switch cell {
    case .elman(let function): RecurrentKernel.elman(function, gate, into: after)
    case .lstm: runLSTM()
    case .gru: runGRU()
    }
    untouched.h?.copy(from: after)
    edits.h?.run(after, into: after)
  }

  private func runLSTM() {
    guard let cells else { return }
    RecurrentKernel.lstmGates(gate, m)
    for index in 0..<4 { edits.run(gate: index, in: gate, saving: untouched.gates) }
    RecurrentKernel.lstmCell(gate, m, cells)
    untouched.c?.copy(from: cells.after)
    edits.c?.run(cells.after, into: cells.after)
    RecurrentKernel.lstmOutput(gate, m, c: cells.after, h: after)
  }

  private func runGRU() {
    guard let projected else { return }
    Kernel.addBias(bias, to: projected, columns: m.gates, relu: false)
    RecurrentKernel.gruGates(gate, projected, m, into: activated)
    for index in 0..<2 { edits.run(gate: index, in: activated, saving: untouched.gates) }
    RecurrentKernel.gruCandidate(gate, projected, m, into: activated)
    edits.run(gate: 2, in: activated, saving: untouched.gates)
    RecurrentKernel.gruOutput(activated, m, before: before, h: after)
  }
}

extension Recurrent {
  func lowerEditedStep(
    _ step: Int, _ edits: StepEdits, at site: ForwardSite, _ m: RecurrentMemory, _ parts: Parts,
    _ weight: Value, _ bias: Value
  ) {
    let cell = cell
    let h = edits.h.map { _ in site.temporary([m.batch, m.hidden]) }
    let c = edits.c.map { _ in site.temporary([m.batch, m.hidden]) }
    let gates = edits.changesGates ? site.temporary([m.batch, m.gates]) : nil
    let saved = [h, c, gates].compactMap { $0 }
    let states =
      [parts.gates, parts.h, parts.activated] + [parts.c, parts.projected].compactMap { $0 }
    site.emit(
      "edited step \(step)", reads: states + [weight, bias] + edits.parameters,
      writes: states + saved
    ) { memory in
      func block(_ value: Value) -> Floats { memory[value].part(step * m.gateBlock, m.gateBlock) }
      func state(_ value: Value, _ index: Int) -> Floats {
        memory[value].part(index * m.state, m.state)
      }
      let edited = EditedStep(
        cell: cell, m: m, edits: BoundStepEdits(edits, m, memory), weight: memory[weight],
        bias: memory[bias], gate: block(parts.gates), projected: parts.projected.map(block),
        activated: block(parts.activated), before: state(parts.h, step),
        after: state(parts.h, step + 1),
        cells: parts.c.map { (state($0, step), state($0, step + 1)) },
        untouched: (h.map { memory[$0] }, c.map { memory[$0] }, gates.map { memory[$0] }))
      return { context in edited.run(context) }
    }
    if let h { site.keep("h \(step)", h) }
    if let gates { site.keep("gates \(step)", gates) }
    announceUntouched(step, edits, h: h, c: c, gates: gates, at: site, m)
  }

  /// What the step computed where an edit then changed it.
  private func announceUntouched(
    _ step: Int, _ edits: StepEdits, h: Value?, c: Value?, gates: Value?, at site: ForwardSite,
    _ m: RecurrentMemory
  ) {
    if let h { site.setRecord("h.untouched", step: step, h) }
    if let c { site.setRecord("c.untouched", step: step, c) }
    guard let gates else { return }
    for (gate, name) in cell.gateNames.enumerated() where edits.gates[gate] != nil {
      let record = "\(name).untouched"
      guard site.isKept(record, step: step) else { continue }
      site.setRecord(record, step: step, column(of: gates, gate, at: site, m))
    }
  }

  func isTanh(gate: Int) -> Bool { ["g", "n"].contains(cell.gateNames[gate]) }
}
