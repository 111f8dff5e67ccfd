public import FoveaData
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// A network that scores tags at each step, with a linear-chain conditional random field on top.
///
/// Both learn together: the field's loss −ln p(tags) has the derivative (marginals − tags) by the emissions, from which the
/// engine's backward pass starts.
public struct CRFTagger: Sendable {
  /// The network, whose output is emissions `[N, T, tags]`.
  public private(set) var network: Network
  /// The field.
  public private(set) var field: LinearChainCRF
  /// The mean loss of each step's sequences in nats.
  public private(set) var losses: [Double] = []

  /// Creates a tagger of an untrained field.
  ///
  /// - Throws: `FoveaError` where the network has not one input and emissions as its output.
  public init(_ network: Network) throws(FoveaError) {
    guard network.inputs.count == 1, let output = network.outputs.first,
      network.nominalShape(of: output).rank == 3
    else { throw FoveaError("a tagger's network has one input and emissions [N, T, tags]") }
    self.network = network
    field = LinearChainCRF(tags: network.nominalShape(of: output)[2])
  }

  /// Trains network and field for one epoch of samples, whose targets are −1 behind each sequence's end.
  ///
  /// - Throws: `FoveaError` where the samples do not fit, or the loss is not finite.
  /// - Precondition: a batch has a sample.
  public mutating func fit(
    _ samples: some SampleSource, batchSize: Int = 32,
    optimizer: any Optimizer = Adam(learningRate: 3e-3), clipping: GradientClipping? = .norm(1)
  ) throws(FoveaError) {
    precondition(batchSize > 0, "a batch has a sample, got \(batchSize)")
    let store = ParameterStore(network)
    let passes = try Passes(network, samples, batchSize, store)
    let memory = OptimizerMemory(optimizer, count: store.trainableCount)
    var own = FieldSteps(field, optimizer)
    for number in 0..<samples.count / batchSize {
      let batch = samples.batch(Array(number * batchSize..<(number + 1) * batchSize))
      let emissions = try passes.forward(batch.inputs)
      let (loss, seed) = own.accumulate(field, emissions, batch.targets)
      guard loss.isFinite else {
        throw FoveaError("the loss became \(loss) in step \(number + 1); try a smaller rate")
      }
      try passes.backward(batch.inputs, seed: seed)
      unsafe passes.training.withTrainableGradients { gradients in
        let norm = unsafe GradientClipping.norm(of: gradients)
        unsafe clipping?.apply(to: gradients, norm: norm)
        unsafe store.withTrainableValues { weights in
          optimizer.apply(
            unsafe OptimizerStep(
              weights: weights, gradients: gradients, states: memory.blocks,
              rate: optimizer.learningRate, number: number + 1))
        }
      }
      own.apply(to: &field, number: number + 1)
      losses.append(loss)
    }
    store.write(to: &network)
  }

  /// The emissions of inputs, by sample and step.
  ///
  /// - Throws: `FoveaError` where the inputs do not fit.
  public func emissions(of inputs: Tensor) throws(FoveaError) -> [[[Double]]] {
    let plan = try Plan(network, shapes: [network.inputs[0].name: inputs.shape])
    try plan.setInput(network.inputs[0].name, to: inputs)
    try plan.run()
    return rows(of: plan.value(of: network.outputs[0]))
  }
}

/// A tensor `[N, T, K]` as nested arrays.
private func rows(of tensor: Tensor) -> [[[Double]]] {
  let (steps, tags) = (tensor.shape[1], tensor.shape[2])
  let scalars = tensor.scalars
  return (0..<tensor.shape[0]).map { sample in
    (0..<steps).map { step in
      let start = (sample * steps + step) * tags
      return scalars[start..<start + tags].map(Double.init)
    }
  }
}

/// A forward pass that gives emissions, and a pass with gradients that begin where the field says.
private struct Passes {
  let training: Plan
  private let reading: Plan
  private let input: String
  private let output: Node.ID

  init(
    _ network: Network, _ samples: some SampleSource, _ batch: Int, _ store: ParameterStore
  ) throws(FoveaError) {
    input = network.inputs[0].name
    output = network.outputs[0]
    let shapes = [input: Shape([batch] + samples.inputShape.dimensions)]
    reading = try Plan(network, shapes: shapes, parameters: store)
    training = try Plan(
      network, shapes: shapes,
      request: PlanRequest(
        mode: .training, origin: .seeds([output]), parameters: .trainable), parameters: store)
  }

  func forward(_ inputs: Tensor) throws(FoveaError) -> Tensor {
    try reading.setInput(input, to: inputs)
    try reading.run()
    return reading.value(of: output)
  }

  func backward(_ inputs: Tensor, seed: Tensor) throws(FoveaError) {
    training.setSeed(of: output, to: seed)
    try training.setInput(input, to: inputs)
    try training.run()
  }
}

/// The field's own share of a step: its gradients and what the optimizer remembers of them.
private struct FieldSteps {
  private let optimizer: any Optimizer
  private let memory: OptimizerMemory
  private var gradients: [Float]

  init(_ field: LinearChainCRF, _ optimizer: any Optimizer) {
    let count = field.tags * (field.tags + 2)
    self.optimizer = optimizer
    memory = OptimizerMemory(optimizer, count: count)
    gradients = [Float](repeating: 0, count: count)
  }

  /// The mean loss of a batch and its gradient by the emissions; that by the field is kept.
  mutating func accumulate(
    _ field: LinearChainCRF, _ emissions: Tensor, _ targets: Tensor
  ) -> (loss: Double, seed: Tensor) {
    let (batch, steps, tags) = (emissions.shape[0], emissions.shape[1], emissions.shape[2])
    let all = rows(of: emissions)
    var seed = [Float](repeating: 0, count: emissions.shape.count)
    var sums = [Double](repeating: 0, count: gradients.count)
    var loss = 0.0
    for sample in 0..<batch {
      let path = targets.scalars[sample * steps..<(sample + 1) * steps]
        .prefix { $0 >= 0 }.map { Int($0) }
      guard !path.isEmpty else { continue }
      let own = field.gradient(of: path, Array(all[sample].prefix(path.count)))
      loss += own.loss
      for (step, row) in own.emissions.enumerated() {
        for tag in 0..<tags {
          seed[(sample * steps + step) * tags + tag] = Float(row[tag] / Double(batch))
        }
      }
      for (index, value) in (own.transitions + own.start + own.end).enumerated() {
        sums[index] += value
      }
    }
    gradients = sums.map { Float($0 / Double(batch)) }
    return (loss / Double(batch), Tensor(shape: emissions.shape, scalars: seed))
  }

  /// Changes the field by one step.
  mutating func apply(to field: inout LinearChainCRF, number: Int) {
    var values = (field.transitions + field.start + field.end).map { Float($0) }
    let (optimizer, blocks) = unsafe (optimizer, memory.blocks)
    unsafe values.withUnsafeMutableBufferPointer { weights in
      unsafe gradients.withUnsafeMutableBufferPointer { gradients in
        optimizer.apply(
          unsafe OptimizerStep(
            weights: weights, gradients: gradients, states: blocks,
            rate: optimizer.learningRate, number: number))
      }
    }
    let (pairs, tags) = (field.tags * field.tags, field.tags)
    field.transitions = values[..<pairs].map(Double.init)
    field.start = values[pairs..<pairs + tags].map(Double.init)
    field.end = values[(pairs + tags)...].map(Double.init)
  }
}
