import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// The loop of a maximisation: one plan, compiled once, run for every step and seed.
final class PixelAscent {
  private let settings: Maximization
  private let input: ImageInput
  private let plan: Plan
  private let score: Plan
  private let scoreNode: Node.ID

  init(_ settings: Maximization, _ network: Network) throws(FoveaError) {
    let input = try network.imageInput()
    let (graph, objective) = try Self.graph(settings, network, input)
    let store = ParameterStore(graph)
    let plan = try Plan(
      graph, batch: 1,
      request: PlanRequest(origin: .scalar(objective), inputs: [input.name]), parameters: store)
    let (bare, node) = try network.attaching(settings.objective)
    let score = try Plan(bare, batch: 1, request: PlanRequest(outputs: [node]))
    self.settings = settings
    self.input = input
    self.plan = plan
    self.score = score
    scoreNode = node
  }

  /// objective(transformed image) − l2 · ‖x − ½‖² − tv · TV(x).
  private static func graph(
    _ settings: Maximization, _ network: Network, _ input: ImageInput
  ) throws(FoveaError) -> (Network, Node.ID) {
    var graph = network
    if !settings.transform.isIdentity {
      graph = try network.inserting(after: input.name) { (graph, image) throws(FoveaError) in
        let map = try graph.addInput(transformName, shape: [1, 6], isBatched: false)
        return try graph.add(AffineSampling(), to: [image, map], name: "transformed")
      }
    }
    var objective = settings.objective
    if settings.l2 > 0 { objective = objective - settings.l2 * .l2(of: input.name, around: 0.5) }
    if settings.totalVariation > 0 {
      objective = objective - settings.totalVariation * .totalVariation(of: input.name)
    }
    let (network, node) = try graph.attaching(objective)
    return (network, node)
  }

  private static let transformName = "transform"

  func run(
    seed: UInt64, progress: (_ step: Int) -> Void
  ) throws(FoveaError) -> Maximization.Result {
    var source = RandomSource(seed: seed, purpose: "maximization")
    let shape = Shape([1] + input.shape.dimensions)
    var image = Tensor.normal(
      shape, mean: 0.5, deviation: settings.startDeviation, from: &source
    ).map { min(max($0, 0), 1) }
    var adam = PixelAdam(count: image.scalars.count, rate: settings.learningRate)
    var history = [try value(of: image)]
    var snapshots: [(step: Int, image: Tensor)] = []
    for step in 1...settings.steps {
      try plan.setInput(input.name, to: image)
      if !settings.transform.isIdentity {
        let map = settings.transform.map(from: &source)
        try plan.setInput(Self.transformName, to: Tensor(shape: [1, 6], scalars: map))
      }
      try plan.run()
      let gradient = try plan.gradient(ofInput: input.name)
      adam.climb(&image.scalars, along: gradient.scalars)
      if settings.blur > 0, step % settings.blurEvery == 0, step < settings.steps {
        image = GaussianBlur(deviation: settings.blur).apply(to: image)
      }
      let now = try value(of: image)
      guard now.isFinite else {
        throw FoveaError(
          "maximisation of \(settings.objective.name) left the finite at step \(step)")
      }
      history.append(now)
      progress(step)
      if settings.snapshots.contains(step) { snapshots.append((step, image.element(0))) }
    }
    return Maximization.Result(
      image: image.element(0), history: history, snapshots: snapshots, seed: seed)
  }

  private func value(of image: Tensor) throws(FoveaError) -> Float {
    try score.setInput(input.name, to: image)
    try score.run()
    return score.value(of: scoreNode).scalar
  }
}

/// Adam (Kingma & Ba 2015) that climbs, on pixels held in [0, 1].
struct PixelAdam {
  private var first: [Float]
  private var second: [Float]
  private var step = 0
  private let rate: Float

  init(count: Int, rate: Float) {
    first = [Float](repeating: 0, count: count)
    second = first
    self.rate = rate
  }

  mutating func climb(_ pixels: inout [Float], along gradient: [Float]) {
    step += 1
    let (beta1, beta2): (Float, Float) = (0.9, 0.999)
    let correction1 = 1 - Self.power(beta1, step)
    let correction2 = 1 - Self.power(beta2, step)
    for index in pixels.indices {
      let g = gradient[index]
      first[index] = beta1 * first[index] + (1 - beta1) * g
      second[index] = beta2 * second[index] + (1 - beta2) * g * g
      let direction =
        (first[index] / correction1) / ((second[index] / correction2).squareRoot() + 1e-8)
      pixels[index] = min(max(pixels[index] + rate * direction, 0), 1)
    }
  }

  private static func power(_ base: Float, _ exponent: Int) -> Float {
    var result: Float = 1
    for _ in 0..<exponent { result *= base }
    return result
  }
}
