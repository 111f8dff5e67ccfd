public import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// A network under attack: what it reads and answers, and its plans, which are compiled once and run many times.
///
/// The network has one input, images of the given bounds (normalisation is a node of the network), and its answer is
/// logits `[batch, classes]`. Where it ends in a softmax, attacks work on what the softmax reads. Plans compute input
/// gradients only; there is one for each batch size and loss, and attacks, steps and radii share it. Not to be used by
/// two threads at once.
public final class Victim {
  /// The network.
  public let network: Network
  /// The range of a pixel.
  public let bounds: ClosedRange<Float>
  /// How many images are computed at once.
  public let batchSize: Int
  /// How dropout and batch normalisation behave.
  public let mode: PlanRequest.Mode
  /// The name of the network's input.
  public let input: String
  /// The shape of one image.
  public let imageShape: Shape
  /// The number of classes.
  public let classes: Int
  /// The node whose values are the logits.
  public let logits: Node.ID
  /// The softmax at the end that is passed by, if there is one.
  public let softmax: Node.ID?

  private let parameters: ParameterStore
  private var forwardPlans: [Int: Plan] = [:]
  private var ascents: [AscentKey: Ascent] = [:]
  private var jacobians: [Int: Plan] = [:]

  private struct AscentKey: Hashable {
    let loss: AttackLoss
    let isTargeted: Bool
    let batch: Int
  }

  private struct Anatomy {
    let input: Node
    let image: Shape
    let classes: Int
    let logits: Node.ID
    let softmax: Node.ID?
  }

  /// Creates a victim.
  ///
  /// - Parameters:
  ///   - bounds: the range of a pixel.
  ///   - batchSize: how many images are computed at once.
  ///   - mode: how dropout and batch normalisation behave; attacks on a random network get a red flag.
  ///   - parameters: the weights, to follow a training run; the network's own unless given.
  /// - Throws: `FoveaError` where the network does not read one batch of images and answer one row of logits for each.
  public init(
    _ network: Network, bounds: ClosedRange<Float> = 0...1, batchSize: Int = 128,
    mode: PlanRequest.Mode = .inference, parameters: ParameterStore? = nil
  ) throws(FoveaError) {
    guard batchSize > 0 else {
      throw FoveaError("an attack needs a batch size of at least 1, got \(batchSize)")
    }
    let anatomy = try Self.anatomy(of: network)
    self.network = network
    self.bounds = bounds
    self.batchSize = batchSize
    self.mode = mode
    self.parameters = parameters ?? ParameterStore(network)
    input = anatomy.input.name
    imageShape = anatomy.image
    classes = anatomy.classes
    logits = anatomy.logits
    softmax = anatomy.softmax
  }

  private static func anatomy(of network: Network) throws(FoveaError) -> Anatomy {
    let inputs = network.inputs
    guard inputs.count == 1, let input = inputs.first, let kind = input.operation as? Input,
      kind.isBatched, kind.shape.rank > 1
    else {
      let names = inputs.map(\.name).joined(separator: ", ")
      throw FoveaError(
        "an attack needs a network with one input, a batch of images; this one has \(names)")
    }
    guard network.outputs.count == 1, var answer = network.outputs.first else {
      throw FoveaError(
        "an attack needs a network with one output, this one has \(network.outputs.count)")
    }
    let shape = try network.shapes(batch: 2)[answer.position]
    guard shape.rank == 2, shape[0] == 2, shape[1] > 1 else {
      throw FoveaError(
        "an attack needs logits [batch, classes]; '\(network.label(of: answer))' has the shape "
          + "\(shape) for a batch of 2")
    }
    var softmax: Node.ID?
    if let last = network.nodes[answer.position].operation as? SoftmaxFunction, !last.isLogarithm {
      softmax = answer
      answer = network.nodes[answer.position].inputs[0]
    }
    return Anatomy(
      input: input, image: Shape(Array(kind.shape.dimensions.dropFirst())), classes: shape[1],
      logits: answer, softmax: softmax)
  }

  // MARK: - Predictions

  /// What the network says of each image.
  ///
  /// - Parameter seed: the seed of dropout, which matters in training mode only.
  /// - Throws: `FoveaError` where the images do not fit the network.
  public func predict(_ images: Tensor, seed: UInt64 = 0) throws(FoveaError) -> [Prediction] {
    try requireFit(images)
    var predictions: [Prediction] = []
    for range in parts(of: images.shape[0]) {
      let plan = try forwardPlan(range.count)
      try plan.setInput(input, to: range.count == images.shape[0] ? images : images[range])
      try plan.run(seed: seed &+ UInt64(range.lowerBound))
      let rows = plan.value(of: logits)
      for row in 0..<range.count {
        let start = row * classes
        predictions.append(Prediction(logits: Array(rows.scalars[start..<start + classes])))
      }
    }
    return predictions
  }

  /// Ranges of at most `batchSize` positions that cover `count`; only the last one is shorter.
  func parts(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: batchSize).map { $0..<min($0 + batchSize, count) }
  }

  func requireFit(_ images: Tensor) throws(FoveaError) {
    let expected = "[images" + imageShape.dimensions.map { ", \($0)" }.joined() + "]"
    guard images.shape.rank == imageShape.rank + 1,
      Array(images.shape.dimensions.dropFirst()) == imageShape.dimensions
    else {
      throw FoveaError(
        "the network's input '\(input)' takes images \(expected), got \(images.shape)")
    }
  }

  // MARK: - Plans

  private func forwardPlan(_ batch: Int) throws(FoveaError) -> Plan {
    if let plan = forwardPlans[batch] { return plan }
    let plan = try Plan(
      network, batch: batch, request: PlanRequest(mode: mode, outputs: [logits]),
      parameters: parameters)
    forwardPlans[batch] = plan
    return plan
  }

  /// The ascent on a loss for a batch size, with the batch loaded.
  func ascent(
    on loss: AttackLoss, for batch: AttackBatch
  ) throws(FoveaError) -> Ascent {
    let key = AscentKey(loss: loss, isTargeted: batch.targets != nil, batch: batch.count)
    let known = ascents[key]
    let ascent = if let known { known } else { try makeAscent(key) }
    ascents[key] = ascent
    try ascent.load(batch)
    return ascent
  }

  private func makeAscent(_ key: AscentKey) throws(FoveaError) -> Ascent {
    let attached = try AttackLossNode(
      key.loss, behind: logits, of: network, isTargeted: key.isTargeted)
    let request = PlanRequest(
      mode: mode, outputs: [logits, attached.node], origin: .seeds([attached.node]),
      inputs: [input])
    let plan = try Plan(
      attached.network, batch: key.batch, request: request, parameters: parameters)
    return Ascent(
      plan, loss: attached, logits: logits, input: input, bounds: bounds, classes: classes)
  }

  /// A plan for the gradient of any weighted sum of logits with respect to the images.
  func jacobianPlan(_ batch: Int) throws(FoveaError) -> Plan {
    if let plan = jacobians[batch] { return plan }
    let request = PlanRequest(
      mode: mode, outputs: [logits], origin: .seeds([logits]), inputs: [input])
    let plan = try Plan(network, batch: batch, request: request, parameters: parameters)
    jacobians[batch] = plan
    return plan
  }

  /// How many plans have been compiled.
  var planCount: Int { forwardPlans.count + ascents.count + jacobians.count }
}
