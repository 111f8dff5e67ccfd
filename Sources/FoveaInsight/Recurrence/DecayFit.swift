import Foundation
import FoveaDrawing

/// A straight line through the logarithms of gradient norms: by which factor they change with each step back in time.
public struct DecayFit: Sendable, Hashable {
  /// The factor for each step back: below 1 gradients vanish, above 1 they explode.
  public let rate: Double
  /// The norm that the line gives at distance 0.
  public let start: Double
  /// The number of distances that the line was fitted to.
  public let points: Int
  /// The share of the logarithms' variance that the line explains.
  public let determination: Double

  /// Fits norms by distance, by least squares on their logarithms.
  ///
  /// Norms that are zero, not finite, or below `floor` times the largest (where float32 has nothing left to say) are left
  /// out. `nil` where fewer than three remain.
  public init?(_ norms: [Float], floor: Double = 1e-30) {
    let top = Double(norms.filter(\.isFinite).max() ?? 0)
    let points = norms.enumerated().compactMap { distance, norm -> (x: Double, y: Double)? in
      guard norm.isFinite, norm > 0, Double(norm) > floor * top else { return nil }
      return (Double(distance), log(Double(norm)))
    }
    guard points.count >= 3 else { return nil }
    let n = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.x } / n
    let meanY = points.reduce(0) { $0 + $1.y } / n
    let xx = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    let xy = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
    let yy = points.reduce(0) { $0 + ($1.y - meanY) * ($1.y - meanY) }
    let slope = xy / xx
    rate = exp(slope)
    start = exp(meanY - slope * meanX)
    determination = yy > 0 ? slope * xy / yy : 1
    self.points = points.count
  }

  /// The decay in nepers for each step, −ln(rate): 0 for none, negative where gradients grow.
  public var decay: Double { -log(rate) }

  /// The number of steps in which gradients halve; infinite where they do not shrink.
  public var halfLife: Double { decay > 0 ? log(2) / decay : .infinity }

  /// Whether gradients grow with distance by more than half a percent a step.
  public var isExploding: Bool { rate > 1.005 }

  /// The line's norm at a distance.
  public func norm(at distance: Int) -> Double { start * pow(rate, Double(distance)) }

  /// The rate in words.
  var factor: String { "×\(rate.short(abs(rate - 1) < 0.01 ? 4 : 3)) a step" }

  /// The rate and half-life in words.
  public var summary: String {
    if isExploding { return "\(factor): exploding" }
    guard halfLife.isFinite, halfLife < 1e4 else { return factor }
    return "\(factor), half-life \(Number.short(halfLife)) steps"
  }
}
