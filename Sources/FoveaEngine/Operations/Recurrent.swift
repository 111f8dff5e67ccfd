import FoveaNetwork
import FoveaTensor

/// The memory of one unrolled layer.
///
/// Time is outermost, so that each step's tensors are stretches of it.
struct RecurrentMemory {
  let batch: Int
  let steps: Int
  let inputs: Int
  let hidden: Int
  let gates: Int

  init(_ operation: Recurrent, input: Shape) {
    batch = input[0]
    steps = input[1]
    inputs = input[2]
    hidden = operation.hidden
    gates = operation.cell.gates * operation.hidden
  }

  var state: Int { batch * hidden }
  /// Steps whose inputs are projected in one product: enough rows for it to be fast, few enough that the gates are still
  /// in the cache when the states' products are added to them.
  var stretch: Int { max(1, 96 / batch) }
  /// Input and state to gates, and gates back to the state.
  var inputMatrix: PanelMatrix { .transposed(columns: gates, inner: inputs) }
  var stateMatrix: PanelMatrix { .transposed(columns: gates, inner: hidden) }
  var stateGradientMatrix: PanelMatrix { .plain(inner: gates, columns: hidden) }
  var gateBlock: Int { batch * gates }

  /// `[N, T, F]` to `[T, N, F]` and back.
  func timeFirst(_ features: Int) -> StridedCopy {
    StridedCopy(
      [steps, batch, features], source: [features, steps * features, 1],
      target: [batch * features, features, 1])
  }
}

extension Recurrent: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let m = RecurrentMemory(self, input: input.shape)
    let (biasX, biasH) = (site.parameter(2), site.parameter(3))
    let (weightX, weightH) = (
      site.panels(ofParameter: 0, m.inputMatrix), site.panels(ofParameter: 1, m.stateMatrix)
    )

    let x = site.temporary([m.steps, m.batch, m.inputs])
    let gates = site.temporary([m.steps, m.batch, m.gates])
    let bias = site.temporary([m.gates])
    let timeFirst = m.timeFirst(m.inputs)
    let isGRU = cell == .gru
    site.emit("time first", reads: [input, biasX, biasH], writes: [x, bias]) { memory in
      let (from, to) = (memory[input], memory[x])
      let (b, d, sum) = (memory[biasX], memory[biasH], memory[bias])
      return { _ in
        timeFirst.run(from, to)
        // A GRU's second bias goes through its reset gate.
        if isGRU { sum.copy(from: b) } else { Kernel.add(b, d, into: sum) }
      }
    }
    func project(_ steps: Range<Int>) {
      let name = "input \(steps.lowerBound) to \(steps.upperBound - 1)"
      site.emit(name, reads: [x, weightX, bias], writes: [gates]) { memory in
        let row = m.batch * m.inputs
        let from = memory[x].part(steps.lowerBound * row, steps.count * row)
        let to = memory[gates].part(steps.lowerBound * m.gateBlock, steps.count * m.gateBlock)
        let (w, start) = (memory[weightX], PanelKernel.Start.bias(memory[bias]))
        return { _ in
          PanelKernel.multiply(
            from, w, m.inputMatrix, from: start, into: to, rows: steps.count * m.batch)
        }
      }
    }

    // h and c hold T + 1 states, the initial one first.
    let h = site.temporary([m.steps + 1, m.batch, m.hidden])
    let c = cell == .lstm ? site.temporary([m.steps + 1, m.batch, m.hidden]) : nil
    try lowerInitial(at: site, h, index: 1, m)
    if let c { try lowerInitial(at: site, c, index: 2, m) }
    let projected = isGRU ? site.temporary([m.steps, m.batch, m.gates]) : nil
    let activated = isGRU ? site.temporary([m.steps, m.batch, m.gates]) : gates
    for step in 0..<m.steps {
      if step % m.stretch == 0 { project(step..<min(step + m.stretch, m.steps)) }
      lowerStep(
        step, at: site, m,
        Parts(gates: gates, h: h, c: c, projected: projected, activated: activated),
        weightH, biasH)
    }
    for (name, value) in [("x", x), ("gates", activated), ("h", h)] { site.keep(name, value) }
    if let c { site.keep("c", c) }
    if let projected { site.keep("projected", projected) }
    announce(at: site, h, c, activated, m)
    lowerOutput(at: site, h, m)
  }

  struct Parts {
    let gates: Value
    let h: Value
    let c: Value?
    let projected: Value?
    let activated: Value
  }

  private func lowerInitial(
    at site: ForwardSite, _ state: Value, index: Int, _ m: RecurrentMemory
  ) throws(FoveaError) {
    let initial = index < site.inputCount ? try site.input(index) : nil
    site.emit("initial state", reads: initial.map { [$0] } ?? [], writes: [state]) { memory in
      let first = memory[state].part(0, m.state)
      let given = initial.map { memory[$0] }
      return { _ in
        if let given { first.copy(from: given) } else { first.fill(0) }
      }
    }
  }

  private func lowerStep(
    _ step: Int, at site: ForwardSite, _ m: RecurrentMemory, _ parts: Parts, _ weight: Value,
    _ bias: Value
  ) {
    let edits = StepEdits(self, step: step, at: site)
    guard edits.isEmpty else {
      return lowerEditedStep(step, edits, at: site, m, parts, site.parameter(1), bias)
    }
    let cell = cell
    let reads = [parts.gates, parts.h, weight, bias] + [parts.c].compactMap { $0 }
    let writes =
      [parts.gates, parts.h, parts.activated] + [parts.c, parts.projected].compactMap { $0 }
    site.emit("step \(step)", reads: reads, writes: writes) { memory in
      let (w, b) = (memory[weight], memory[bias])
      let gate = memory[parts.gates].part(step * m.gateBlock, m.gateBlock)
      let before = memory[parts.h].part(step * m.state, m.state)
      let after = memory[parts.h].part((step + 1) * m.state, m.state)
      let c = parts.c.map { memory[$0] }
      let projected = parts.projected.map { memory[$0].part(step * m.gateBlock, m.gateBlock) }
      let activated = memory[parts.activated].part(step * m.gateBlock, m.gateBlock)
      return { _ in
        PanelKernel.multiply(
          before, w, m.stateMatrix, from: projected == nil ? .result : .bias(b),
          into: projected ?? gate, rows: m.batch)
        switch cell {
        case .elman(let function): RecurrentKernel.elman(function, gate, into: after)
        case .lstm:
          guard let c else { return }
          RecurrentKernel.lstm(
            gate, m, before: c.part(step * m.state, m.state),
            c: c.part((step + 1) * m.state, m.state), h: after)
        case .gru:
          guard let projected else { return }
          RecurrentKernel.gru(gate, projected, m, before: before, gates: activated, h: after)
        }
      }
    }
  }

  private func announce(
    at site: ForwardSite, _ h: Value, _ c: Value?, _ gates: Value, _ m: RecurrentMemory
  ) {
    let state: Shape = [m.batch, m.hidden]
    for step in 0..<m.steps {
      let offset = (step + 1) * m.state
      site.setRecord("h", step: step, site.builder.alias(h, shape: state, offset: offset))
      if let c {
        site.setRecord("c", step: step, site.builder.alias(c, shape: state, offset: offset))
      }
      for (gate, name) in cell.gateNames.enumerated() where site.isKept(name, step: step) {
        site.setRecord(name, step: step, column(of: gates, gate, step, at: site, m))
      }
    }
  }

  /// A gate lies in columns of a step's block: it is copied out only where somebody looks.
  func column(
    of block: Value, _ gate: Int, _ step: Int = 0, at site: some Site, _ m: RecurrentMemory
  ) -> Value {
    let value = site.temporary([m.batch, m.hidden])
    let copy = StridedCopy(
      [m.batch, m.hidden], source: [m.gates, 1], target: [m.hidden, 1],
      sourceOffset: step * m.gateBlock + gate * m.hidden)
    site.emit("gate record", reads: [block], writes: [value]) { memory in
      let (from, to) = (memory[block], memory[value])
      return { _ in copy.run(from, to) }
    }
    return value
  }

  private func lowerOutput(at site: ForwardSite, _ h: Value, _ m: RecurrentMemory) {
    guard returnsSequence else {
      return site.setOutput(
        site.builder.alias(h, shape: [m.batch, m.hidden], offset: m.steps * m.state))
    }
    let output = site.output()
    let back = m.timeFirst(m.hidden).reversed
    site.emit("batch first", reads: [h], writes: [output]) { memory in
      let (from, to) = (memory[h].part(m.state, m.steps * m.state), memory[output])
      return { _ in back.run(from, to) }
    }
  }
}
