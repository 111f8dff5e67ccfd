import FoveaDrawing

/// The evidence of an attack: every number in it was measured on the images that are returned.
public struct Certificate: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The attack's name.
  public let attack: String
  /// The attack's settings beside norm and radius.
  public let details: [String]
  /// The norm of distances.
  public let norm: AttackNorm
  /// The allowed radius; `nil` where the attack has none.
  public let epsilon: Float?
  /// By how much a norm may exceed the radius, since pixels are rounded to a `Float`.
  public let slack: Double
  /// The largest ‖x′ − x‖.
  public let largestDistance: Double
  /// The mean of ‖x′ − x‖.
  public let meanDistance: Double
  /// The smallest value of the changed images.
  public let lowest: Float
  /// The largest value of the changed images.
  public let highest: Float
  /// The range that a value may have.
  public let bounds: ClosedRange<Float>
  /// Whether a mask held values in place.
  public let isMasked: Bool
  /// The number of images.
  public let count: Int
  /// How many the network took for their label before.
  public let rightBefore: Int
  /// How many it takes for their label after.
  public let rightAfter: Int
  /// How many were lost before the attack began.
  public let lostBefore: Int
  /// How many the attack turned.
  public let fooled: Int
  /// What happened when the images were saved; `nil` where they are no pictures.
  public let eightBit: EightBitReport?
  /// Signs that a failure of the attack would say little.
  public let redFlags: [RedFlag]

  /// The share of images that the network takes for their label before.
  public var cleanAccuracy: Float { Float(rightBefore) / Float(max(1, count)) }
  /// The share of images that the network takes for their label after.
  public var adversarialAccuracy: Float { Float(rightAfter) / Float(max(1, count)) }
  /// The share of fooled images among those that were not lost from the start.
  public var successRate: Float { Float(fooled) / Float(max(1, count - lostBefore)) }

  /// The numbers, one matter a line.
  public var description: String {
    let first = ([headline] + details).joined(separator: ", ")
    var lines = [first, distanceLine, boundsLine, predictionLine]
    lines.append(eightBit?.description ?? "8-bit PNG    not tried: these are no 8-bit pictures")
    lines += redFlags.map { "red flag     \($0)" }
    return lines.joined(separator: "\n")
  }

  /// The attack, its norm, its radius and the number of images.
  var headline: String {
    let radius = epsilon.map { ", ε = \(Self.radius($0))" } ?? ""
    return "\(attack), \(norm.symbol)\(radius), \(count) image\(count == 1 ? "" : "s")"
  }

  private var distanceLine: String {
    let largest = Self.short(largestDistance)
    let mean = "mean \(Self.short(meanDistance))"
    guard epsilon != nil else { return "distance     largest \(largest), \(mean)" }
    return "distance     largest \(largest) ≤ ε (rounding at most \(Self.short(slack))), \(mean)"
  }

  private var boundsLine: String {
    "pixels       \(Self.short(Double(lowest))) … \(Self.short(Double(highest))), all finite, inside "
      + "\(Self.short(Double(bounds.lowerBound))) … \(Self.short(Double(bounds.upperBound)))"
      + (isMasked ? ", unchanged outside of the mask" : "")
  }

  private var predictionLine: String {
    "predictions  \(rightBefore) right before, \(rightAfter) after; \(fooled) of "
      + "\(count - lostBefore) fooled"
  }

  private static func short(_ value: Double) -> String { value.short(4) }

  /// A radius, as a multiple of 1/255 where it is one.
  static func radius(_ epsilon: Float) -> String {
    let steps = (Double(epsilon) * 255).rounded()
    let isMultiple = steps >= 1 && steps <= 255 && abs(Double(epsilon) * 255 - steps) < 1e-4
    return isMultiple ? "\(Int(steps))/255" : short(Double(epsilon))
  }
}
