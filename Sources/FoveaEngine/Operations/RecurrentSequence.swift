import CKernels
import FoveaNetwork
import FoveaTensor

/// The memory of one direction: steps in the order in which they are computed, outermost.
struct SequenceMemory {
  let batch: Int
  let steps: Int
  let inputs: Int
  let hidden: Int
  let gates: Int
  let states: Int
  let isReversed: Bool

  init(_ operation: RecurrentSequence, input: Shape) {
    (batch, steps, inputs) = (input[0], input[1], input[2])
    hidden = operation.hidden
    gates = operation.cell.gates * operation.hidden
    states = operation.cell.hasCellState ? 2 : 1
    isReversed = operation.isReversed
  }

  /// The elements of one state.
  var state: Int { batch * hidden }

  /// The place in the sequence of the step computed at that position.
  func time(_ step: Int) -> Int { isReversed ? steps - 1 - step : step }

  /// `[N, rows, F]` to `[T, N, F]` in computed order, for tensors with so many rows of time.
  func timeFirst(_ features: Int, rows: Int) -> StridedCopy {
    StridedCopy(
      [steps, batch, features],
      source: [isReversed ? -features : features, rows * features, 1],
      target: [batch * features, features, 1],
      sourceOffset: isReversed ? (steps - 1) * features : 0)
  }

  /// The state at place `row` of the output's time axis, `[N, H]`, for a state of all samples side by side.
  func outputRow(_ row: Int) -> StridedCopy {
    let rows = steps + states
    return StridedCopy(
      [batch, hidden], source: [rows * hidden, 1], target: [hidden, 1], sourceOffset: row * hidden)
  }

  /// A part of `[T, …]` memory that belongs to one step.
  func part(_ floats: Floats, _ step: Int) -> Floats {
    let size = floats.count / steps
    return floats.part(step * size, size)
  }

  /// One of the T + 1 states, the first being the initial one.
  func state(_ floats: Floats, _ index: Int) -> Floats { floats.part(index * state, state) }
}

/// What the steps of both passes share.
struct SequenceValues {
  let x: Value
  let pre: Value
  let post: Value?
  let h: Value
  let c: Value?
  let lengths: Value?
  /// Of a GRU: U h of the gates z and r, what U sees for the candidate, and what that gives.
  let gateProduct: Value?
  let reset: Value?
  let candidate: Value?
}

extension RecurrentSequence: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let m = SequenceMemory(self, input: site.inputShapes[0])
    let values = try prepare(at: site, m)
    site.note("values", values)
    try lowerInitialStates(at: site, values, m)
    for step in 0..<m.steps {
      switch cell {
      case .plain: lowerPlainStep(step, at: site, values, m)
      case .lstm: lowerLSTMStep(step, at: site, values, m)
      case .gru: lowerGRUStep(step, at: site, values, m)
      }
    }
    announce(at: site, values, m)
    lowerOutput(at: site, values, m)
  }

  /// All input products are one: [T · N, I] · Wᵀ, with the biases that are added before anything else.
  private func prepare(at site: ForwardSite, _ m: SequenceMemory) throws(FoveaError)
    -> SequenceValues
  {
    let input = try site.input(0)
    let x = site.temporary([m.steps, m.batch, m.inputs])
    let pre = site.temporary([m.steps, m.batch, m.gates])
    let (weight, biasX, biasH) = (site.parameter(0), site.parameter(2), site.parameter(3))
    let timeFirst = m.timeFirst(m.inputs, rows: m.steps)
    site.emit("time first", reads: [input], writes: [x]) { memory in
      let (from, to) = (memory[input], memory[x])
      return { _ in timeFirst.run(from, to) }
    }
    let addsAll = cell != .gru(resetsLast: true)
    site.emit("input product", reads: [x, weight, biasX, biasH], writes: [pre]) { memory in
      let (from, w, to) = (memory[x], memory[weight], memory[pre])
      let (b, d) = (memory[biasX], memory[biasH])
      return { context in
        MatrixKernel.multiply(
          from, w, transposesSecond: true, into: to, rows: m.steps * m.batch, columns: m.gates,
          inner: m.inputs, context)
        Kernel.addBias(b, to: to, columns: m.gates, relu: false)
        guard !addsAll else { return Kernel.addBias(d, to: to, columns: m.gates, relu: false) }
        let early = d.part(0, 2 * m.hidden)
        for row in 0..<m.steps * m.batch {
          let gates = to.part(row * m.gates, 2 * m.hidden)
          Kernel.add(gates, early, into: gates)
        }
      }
    }
    let isGRU = cell.gates == 3
    func temporary(_ wanted: Bool, _ features: Int) -> Value? {
      wanted ? site.temporary([m.steps, m.batch, features]) : nil
    }
    return SequenceValues(
      x: x, pre: pre, post: temporary(cell != .plain, m.gates),
      h: site.temporary([m.steps + 1, m.batch, m.hidden]),
      c: cell.hasCellState ? site.temporary([m.steps + 1, m.batch, m.hidden]) : nil,
      lengths: hasLengths ? try site.input(1) : nil,
      gateProduct: temporary(isGRU, 2 * m.hidden), reset: temporary(isGRU, m.hidden),
      candidate: temporary(isGRU, m.hidden))
  }

  private func lowerInitialStates(
    at site: ForwardSite, _ values: SequenceValues, _ m: SequenceMemory
  ) throws(FoveaError) {
    for (index, state) in [values.h, values.c].compactMap({ $0 }).enumerated() {
      let given = hasInitialState ? try site.input(firstStateInput + index) : nil
      site.emit("initial state", reads: given.map { [$0] } ?? [], writes: [state]) { memory in
        let (first, from) = (m.state(memory[state], 0), given.map { memory[$0] })
        return { _ in
          if let from { first.copy(from: from) } else { first.fill(0) }
        }
      }
    }
  }

  /// The number of the input that is the first h.
  var firstStateInput: Int { hasLengths ? 2 : 1 }

  /// The states in the order of the sequence; behind a sample's length there is 0.
  private func lowerOutput(at site: ForwardSite, _ values: SequenceValues, _ m: SequenceMemory) {
    let output = site.output()
    let rows = m.steps + m.states
    let back = m.timeFirst(m.hidden, rows: rows).reversed
    let states = [values.h, values.c].compactMap { $0 }
    let reads = states + [values.lengths].compactMap { $0 }
    site.emit("output", reads: reads, writes: [output]) { memory in
      let (y, all) = (memory[output], states.map { memory[$0] })
      let lengths = values.lengths.map { memory[$0] }
      return { _ in
        back.run(all[0].part(m.state, m.steps * m.state), y)
        for (index, state) in all.enumerated() {
          m.outputRow(m.steps + index).reversed.run(m.state(state, m.steps), y)
        }
        guard let lengths else { return }
        for sample in 0..<m.batch {
          for time in 0..<m.steps where Float(time) >= lengths[sample] {
            y.part((sample * rows + time) * m.hidden, m.hidden).fill(0)
          }
        }
      }
    }
  }

  private func announce(at site: ForwardSite, _ values: SequenceValues, _ m: SequenceMemory) {
    for (name, value) in [("h", values.h), ("c", values.c)] {
      guard let value else { continue }
      for step in 0..<m.steps {
        site.setRecord(
          name, step: m.time(step),
          site.builder.alias(value, shape: [m.batch, m.hidden], offset: (step + 1) * m.state))
      }
    }
  }

  /// The cell as the C loops know it.
  func kernelCell(_ m: SequenceMemory) -> fovea_cell {
    let functions = activations.map(Self.code)
    func function(_ index: Int) -> fovea_activation {
      let code = index < functions.count ? functions[index] : functions[0]
      return fovea_activation(function: code.function, a: code.a, b: code.b)
    }
    let isCoupled = cell == .lstm(hasPeepholes: hasPeepholes, isCoupled: true)
    return fovea_cell(
      rows: Int64(m.batch), hidden: Int64(m.hidden), f: function(0), g: function(1),
      k: function(2), clip: clip ?? .infinity, coupled: isCoupled ? 1 : 0,
      resets_last: cell == .gru(resetsLast: true) ? 1 : 0)
  }

  var hasPeepholes: Bool {
    if case .lstm(hasPeepholes: true, _) = cell { return true }
    return false
  }

  private static func code(_ activation: Activation) -> UnaryCode {
    switch activation {
    case .relu: UnaryCode(FOVEA_POINT_RELU)
    case .tanh: UnaryCode(FOVEA_POINT_TANH)
    case .sigmoid: UnaryCode(FOVEA_POINT_SIGMOID)
    case .affine(let scale, let offset): UnaryCode(FOVEA_POINT_LINEAR, scale, offset)
    case .leakyReLU(let slope): UnaryCode(FOVEA_POINT_LEAKY_RELU, slope)
    case .thresholdedReLU(let threshold): UnaryCode(FOVEA_POINT_THRESHOLDED_RELU, threshold)
    case .scaledTanh(let scale, let slope): UnaryCode(FOVEA_POINT_SCALED_TANH, scale, slope)
    case .hardSigmoid(let slope, let offset): UnaryCode(FOVEA_POINT_HARD_SIGMOID, slope, offset)
    case .elu(let alpha): UnaryCode(FOVEA_POINT_ELU, alpha)
    case .softsign: UnaryCode(FOVEA_POINT_SOFTSIGN)
    case .softplus: UnaryCode(FOVEA_POINT_SOFTPLUS)
    }
  }
}

extension RecurrentSequence: SampleWise {
  /// Weights are shared, everything else comes with its sample.
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { inputs.allSatisfy { $0 == .concatenated } ? .concatenated : nil }
}
