public import FoveaTensor

/// How far predictions are from their targets.
public enum Loss: Hashable, Sendable, Codable {
  /// Cross-entropy of logits with class numbers.
  case crossEntropy(labelSmoothing: Float)
  /// The mean of squared differences.
  case meanSquared
  /// Cross-entropy of logits with probabilities, each output on its own.
  case binaryCrossEntropy

  /// Cross-entropy of logits with class numbers, without label smoothing.
  public static let crossEntropy = Loss.crossEntropy(labelSmoothing: 0)

  /// The word for messages and logs.
  public var name: String {
    switch self {
    case .crossEntropy(let smoothing):
      smoothing == 0 ? "cross-entropy" : "cross-entropy, \(smoothing) smoothed"
    case .meanSquared: "mean squared error"
    case .binaryCrossEntropy: "binary cross-entropy"
    }
  }

  /// The shape of the targets that belong to an output: without the last axis for classes, else the same.
  ///
  /// - Throws: `FoveaError` where an output of that shape has no classes.
  public func targetShape(for output: Shape) throws(FoveaError) -> Shape {
    guard case .crossEntropy = self else { return output }
    guard output.rank >= 2, output[-1] > 0 else {
      throw FoveaError("cross-entropy needs an output [batch, …, classes], got \(output)")
    }
    return Shape(Array(output.dimensions.dropLast()))
  }

  /// Adds the loss of an output with respect to targets.
  ///
  /// - Throws: `FoveaError` where the shapes do not fit.
  public func attach(
    to network: inout Network, output: Node.ID, targets: Node.ID,
    reduction: LossReduction = .mean, name: String? = nil
  ) throws(FoveaError) -> Node.ID {
    switch self {
    case .crossEntropy(let smoothing):
      try network.add(
        CrossEntropy(labelSmoothing: smoothing, reduction: reduction), to: [output, targets],
        name: name)
    case .meanSquared:
      try network.add(SquaredError(reduction: reduction), to: [output, targets], name: name)
    case .binaryCrossEntropy:
      try network.add(BinaryCrossEntropy(reduction: reduction), to: [output, targets], name: name)
    }
  }
}

extension Objective {
  /// A loss of the network's first output, or of a node, with respect to a new input for the targets.
  ///
  /// An input of that name that is there already is used again if its shape fits.
  ///
  /// - Parameters:
  ///   - node: the node with the predictions; the first output where none is named.
  ///   - targets: the name of the input.
  ///   - reduction: `.mean` as in training, or `.sum` so that each element's gradient is its own.
  public static func loss(
    _ loss: Loss, of node: String? = nil, targets: String = "targets",
    reduction: LossReduction = .mean
  ) -> Objective {
    precondition(reduction != .none, "an objective is one number: a loss is averaged or summed")
    return Objective(name: "\(loss.name)") { network throws(FoveaError) in
      let source: Node.ID
      if let node {
        source = try network.objectiveNode(node)
      } else {
        source = try network.firstOutput()
      }
      let shape = try loss.targetShape(for: network.nominalShape(of: source))
      let input = try network.targetInput(targets, shape: shape)
      return try loss.attach(
        to: &network, output: source, targets: input, reduction: reduction)
    }
  }
}

extension Network {
  /// The input for targets: one that is there, or a new one, whose name stands outside of any group.
  fileprivate mutating func targetInput(
    _ name: String, shape: Shape
  ) throws(FoveaError) -> Node.ID {
    if let node = inputs.first(where: { $0.name == name }) {
      guard nominalShape(of: node.id) == shape else {
        throw FoveaError(
          "the input '\(name)' has the shape \(nominalShape(of: node.id)), the loss needs \(shape)")
      }
      return node.id
    }
    let group = scope
    scope = nil
    defer { scope = group }
    return try addInput(name, shape: shape)
  }
}
