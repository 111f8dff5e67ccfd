public import FoveaData
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor
import Foundation

/// Trains a network to name the next character of a text, its states carried from batch to batch.
///
/// Truncated backpropagation through time: gradients reach back to a batch's beginning, states to the text's. The text is
/// read over and over; each time the states begin at zero.
public final class StreamTrainer {
  /// The text that is learnt.
  public let streams: TextStreams
  /// Steps done.
  public private(set) var step = 0
  /// The mean cross-entropy of each step's characters, in bits.
  public private(set) var bits: [Double] = []
  /// The norm of each step's gradients before clipping.
  public private(set) var gradientNorms: [Double] = []

  private let start: Network
  private let optimizer: any Optimizer
  private let clipping: GradientClipping?
  private let store: ParameterStore
  private let memory: OptimizerMemory
  private let pass: CarriedPlan
  private let loss: Node.ID

  /// Creates a trainer of a network as `CharacterModel` describes it.
  ///
  /// - Throws: `FoveaError` where the network has no input `text`, no trainable weights, or does not fit the text.
  public init(
    _ network: Network, streams: TextStreams, optimizer: any Optimizer = Adam(learningRate: 2e-3),
    clipping: GradientClipping? = .norm(1)
  ) throws(FoveaError) {
    guard network.parameterCount > 0 else {
      throw FoveaError("there is nothing to train: the network has no trainable weights")
    }
    let (graph, loss) = try Self.withLoss(network, streams)
    self.streams = streams
    self.optimizer = optimizer
    self.clipping = clipping
    self.loss = loss
    start = network
    store = ParameterStore(graph)
    memory = OptimizerMemory(optimizer, count: store.trainableCount)
    pass = try CarriedPlan(
      graph, shapes: try Self.shapes(graph, streams),
      request: PlanRequest(
        mode: .training, outputs: [loss], origin: .scalar(loss), parameters: .trainable),
      parameters: store)
  }

  /// The network with the present weights.
  public var network: Network {
    var network = start
    store.write(to: &network)
    return network
  }

  /// Reads one batch and changes the weights.
  ///
  /// - Parameter factor: what the optimizer's learning rate is multiplied by, as a schedule of steps or of time wants it.
  /// - Throws: `FoveaError` where the loss or a gradient is not finite; weights are then as before the step.
  public func run(slowedBy factor: Double = 1) throws(FoveaError) {
    let number = step % streams.batches
    if number == 0 { try pass.reset() }
    let (inputs, targets) = streams.batch(number)
    try pass.plan.setInput("text", to: inputs)
    try pass.plan.setInput("next", to: targets)
    try pass.run()
    let value = unsafe pass.plan.withValue(of: loss) { unsafe Double($0[0]) }
    let norm = unsafe pass.plan.withTrainableGradients { unsafe GradientClipping.norm(of: $0) }
    guard value.isFinite, norm.isFinite else {
      throw FoveaError(
        "the loss became \(value) and the gradient's norm \(norm) in step \(step + 1); try a "
          + "smaller learning rate or clip gradients")
    }
    let rate = optimizer.learningRate * factor
    unsafe pass.plan.withTrainableGradients { gradients in
      unsafe clipping?.apply(to: gradients, norm: norm)
      unsafe store.withTrainableValues { weights in
        optimizer.apply(
          unsafe OptimizerStep(
            weights: weights, gradients: gradients, states: memory.blocks, rate: rate,
            number: step + 1))
      }
    }
    step += 1
    bits.append(value / log(2))
    gradientNorms.append(norm)
  }

  /// The mean cross-entropy of a text's characters in bits, with the present weights and states that begin at zero.
  ///
  /// - Throws: `FoveaError` where the text does not fit the network.
  public func bits(of text: TextStreams) throws(FoveaError) -> Double {
    try Self.bits(of: text, by: network)
  }

  /// The mean cross-entropy of a text's characters in bits, with states that begin at zero.
  ///
  /// - Throws: `FoveaError` where the text does not fit the network.
  public static func bits(
    of text: TextStreams, by network: Network
  ) throws(FoveaError) -> Double {
    let (graph, loss) = try withLoss(network, text)
    let pass = try CarriedPlan(
      graph, shapes: try shapes(graph, text), request: PlanRequest(outputs: [loss]))
    try pass.reset()
    var sum = 0.0
    for number in 0..<text.batches {
      let (inputs, targets) = text.batch(number)
      try pass.plan.setInput("text", to: inputs)
      try pass.plan.setInput("next", to: targets)
      try pass.run()
      sum += unsafe pass.plan.withValue(of: loss) { unsafe Double($0[0]) }
    }
    return sum / Double(text.batches) / log(2)
  }

  private static func withLoss(
    _ network: Network, _ streams: TextStreams
  ) throws(FoveaError) -> (graph: Network, loss: Node.ID) {
    guard let output = network.outputs.first, network.inputs.contains(where: { $0.name == "text" })
    else {
      throw FoveaError("a network for text has an input 'text' and an output of scores")
    }
    guard let classes = network.nominalShape(of: output).dimensions.last,
      classes >= streams.corpus.vocabulary.count
    else {
      throw FoveaError(
        "the network's output '\(network.label(of: output))' does not tell the text's "
          + "\(streams.corpus.vocabulary.count) characters apart")
    }
    var graph = network
    let next = try graph.addInput("next", shape: [1, 1])
    let loss = try graph.add(CrossEntropy(), to: [output, next], name: "next.loss")
    return (graph, loss)
  }

  private static func shapes(
    _ graph: Network, _ streams: TextStreams
  ) throws(FoveaError) -> [String: Shape] {
    var shapes = graph.inputShapes(batch: streams.rows)
    shapes["text"] = [streams.rows, streams.length]
    shapes["next"] = [streams.rows, streams.length]
    return shapes
  }
}
