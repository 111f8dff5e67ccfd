import FoveaNetwork
import FoveaTensor

extension Recurrent {
  /// Backpropagation through time (Werbos 1990), last step first.
  ///
  /// `dh[t]` starts as what arrives from the layers above and gets the recurrent path added before it is used, so that it is
  /// the whole ∂L/∂h_t. Weight gradients of all steps are one product at the end.
  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard let x = site.kept("x"), let gates = site.kept("gates"), let h = site.kept("h") else {
      return
    }
    let m = RecurrentMemory(self, input: site.inputShapes[0])
    let weightH = site.panels(ofParameter: 1, m.stateGradientMatrix)
    let dh = site.temporary([m.steps + 1, m.batch, m.hidden])
    let dc = cell == .lstm ? site.temporary([m.steps + 1, m.batch, m.hidden]) : nil
    let dx = site.temporary([m.steps, m.batch, m.gates])
    let dhGates = cell == .gru ? site.temporary([m.steps, m.batch, m.gates]) : dx
    try lowerArriving(at: site, dh, dc, m)
    for step in (0..<m.steps).reversed() {
      lowerStep(
        step, at: site, m, weightH,
        Gradients(dh: dh, dc: dc, dx: dx, dhGates: dhGates), gates: gates, h: h)
    }
    announce(at: site, dh, dc, dx, m)
    try lowerInputs(at: site, dx, dh, dc, m)
    try lowerWeights(at: site, x, h, dx, dhGates, m)
  }

  struct Gradients {
    let dh: Value
    let dc: Value?
    let dx: Value
    let dhGates: Value
  }

  /// What the layers above send to each step; the slot of the initial state starts at zero.
  private func lowerArriving(
    at site: BackwardSite, _ dh: Value, _ dc: Value?, _ m: RecurrentMemory
  ) throws(FoveaError) {
    let arriving = try site.gradient()
    let timeFirst = m.timeFirst(m.hidden)
    let returnsSequence = returnsSequence
    site.emit("arriving", reads: [arriving], writes: [dh] + (dc.map { [$0] } ?? [])) { memory in
      let (from, to) = (memory[arriving], memory[dh])
      let cell = dc.map { memory[$0] }
      let last = to.part(m.steps * m.state, m.state)
      let later = to.part(m.state, m.steps * m.state)
      return { _ in
        if returnsSequence {
          to.part(0, m.state).fill(0)
          timeFirst.run(from, later)
        } else {
          to.fill(0)
          last.copy(from: from)
        }
        cell?.fill(0)
      }
    }
  }

  private func lowerStep(
    _ step: Int, at site: BackwardSite, _ m: RecurrentMemory, _ weight: Value, _ g: Gradients,
    gates: Value, h: Value
  ) {
    let edits = StepEdits(self, step: step, at: site)
    guard edits.isEmpty else {
      return lowerEditedGradient(
        step, edits, at: site, m, site.parameter(1), g, gates: gates, h: h)
    }
    let cell = cell
    let (c, projected) = (site.kept("c"), site.kept("projected"))
    let reads = [gates, h, weight, g.dh] + [c, projected, g.dc].compactMap { $0 }
    let writes = [g.dh, g.dx, g.dhGates] + [g.dc].compactMap { $0 }
    site.emit("backward step \(step)", reads: reads, writes: writes) { memory in
      func block(_ value: Value) -> Floats { memory[value].part(step * m.gateBlock, m.gateBlock) }
      func state(_ value: Value, _ index: Int) -> Floats {
        memory[value].part(index * m.state, m.state)
      }
      let (w, gate) = (memory[weight], block(gates))
      let (before, after) = (state(h, step), state(h, step + 1))
      let (dhBefore, dhAfter) = (state(g.dh, step), state(g.dh, step + 1))
      let (dx, dhGates) = (block(g.dx), block(g.dhGates))
      let cells = c.map { (state($0, step), state($0, step + 1)) }
      let cellGradients = g.dc.map { (state($0, step), state($0, step + 1)) }
      let uBlock = projected.map { block($0) }
      return { _ in
        switch cell {
        case .elman(let function):
          RecurrentKernel.elmanBackward(function, h: after, dh: dhAfter, into: dx)
        case .lstm:
          guard let cells, let cellGradients else { return }
          RecurrentKernel.lstmBackward(gate, m, cells, dh: dhAfter, cellGradients, into: dx)
        case .gru:
          guard let uBlock else { return }
          RecurrentKernel.gruBackward(
            gate, uBlock, m, before: before, dh: dhAfter, dx: dx, dhGates: dhGates,
            adding: dhBefore)
        }
        PanelKernel.multiply(
          dhGates, w, m.stateGradientMatrix, from: .result, into: dhBefore, rows: m.batch)
      }
    }
  }

  private func announce(
    at site: BackwardSite, _ dh: Value, _ dc: Value?, _ dx: Value, _ m: RecurrentMemory
  ) {
    let state: Shape = [m.batch, m.hidden]
    for step in 0..<m.steps {
      let offset = (step + 1) * m.state
      site.setGradientRecord("h", step: step, site.builder.alias(dh, shape: state, offset: offset))
      if let dc {
        site.setGradientRecord(
          "c", step: step, site.builder.alias(dc, shape: state, offset: offset))
      }
    }
    lowerGateRecords(at: site, dh, dc, dx, m)
  }

  private func lowerInputs(
    at site: BackwardSite, _ dx: Value, _ dh: Value, _ dc: Value?, _ m: RecurrentMemory
  ) throws(FoveaError) {
    if site.needsGradient(ofInput: 0) {
      let weight = site.parameter(0)
      let timeFirst = site.temporary([m.steps, m.batch, m.inputs])
      let result = site.gradient(ofInput: 0)
      let back = m.timeFirst(m.inputs).reversed
      site.emit("by input", reads: [dx, weight], writes: [timeFirst, result]) { memory in
        let (from, w, middle, to) = (memory[dx], memory[weight], memory[timeFirst], memory[result])
        return { context in
          MatrixKernel.multiply(
            from, w, into: middle, rows: m.steps * m.batch, columns: m.inputs, inner: m.gates,
            context)
          back.run(middle, to)
        }
      }
    }
    let initial = [(1, dh), (2, dc ?? dh)]
    for (index, states) in initial where index < site.inputCount {
      guard site.needsGradient(ofInput: index) else { continue }
      site.contribute(
        site.builder.alias(states, shape: [m.batch, m.hidden]), toInput: index, isExclusive: false)
    }
  }

  private func lowerWeights(
    at site: BackwardSite, _ x: Value, _ h: Value, _ dx: Value, _ dhGates: Value,
    _ m: RecurrentMemory
  ) throws(FoveaError) {
    let rows = m.steps * m.batch
    for (index, inputs, upper, columns) in [(0, x, dx, m.inputs), (1, h, dhGates, m.hidden)]
    where site.needsGradient(ofParameter: index) {
      try site.addGradient(ofParameter: index) { target in
        site.emit("by weights", reads: [inputs, upper], writes: [target]) { memory in
          let (from, d, to) = (
            memory[inputs].part(0, rows * columns), memory[upper], memory[target]
          )
          return { context in
            MatrixKernel.multiply(
              d, transposesFirst: true, from, into: to, rows: m.gates, columns: columns,
              inner: rows, context)
          }
        }
      }
    }
    for (index, upper) in [(2, dx), (3, dhGates)] where site.needsGradient(ofParameter: index) {
      try site.addGradient(ofParameter: index) { target in
        site.emit("by bias", reads: [upper], writes: [target]) { memory in
          let (d, to) = (memory[upper], memory[target])
          return { _ in Kernel.sumRows(d, into: to) }
        }
      }
    }
  }
}
