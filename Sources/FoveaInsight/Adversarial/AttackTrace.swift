import FoveaTensor

/// How an attack went, step by step: means over its images.
public struct AttackTrace: Hashable, Sendable {
  /// The state before a step; the last point is the state after all.
  public struct Point: Hashable, Sendable {
    /// The number of steps done.
    public let step: Int
    /// What the attack raises: the loss, or minus the loss where a wanted class is approached.
    public let objective: Float
    /// By how much the network prefers what the attack wants, in logits: above 0 where it has succeeded.
    public let margin: Float
    /// The share of images whose prediction is what the attack wants.
    public let success: Float
    /// ‖x′ − x‖ in the attack's norm.
    public let distance: Float
    /// The share of values that moved up to the face of the L∞ ball of that radius, or to a bound.
    public let atFace: Float
    /// ‖∂loss/∂x‖₂ of an image.
    public let gradientNorm: Float
  }

  /// One point before each step and one after the last.
  public internal(set) var points: [Point] = []
  /// The number of images of which the points are means.
  public let images: Int

  /// The trace of several batches together; a batch that stopped early stays where it stopped.
  static func merging(_ traces: [AttackTrace]) -> AttackTrace? {
    let traces = traces.filter { !$0.points.isEmpty }
    guard let length = traces.map(\.points.count).max() else { return nil }
    let images = traces.reduce(0) { $0 + $1.images }
    var merged = AttackTrace(images: images)
    for step in 0..<length {
      func mean(_ quantity: KeyPath<Point, Float>) -> Float {
        let sum = traces.reduce(0.0) { sum, trace in
          let point = trace.points[min(step, trace.points.count - 1)]
          return sum + Double(point[keyPath: quantity]) * Double(trace.images)
        }
        return Float(sum / Double(images))
      }
      merged.points.append(
        Point(
          step: step, objective: mean(\.objective), margin: mean(\.margin),
          success: mean(\.success),
          distance: mean(\.distance), atFace: mean(\.atFace), gradientNorm: mean(\.gradientNorm)))
    }
    return merged
  }

  init(images: Int) { self.images = images }

  /// Adds the present state of an ascent.
  mutating func append(_ ascent: Ascent, norm: AttackNorm, radii: [Float], elements: Int)
    throws(FoveaError)
  {
    let changes = try ascent.measurements(radii: radii)
    let count = Double(max(1, images))
    func mean(_ values: [Double]) -> Float { Float(values.reduce(0, +) / count) }
    points.append(
      Point(
        step: points.count, objective: mean(ascent.objectives.map(Double.init)),
        margin: mean(ascent.margins.map(Double.init)),
        success: mean(ascent.successes.map { $0 ? 1 : 0 }),
        distance: mean(changes.map { $0.distance(in: norm) }),
        atFace: mean(changes.map { Double($0.atFace) / Double(max(1, elements)) }),
        gradientNorm: mean(ascent.gradientNorms())))
  }
}
