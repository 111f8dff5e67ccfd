import Fovea

/// A linear function of two inputs of different scales, learnt by two weights.
struct Valley {
  let network: Network
  let samples: TensorSamples
  /// The weights of least loss.
  let goal: (Double, Double)
  /// The least loss.
  let least: Double
  /// The eigenvalues of the loss's second derivatives.
  let curvatures: (small: Double, large: Double)
  /// The unit vector of the larger curvature: straight across the valley.
  private let crossing: (Double, Double)
  let reach: (x: ClosedRange<Double>, y: ClosedRange<Double>) = (-2.3...4, -0.3...0.5)

  init(seed: UInt64) throws {
    var source = RandomSource(seed: seed, purpose: "a valley")
    var (inputs, targets): ([Float], [Float]) = ([], [])
    for _ in 0..<200 {
      let (a, b) = (source.normal(), source.normal())
      inputs += [0.1 * a, a * 0.25 + b]
      targets.append(0.1 * a * 0.9 + (a * 0.25 + b) * 0.1 + 0.05 * source.normal())
    }
    samples = try TensorSamples(
      inputs: Tensor(shape: [200, 2], scalars: inputs),
      targets: Tensor(shape: [200, 1], scalars: targets))
    network = try Network(input: .vector(2)) {
      Dense("weights", 1, bias: false, initializer: .values([-2, 0.42]))
    }
    let rows = (0..<200).map { [Double(inputs[2 * $0]), Double(inputs[2 * $0 + 1])] }
    let solution = try LeastSquares(rows, targets: targets.map { [Double($0)] })
    goal = (solution.weights[0][0], solution.weights[1][0])
    let errors = zip(rows, targets).map { solution.outputs(for: $0)[0] - Double($1) }
    least = errors.reduce(0) { $0 + $1 * $1 } / 200
    func mean(_ i: Int, _ j: Int) -> Double { rows.reduce(0) { $0 + 2 * $1[i] * $1[j] } / 200 }
    let (trace, half) = (mean(0, 0) + mean(1, 1), (mean(0, 0) - mean(1, 1)) / 2)
    let spread = (half * half + mean(0, 1) * mean(0, 1)).squareRoot()
    curvatures = (trace / 2 - spread, trace / 2 + spread)
    let (x, y) = (mean(0, 1), trace / 2 + spread - mean(0, 0))
    let length = (x * x + y * y).squareRoot()
    crossing = (x / length, y / length)
  }

  /// The distance of weights from the floor of the valley, with a sign that says on which side they are.
  func across(_ weights: (Double, Double)) -> Double {
    (weights.0 - goal.0) * crossing.0 + (weights.1 - goal.1) * crossing.1
  }

  /// How far weights have come along the floor: 0 where training begins, 1 at the goal, more behind it.
  func along(_ weights: (Double, Double)) -> Double {
    func left(_ weights: (Double, Double)) -> Double {
      (weights.0 - goal.0) * crossing.1 - (weights.1 - goal.1) * crossing.0
    }
    return 1 - left(weights) / left(Self.pair(network))
  }

  /// The weights and losses before each step and after the last one; an epoch is one step on all samples.
  func path(
    momentum: Double, rate: Double, steps: Int
  ) throws -> (weights: [(Double, Double)], losses: [Double]) {
    var trainer = try Trainer(
      network, optimizer: SGD(learningRate: rate, momentum: momentum), loss: .meanSquared,
      batchSize: samples.count)
    var weights = [Self.pair(network)]
    for _ in 0..<steps {
      try trainer.fit(samples, epochs: 1)
      weights.append(Self.pair(trainer.network))
    }
    return (weights, try losses(weights))
  }

  private static func pair(_ network: Network) -> (Double, Double) {
    (Double(network.weights[0].scalars[0]), Double(network.weights[0].scalars[1]))
  }

  /// The loss on a grid over the reach, `[side, side]`.
  func landscape(side: Int) throws -> Tensor {
    func place(_ index: Int, _ range: ClosedRange<Double>) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double(index) / Double(side - 1)
    }
    let pairs = (0..<side * side).map { (place($0 % side, reach.x), place($0 / side, reach.y)) }
    return Tensor(shape: [side, side], scalars: try losses(pairs).map { Float($0) })
  }

  /// The network's loss at pairs of weights.
  private func losses(_ pairs: [(Double, Double)]) throws -> [Double] {
    var graph = network
    let targets = try graph.addInput("targets", shape: [1, 1])
    let loss = try Loss.meanSquared.attach(to: &graph, output: graph.outputs[0], targets: targets)
    let store = ParameterStore(graph)
    let plan = try Plan(
      graph, batch: samples.count, request: PlanRequest(outputs: [loss]), parameters: store)
    try plan.setInput("input", to: samples.inputs)
    try plan.setInput("targets", to: samples.targets)
    return try pairs.map { pair in
      store.load([Tensor(shape: [1, 2], scalars: [Float(pair.0), Float(pair.1)])])
      try plan.run()
      return Double(plan.value(of: loss).scalar)
    }
  }
}
