import Foundation
public import FoveaTensor

/// Points of the plane with a class each: small problems whose every decision can be drawn.
public struct PointSet: SampleSource, Hashable {
  /// The points, `[count, 2]`, about within −1...1.
  public let points: Tensor
  /// The class of each point.
  public let labels: [Int]
  /// The number of classes.
  public let classCount: Int?

  /// Creates a set of points.
  ///
  /// - Precondition: `points` is `[labels.count, 2]`, and each label lies in 0 ..< `classCount`.
  public init(points: Tensor, labels: [Int], classCount: Int) {
    precondition(
      points.shape == [labels.count, 2], "\(labels.count) labels do not fit \(points.shape) points")
    precondition(
      labels.allSatisfy { (0..<classCount).contains($0) }, "a label is no class of \(classCount)")
    self.points = points
    self.labels = labels
    self.classCount = classCount
  }

  /// The number of points.
  public var count: Int { labels.count }
  /// A point has two coordinates.
  public var inputShape: Shape { [2] }
  /// A class is one number.
  public var targetShape: Shape { .scalar }

  /// Writes points and their classes.
  public func copy(
    _ samples: [Int], epoch: Int, inputs: inout MutableSpan<Float>,
    targets: inout MutableSpan<Float>
  ) {
    checkCopy(samples, inputs, targets)
    for (position, sample) in samples.enumerated() {
      inputs[2 * position] = points.scalars[2 * sample]
      inputs[2 * position + 1] = points.scalars[2 * sample + 1]
      targets[position] = Float(labels[sample])
    }
  }
}

extension PointSet {
  /// Two spiral arms that wind so many times about each other (after Lang & Witbrock 1988, where it is three times).
  public static func spiral(
    count: Int, turns: Float = 1.5, noise: Float = 0.02, seed: UInt64
  ) -> PointSet {
    sampled(count, noise, seed, classes: 2) { label, source in
      let way = 0.05 + 0.95 * source.uniform().squareRoot()  // even along the arm
      let angle = 2 * turns * Float.pi * way + Float(label) * .pi
      return (way * cos(angle), way * sin(angle))
    }
  }

  /// Rings about each other, the class from the inside out.
  public static func rings(
    count: Int, rings: Int = 2, noise: Float = 0.05, seed: UInt64
  ) -> PointSet {
    sampled(count, noise, seed, classes: rings) { label, source in
      let radius = Float(label + 1) / Float(rings)
      let angle = 2 * Float.pi * source.uniform()
      return (radius * cos(angle), radius * sin(angle))
    }
  }

  /// Two half circles that reach into each other.
  public static func moons(count: Int, noise: Float = 0.05, seed: UInt64) -> PointSet {
    sampled(count, noise, seed, classes: 2) { label, source in
      let angle = Float.pi * source.uniform()
      let side: Float = label == 0 ? 1 : -1
      return (side * (0.6 * cos(angle) - 0.3), side * (0.6 * sin(angle) - 0.15))
    }
  }

  /// Four squares about the centre, those that lie across from each other in one class: exclusive or.
  public static func xor(count: Int, noise: Float = 0, seed: UInt64) -> PointSet {
    sampled(count, noise, seed, classes: 2) { label, source in
      let x = source.uniform(in: 0.05...1) * (source.uniform() < 0.5 ? 1 : -1)
      let y = source.uniform(in: 0.05...1)
      return (x, (x > 0) == (label == 0) ? y : -y)
    }
  }

  /// Points of the classes in turn, each moved by normal noise.
  private static func sampled(
    _ count: Int, _ noise: Float, _ seed: UInt64, classes: Int,
    _ point: (_ label: Int, _ source: inout RandomSource) -> (x: Float, y: Float)
  ) -> PointSet {
    precondition(count >= 0 && classes > 0, "no \(count) points in \(classes) classes")
    var source = RandomSource(seed: seed, purpose: "points")
    var scalars: [Float] = []
    let labels = (0..<count).map { $0 % classes }
    for label in labels {
      let (x, y) = point(label, &source)
      scalars += [x + noise * source.normal(), y + noise * source.normal()]
    }
    return PointSet(
      points: Tensor(shape: [count, 2], scalars: scalars), labels: labels, classCount: classes)
  }
}
