/// A sign that a failed attack says little about the network (after AutoAttack's flags, Croce & Hein 2020).
public enum RedFlag: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The gradient was exactly zero at the start for these images: an attack by gradients cannot move them.
  case zeroGradient(images: [Int])
  /// The gradient was infinite or no number at the start for these images.
  case brokenGradient(images: [Int])
  /// The logits of these images were infinite or no numbers.
  case brokenLogits(images: [Int])
  /// The network ends in a softmax; the attack worked on the logits before it.
  case softmaxOutput(node: String)
  /// The network's answers lie in 0 … 1 and add up to 1, as probabilities do, yet are taken as logits.
  case probabilityOutput
  /// The same clean images got another prediction, or other logits, when they were computed again.
  case randomOutput(images: Int)

  /// What it means, in one line.
  public var description: String {
    switch self {
    case .zeroGradient(let images):
      "zero gradient at \(Self.list(images)): a gradient attack cannot move them"
    case .brokenGradient(let images): "the gradient is not finite at \(Self.list(images))"
    case .brokenLogits(let images): "the logits are not finite at \(Self.list(images))"
    case .softmaxOutput(let node):
      "the network ends in the softmax '\(node)'; the attack used the logits before it"
    case .probabilityOutput:
      "the outputs look like probabilities; a loss of logits has small gradients there"
    case .randomOutput(let images):
      "the network is random: \(images) image\(images == 1 ? "" : "s") answered differently when asked again"
    }
  }

  private static func list(_ images: [Int]) -> String {
    let shown = images.prefix(8).map(String.init).joined(separator: ", ")
    let rest = images.count > 8 ? " and \(images.count - 8) more" : ""
    return "image\(images.count == 1 ? "" : "s") \(shown)\(rest)"
  }
}
