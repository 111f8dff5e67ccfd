import CKernels
import FoveaNetwork
import FoveaTensor

/// The gradients that the backward steps of one direction fill.
private struct SequenceGradients {
  /// By the gates' sums, `[T, N, G · H]`.
  let pre: Value
  /// By the states, `[T + 1, N, H]`.
  let h: Value
  let c: Value?
  /// Of a GRU: by U h of the gates z and r, and by what U makes of the candidate's input.
  let gateProduct: Value?
  let candidate: Value?
}

extension RecurrentSequence {
  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard let values = site.note("values", as: SequenceValues.self) else { return }
    let m = SequenceMemory(self, input: site.inputShapes[0])
    func temporary(_ wanted: Bool, _ features: Int) -> Value? {
      wanted ? site.temporary([m.steps, m.batch, features]) : nil
    }
    let state: Shape = [m.steps + 1, m.batch, m.hidden]
    let isGRU = cell.gates == 3
    let gradients = SequenceGradients(
      pre: site.temporary([m.steps, m.batch, m.gates]), h: site.temporary(state),
      c: cell.hasCellState ? site.temporary(state) : nil,
      gateProduct: temporary(isGRU, 2 * m.hidden), candidate: temporary(isGRU, m.hidden))
    try lowerArriving(at: site, values, gradients, m)
    for step in (0..<m.steps).reversed() {
      switch cell {
      case .plain: lowerPlainStep(step, at: site, values, gradients, m)
      case .lstm: lowerLSTMStep(step, at: site, values, gradients, m)
      case .gru: lowerGRUStep(step, at: site, values, gradients, m)
      }
    }
    announce(at: site, gradients, m)
    lowerInputs(at: site, gradients, m)
    try lowerWeights(at: site, values, gradients, m)
  }

  /// The output's gradient goes to the states that it shows.
  private func lowerArriving(
    at site: BackwardSite, _ values: SequenceValues, _ gradients: SequenceGradients,
    _ m: SequenceMemory
  ) throws(FoveaError) {
    let arriving = try site.gradient()
    let timeFirst = m.timeFirst(m.hidden, rows: m.steps + m.states)
    let reads = [arriving] + [values.lengths].compactMap { $0 }
    site.emit(
      "arriving", reads: reads, writes: [gradients.h] + [gradients.c].compactMap { $0 }
    ) { memory in
      let (dy, dh) = (memory[arriving], memory[gradients.h])
      let (dc, lengths) = (gradients.c.map { memory[$0] }, values.lengths.map { memory[$0] })
      return { _ in
        m.state(dh, 0).fill(0)
        timeFirst.run(dy, dh.part(m.state, m.steps * m.state))
        if let lengths {
          for step in 0..<m.steps {
            for sample in 0..<m.batch where Float(m.time(step)) >= lengths[sample] {
              dh.part((step + 1) * m.state + sample * m.hidden, m.hidden).fill(0)
            }
          }
        }
        m.outputRow(m.steps).run(dy, m.state(dh, m.steps), accumulates: true)
        if let dc { m.outputRow(m.steps + 1).run(dy, m.state(dc, m.steps)) }
      }
    }
  }

  private func lowerPlainStep(
    _ step: Int, at site: BackwardSite, _ values: SequenceValues, _ gradients: SequenceGradients,
    _ m: SequenceMemory
  ) {
    let (weight, cell) = (site.parameter(1), kernelCell(m))
    let time = Float(m.time(step))
    let reads = [values.pre, gradients.h, weight] + [values.lengths].compactMap { $0 }
    site.emit(
      "backward step \(step)", reads: reads, writes: [gradients.pre, gradients.h]
    ) { memory in
      let (w, pre) = (memory[weight], m.part(memory[values.pre], step))
      let dpre = m.part(memory[gradients.pre], step)
      let dh = memory[gradients.h]
      let (before, after) = (m.state(dh, step), m.state(dh, step + 1))
      let lengths = values.lengths.map { memory[$0] }
      return { context in
        unsafe withUnsafePointer(to: cell) { cell in
          unsafe fovea_plain_step_backward(
            cell, lengths?.pointer, time, pre.pointer, after.pointer, dpre.pointer, before.pointer)
        }
        MatrixKernel.multiply(
          dpre, w, into: before, rows: m.batch, columns: m.hidden, inner: m.gates,
          accumulates: true, context)
      }
    }
  }

  private func lowerLSTMStep(
    _ step: Int, at site: BackwardSite, _ values: SequenceValues, _ gradients: SequenceGradients,
    _ m: SequenceMemory
  ) {
    guard let c = values.c, let post = values.post, let dc = gradients.c else { return }
    let (weight, cell) = (site.parameter(1), kernelCell(m))
    let peephole = hasPeepholes ? site.parameter(4) : nil
    let time = Float(m.time(step))
    let row = site.temporary([m.hidden])
    let reads =
      [values.pre, post, c, gradients.h, dc, weight] + [values.lengths, peephole].compactMap { $0 }
    site.emit(
      "backward step \(step)", reads: reads, writes: [gradients.pre, gradients.h, dc, row]
    ) { memory in
      let (w, p, scratch) = (memory[weight], peephole.map { memory[$0] }, memory[row])
      let (pre, gates) = (m.part(memory[values.pre], step), m.part(memory[post], step))
      let (old, new) = (m.state(memory[c], step), m.state(memory[c], step + 1))
      let dpre = m.part(memory[gradients.pre], step)
      let (dh, dcs) = (memory[gradients.h], memory[dc])
      let (before, after) = (m.state(dh, step), m.state(dh, step + 1))
      let (dcBefore, dcAfter) = (m.state(dcs, step), m.state(dcs, step + 1))
      let lengths = values.lengths.map { memory[$0] }
      return { context in
        unsafe withUnsafePointer(to: cell) { cell in
          unsafe fovea_peephole_lstm_step_backward(
            cell, lengths?.pointer, time, p?.pointer, pre.pointer, gates.pointer, old.pointer,
            new.pointer, after.pointer, dcAfter.pointer, dpre.pointer, dcBefore.pointer,
            before.pointer, scratch.pointer)
        }
        MatrixKernel.multiply(
          dpre, w, into: before, rows: m.batch, columns: m.hidden, inner: m.gates,
          accumulates: true, context)
      }
    }
  }

  private func lowerGRUStep(
    _ step: Int, at site: BackwardSite, _ values: SequenceValues, _ gradients: SequenceGradients,
    _ m: SequenceMemory
  ) {
    guard let post = values.post, let candidate = values.candidate,
      let gateGradient = gradients.gateProduct, let candidateGradient = gradients.candidate
    else { return }
    let (weight, cell) = (site.parameter(1), kernelCell(m))
    let (time, early) = (Float(m.time(step)), 2 * m.hidden)
    let seen = site.temporary([m.batch, m.hidden])
    let reads =
      [values.pre, post, candidate, values.h, gradients.h, weight]
      + [values.lengths].compactMap { $0 }
    let writes = [gradients.pre, gradients.h, gateGradient, candidateGradient, seen]
    site.emit("backward step \(step)", reads: reads, writes: writes) { memory in
      let w = memory[weight]
      let (upper, lower) = (
        w.part(0, early * m.hidden), w.part(early * m.hidden, m.hidden * m.hidden)
      )
      let (pre, gates) = (m.part(memory[values.pre], step), m.part(memory[post], step))
      let (own, hBefore) = (m.part(memory[candidate], step), m.state(memory[values.h], step))
      let (dpre, du) = (m.part(memory[gradients.pre], step), m.part(memory[gateGradient], step))
      let (dOwn, dSeen) = (m.part(memory[candidateGradient], step), memory[seen])
      let dh = memory[gradients.h]
      let (before, after) = (m.state(dh, step), m.state(dh, step + 1))
      let lengths = values.lengths.map { memory[$0] }
      return { context in
        unsafe withUnsafePointer(to: cell) { cell in
          unsafe fovea_general_gru_step_backward(
            cell, lengths?.pointer, time, pre.pointer, gates.pointer, hBefore.pointer,
            after.pointer, dpre.pointer, dOwn.pointer, before.pointer)
        }
        MatrixKernel.multiply(
          dOwn, lower, into: dSeen, rows: m.batch, columns: m.hidden, inner: m.hidden, context)
        unsafe withUnsafePointer(to: cell) { cell in
          unsafe fovea_general_gru_gates_backward(
            cell, lengths?.pointer, time, pre.pointer, gates.pointer, own.pointer, hBefore.pointer,
            dSeen.pointer, dpre.pointer, du.pointer, before.pointer)
        }
        MatrixKernel.multiply(
          du, upper, into: before, rows: m.batch, columns: m.hidden, inner: early,
          accumulates: true, context)
      }
    }
  }

  private func announce(
    at site: BackwardSite, _ gradients: SequenceGradients, _ m: SequenceMemory
  ) {
    for (name, value) in [("h", gradients.h), ("c", gradients.c)] {
      guard let value else { continue }
      for step in 0..<m.steps {
        site.setGradientRecord(
          name, step: m.time(step),
          site.builder.alias(value, shape: [m.batch, m.hidden], offset: (step + 1) * m.state))
      }
    }
  }

  private func lowerInputs(
    at site: BackwardSite, _ gradients: SequenceGradients, _ m: SequenceMemory
  ) {
    if site.needsGradient(ofInput: 0) {
      let weight = site.parameter(0)
      let (rows, result) = (
        site.temporary([m.steps, m.batch, m.inputs]), site.gradient(ofInput: 0)
      )
      let back = m.timeFirst(m.inputs, rows: m.steps).reversed
      site.emit("by input", reads: [gradients.pre, weight], writes: [rows, result]) { memory in
        let (dpre, w) = (memory[gradients.pre], memory[weight])
        let (ordered, dx) = (memory[rows], memory[result])
        return { context in
          MatrixKernel.multiply(
            dpre, w, into: ordered, rows: m.steps * m.batch, columns: m.inputs, inner: m.gates,
            context)
          back.run(ordered, dx)
        }
      }
    }
    guard hasInitialState else { return }
    for (index, state) in [gradients.h, gradients.c].compactMap({ $0 }).enumerated()
    where site.needsGradient(ofInput: firstStateInput + index) {
      let result = site.gradient(ofInput: firstStateInput + index)
      site.emit("by initial state", reads: [state], writes: [result]) { memory in
        let (first, dx) = (m.state(memory[state], 0), memory[result])
        return { _ in dx.copy(from: first) }
      }
    }
  }

  private func lowerWeights(
    at site: BackwardSite, _ values: SequenceValues, _ gradients: SequenceGradients,
    _ m: SequenceMemory
  ) throws(FoveaError) {
    let rows = m.steps * m.batch
    /// Adds the step that fills the gradient of a matrix of `columns` columns, part by part.
    func product(
      _ parameter: Int, _ columns: Int,
      _ parts: [(upper: Value, features: Int, lower: Value)]
    ) throws(FoveaError) {
      guard site.needsGradient(ofParameter: parameter) else { return }
      try site.addGradient(ofParameter: parameter) { target in
        let reads = parts.flatMap { [$0.upper, $0.lower] }
        site.emit("by weights", reads: reads, writes: [target]) { memory in
          let dw = memory[target]
          let blocks = parts.map { (memory[$0.upper], $0.features, memory[$0.lower]) }
          return { context in
            var start = 0
            for (upper, features, lower) in blocks {
              MatrixKernel.multiply(
                upper, transposesFirst: true, lower.part(0, rows * columns),
                into: dw.part(start, features * columns), rows: features, columns: columns,
                inner: rows, context)
              start += features * columns
            }
          }
        }
      }
    }
    try product(0, m.inputs, [(gradients.pre, m.gates, values.x)])
    if let gates = gradients.gateProduct, let candidate = gradients.candidate,
      let reset = values.reset
    {
      let parts = [(gates, 2 * m.hidden, values.h), (candidate, m.hidden, reset)]
      try product(1, m.hidden, parts)
    } else {
      try product(1, m.hidden, [(gradients.pre, m.gates, values.h)])
    }
    try lowerBiases(at: site, gradients, m)
    guard let c = values.c, site.needsGradient(ofParameter: 4) else { return }
    try site.addGradient(ofParameter: 4) { target in
      site.emit("by peephole", reads: [gradients.pre, c], writes: [target]) { memory in
        let (dpre, states, dp) = (memory[gradients.pre], memory[c], memory[target])
        return { _ in
          unsafe fovea_peephole_gradient(
            Int64(rows), Int64(m.hidden), dpre.pointer, states.pointer,
            states.part(m.state, m.steps * m.state).pointer, dp.pointer)
        }
      }
    }
  }

  /// Both biases are added to the same sums but for a candidate's second one, where the reset comes last.
  private func lowerBiases(
    at site: BackwardSite, _ gradients: SequenceGradients, _ m: SequenceMemory
  ) throws(FoveaError) {
    for parameter in 2...3 where site.needsGradient(ofParameter: parameter) {
      let late = parameter == 3 && cell == .gru(resetsLast: true) ? gradients.candidate : nil
      try site.addGradient(ofParameter: parameter) { target in
        let reads = [gradients.pre] + [late].compactMap { $0 }
        site.emit("by bias", reads: reads, writes: [target]) { memory in
          let (dpre, db, last) = (memory[gradients.pre], memory[target], late.map { memory[$0] })
          return { _ in
            Kernel.sumRows(dpre, into: db)
            if let last { Kernel.sumRows(last, into: db.part(2 * m.hidden, m.hidden)) }
          }
        }
      }
    }
  }
}
