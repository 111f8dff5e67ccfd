import FoveaNetwork
import FoveaTensor

/// What an attack raises (or, towards a wanted class, lowers).
public enum AttackLoss: Hashable, Sendable {
  /// The cross-entropy of softmax(logits) with the label. It flattens out where the network is very sure.
  case crossEntropy
  /// The lead of the best other class, max over i ≠ y of z_i − z_y, held at `confidence` once it gets there
  /// (Carlini & Wagner 2017, f₆).
  case margin(confidence: Float = .infinity)
  /// The margin over z₍₁₎ − z₍₃₎, whatever the scale of logits (Croce & Hein 2020); three classes, four when targeted.
  case dlr

  /// The name.
  public var name: String {
    switch self {
    case .crossEntropy: "cross-entropy"
    case .margin(let confidence): confidence.isFinite ? "margin ≤ \(confidence)" : "margin"
    case .dlr: "DLR"
    }
  }
}

/// A loss of each image as a node behind the logits, and the direction in which an attack drives it.
struct AttackLossNode {
  let network: Network
  let node: Node.ID
  /// 1 where the loss rises, −1 where it falls.
  let direction: Float

  static let labels = "attack.labels"
  static let targets = "attack.targets"

  /// Adds the loss to a copy of the network.
  ///
  /// - Throws: `FoveaError` where the network has too few classes for the loss.
  init(
    _ loss: AttackLoss, behind logits: Node.ID, of original: Network, isTargeted: Bool
  ) throws(FoveaError) {
    var network = original
    let labels = try network.addInput(Self.labels, shape: [1])
    let targets = isTargeted ? try network.addInput(Self.targets, shape: [1]) : labels
    switch loss {
    case .crossEntropy:
      node = try network.add(CrossEntropy(reduction: .none), to: [logits, targets])
      direction = isTargeted ? -1 : 1
    case .margin(let confidence):
      let margin = try network.add(LogitMargin(.difference), to: [logits, targets])
      direction = isTargeted ? -1 : 1
      node = try Self.clamped(margin, at: confidence, isTargeted: isTargeted, in: &network)
    case .dlr:
      node = try network.add(
        LogitMargin(isTargeted ? .targetedRatio : .ratio),
        to: isTargeted ? [logits, labels, targets] : [logits, labels])
      direction = 1
    }
    self.network = network
  }

  private static func clamped(
    _ margin: Node.ID, at confidence: Float, isTargeted: Bool, in network: inout Network
  ) throws(FoveaError) -> Node.ID {
    guard confidence.isFinite else { return margin }
    guard confidence >= 0 else {
      throw FoveaError("the confidence of a margin loss must be 0 or more, got \(confidence)")
    }
    let far = Float.greatestFiniteMagnitude
    let (low, high) = isTargeted ? (-confidence, far) : (-far, confidence)
    return try network.add(Elementwise(.clamp(low: low, high: high)), to: [margin])
  }
}
