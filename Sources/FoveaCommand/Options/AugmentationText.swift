import ArgumentParser
import Fovea

/// Random changes of pictures as they are written: `shift=2,flip=0.5,rotate=10`.
enum AugmentationText {
  private static let known: [(name: String, change: @Sendable (Float) -> Augmentation.Change?)] = [
    ("shift", { $0 == $0.rounded() && $0 <= 1000 ? .shift(pixels: Int($0)) : nil }),
    ("flip", { $0 <= 1 ? .flip(probability: $0) : nil }),
    ("rotate", { $0 <= 360 ? .rotate(degrees: $0) : nil }),
    ("scale", { $0 < 1 ? .scale(smallest: 1 - $0, largest: 1 + $0) : nil }),
    ("shear", { $0 < 90 ? .shear(degrees: $0) : nil }),
    ("brightness", { $0 <= 1 ? .brightness($0) : nil }),
    ("contrast", { $0 <= 1 ? .contrast($0) : nil }),
    ("noise", { $0 <= 1 ? .noise(deviation: $0) : nil }),
  ]

  /// What can be written, for help.
  static let help =
    "Random changes of training pictures, of \(known.map(\.name).joined(separator: ", ")); each "
    + "with its largest amount, such as shift=2,flip=0.5,rotate=10."

  /// Reads changes.
  static func changes(_ text: String) throws -> [Augmentation.Change] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard let entry = known.first(where: { $0.name == sides[0] }) else {
        throw ValidationError(
          FoveaError.unknown("change of pictures", sides[0], known: known.map(\.name)).message)
      }
      guard sides.count == 2, let amount = Float(sides[1]), amount >= 0,
        let change = entry.change(amount)
      else {
        throw ValidationError(
          "'\(part)' is no change; write an amount, such as \(example(entry.name))")
      }
      return change
    }
  }

  private static func example(_ name: String) -> String {
    switch name {
    case "shift": "shift=2 (whole pixels)"
    case "flip": "flip=0.5 (a probability)"
    case "rotate", "shear": "\(name)=10 (degrees)"
    default: "\(name)=0.1"
    }
  }
}
