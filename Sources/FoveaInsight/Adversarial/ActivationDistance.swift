public import FoveaDrawing
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// How far adversarial images move each layer's activations, beside random noise of the same size.
///
/// At a layer with activations a, the distance of an image is ‖a(x′) − a(x)‖₂ / ‖a(x)‖₂. An attack and noise that are alike
/// in pixels part ways with depth.
public struct ActivationDistance: ComposedFigure {
  /// One layer.
  public struct Layer: Hashable, Sendable {
    /// The hook point's name.
    public let name: String
    /// The mean distance of adversarial images.
    public let adversarial: Double
    /// Its standard deviation over images.
    public let adversarialDeviation: Double
    /// The mean distance of noisy images.
    public let noise: Double
    /// Its standard deviation over images.
    public let noiseDeviation: Double
  }

  /// The layers in the order of computation.
  public let layers: [Layer]
  /// The accuracy with the noise.
  public let noiseAccuracy: Float

  private let chart: BarChart

  /// What is drawn.
  public var figure: any Figure { chart }

  /// Compares the activations of an attack's images, and of noise of the same norm and size for each image.
  ///
  /// - Parameters:
  ///   - layers: which hook points; without a choice, the input, every layer with weights and the output.
  ///   - seed: the seed of the noise.
  /// - Throws: `FoveaError` where nothing is chosen, or the images do not fit the network.
  public init(
    of network: Network, _ examples: AdversarialExamples, layers selector: HookSelector? = nil,
    seed: UInt64 = 0
  ) throws(FoveaError) {
    let victim = try Victim(network, batchSize: 32)
    try victim.requireFit(examples.originals)
    let noise = Self.noise(like: examples, seed: seed, bounds: examples.certificate.bounds)
    var comparison = try ActivationComparison(victim, selector: selector)
    for range in victim.parts(of: examples.samples.count) {
      try comparison.add(
        clean: examples.originals[range],
        others: [examples.adversarial[range], noise[range]])
    }
    layers = comparison.names.enumerated().map { index, name in
      let (attack, control) = (comparison.moments(index, 0), comparison.moments(index, 1))
      return Layer(
        name: name, adversarial: attack.mean, adversarialDeviation: attack.deviation,
        noise: control.mean, noiseDeviation: control.deviation)
    }
    let predictions = try victim.predict(noise)
    let right = zip(predictions, examples.samples).count { $0.label == $1.label }
    noiseAccuracy = Float(right) / Float(max(1, examples.samples.count))
    chart = Self.chart(layers, examples, noiseAccuracy: noiseAccuracy)
  }

  private static func noise(
    like examples: AdversarialExamples, seed: UInt64, bounds: ClosedRange<Float>
  ) -> Tensor {
    let labels = examples.samples.map(\.label)
    return AttackBatch(originals: examples.originals, labels: labels).displaced(
      .onSurface, examples.norm, radii: examples.samples.map(\.distance), bounds: bounds,
      seed: seed, purpose: "noise")
  }

  private static func chart(
    _ layers: [Layer], _ examples: AdversarialExamples, noiseAccuracy: Float
  ) -> BarChart {
    BarChart(
      title: "How far activations move", categories: layers.map(\.name),
      groups: [
        BarChart.Group(
          name: examples.attack, values: layers.map(\.adversarial),
          errors: layers.map(\.adversarialDeviation)),
        BarChart.Group(
          name: "noise of the same size", values: layers.map(\.noise),
          errors: layers.map(\.noiseDeviation)),
      ],
      valueLabel: "‖a(x′) − a(x)‖ / ‖a(x)‖", isHorizontal: true,
      caption: "\(examples.certificate.headline). Means ± one standard deviation over images. "
        + "Accuracy: clean \(Double(examples.cleanAccuracy).short), "
        + "noise \(Double(noiseAccuracy).short), "
        + "adversarial \(Double(examples.adversarialAccuracy).short).")
  }
}

/// Relative distances of activations, gathered over batches.
private struct ActivationComparison {
  private let victim: Victim
  private let points: [HookPoint]
  let names: [String]
  /// By layer and kind of image.
  private var distances: [[[Double]]]
  private var plans: [Int: Plan] = [:]

  init(_ victim: Victim, selector: HookSelector?) throws(FoveaError) {
    self.victim = victim
    let network = victim.network
    let shapes = try network.shapes(batch: 2)
    let all = network.hookPoints(shapes: shapes)
      .filter { $0.shape.rank > 1 && $0.shape[0] == 2 }
    if let selector {
      points = try selector.select(from: all)
    } else {
      points = all.map(\.point).filter { point in
        let node = network.nodes[point.node.position]
        return point.record == nil
          && (node.operation is Input || !node.parameters.isEmpty || node.id == victim.logits)
      }
    }
    names = points.map { network.name(of: $0) }
    distances = points.map { _ in [[], []] }
  }

  mutating func add(clean: Tensor, others: [Tensor]) throws(FoveaError) {
    let known = plans[clean.shape[0]]
    let plan: Plan
    if let known {
      plan = known
    } else {
      plan = try Plan(
        victim.network, batch: clean.shape[0],
        request: PlanRequest(outputs: [], values: Set(points)))
    }
    plans[clean.shape[0]] = plan
    try plan.setInput(victim.input, to: clean)
    try plan.run()
    let reference = points.map { plan.value(of: $0) }
    for (kind, images) in others.enumerated() {
      try plan.setInput(victim.input, to: images)
      try plan.run()
      for (index, point) in points.enumerated() {
        distances[index][kind] += Self.distances(plan.value(of: point), reference[index])
      }
    }
  }

  /// For each image; what has no clean activation to compare with is left out.
  private static func distances(_ changed: Tensor, _ clean: Tensor) -> [Double] {
    let row = clean.shape.count / clean.shape[0]
    return (0..<clean.shape[0]).compactMap { image in
      var (difference, size) = (0.0, 0.0)
      for index in image * row..<(image + 1) * row {
        let (a, b) = (Double(changed.scalars[index]), Double(clean.scalars[index]))
        difference += (a - b) * (a - b)
        size += b * b
      }
      return size > 0 ? (difference / size).squareRoot() : nil
    }
  }

  func moments(_ layer: Int, _ kind: Int) -> (mean: Double, deviation: Double) {
    let values = distances[layer][kind]
    let count = Double(max(1, values.count))
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return (mean, variance.squareRoot())
  }
}
