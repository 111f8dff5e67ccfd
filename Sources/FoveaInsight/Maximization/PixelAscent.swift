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
  /// What is climbed: the objective on the transformed image, less penalties.
  private let climbed: Node.ID
  private let gradientPoint: HookPoint

  init(_ settings: Maximization, _ network: Network) throws(FoveaError) {
    let input = try network.imageInput()
    let (graph, objective) = try Self.graph(settings, network, input)
    let store = ParameterStore(graph)
    let plan = try Plan(
      graph, batch: 1,
      request: PlanRequest(origin: .scalar(objective), inputs: [input.name]), parameters: store)
    guard
      let point = graph.inputs.first(where: { $0.name == input.name }).map({
        graph.ownPoint(of: $0.id)
      })
    else { throw FoveaError.unknown("input", input.name, known: graph.inputs.map(\.name)) }
    let (bare, node) = try network.attaching(settings.objective)
    let score = try Plan(bare, batch: 1, request: PlanRequest(outputs: [node]))
    self.settings = settings
    self.input = input
    self.plan = plan
    self.score = score
    scoreNode = node
    climbed = objective
    gradientPoint = point
  }

  /// objective(transformed image) − l2 · ‖x − ground‖² − tv · TV(x).
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
    if settings.l2 > 0 {
      objective = objective - settings.l2 * .l2(of: input.name, around: settings.ground)
    }
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
      shape, mean: settings.ground, deviation: settings.startDeviation, from: &source
    ).map { min(max($0, 0), 1) }
    var adam = PixelAdam(count: image.scalars.count, rate: settings.learningRate)
    var bands = BandClimb(deviations: settings.bands, rate: settings.learningRate)
    var history = [Maximization.Measurement(step: 0, value: try value(of: image))]
    var snapshots: [(step: Int, image: Tensor)] = []
    for step in 1...settings.steps {
      try plan.setInput(input.name, to: image)
      if !settings.transform.isIdentity {
        let map = settings.transform.map(from: &source)
        try plan.setInput(Self.transformName, to: Tensor(shape: [1, 6], scalars: map))
      }
      try plan.run()
      if settings.bands.isEmpty {
        unsafe plan.withGradient(of: gradientPoint) { unsafe adam.climb(&image.scalars, along: $0) }
      } else {
        bands.climb(&image.scalars, along: plan.gradient(of: gradientPoint))
      }
      if settings.decay > 0 {
        let (kept, ground) = (1 - settings.decay, settings.ground)
        image = image.map { ground + kept * ($0 - ground) }
      }
      if settings.blur > 0, step % settings.blurEvery == 0, step < settings.steps {
        image = GaussianBlur(deviation: settings.blur).apply(to: image)
      }
      guard plan.value(of: climbed).scalar.isFinite else {
        throw FoveaError(
          "maximisation of \(settings.objective.name) left the finite at step \(step)")
      }
      let isSnapshot = settings.snapshots.contains(step)
      if isSnapshot { snapshots.append((step, image.element(0))) }
      if isSnapshot || step % Maximization.measureEvery == 0 || step == settings.steps {
        history.append(Maximization.Measurement(step: step, value: try value(of: image)))
      }
      progress(step)
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
