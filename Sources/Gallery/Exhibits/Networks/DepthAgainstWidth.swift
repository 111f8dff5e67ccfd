import Fovea

/// The same number of parameters in one wide layer or in several narrow ones.
struct DepthAgainstWidth: Exhibit {
  let name = "depth-width"
  let title = "Depth against width"
  let lectures: [Lecture] = [.rafiey, .gavankar]
  let explanation = """
    Networks of one to six hidden layers with about as many parameters each, so that deep ones are narrow, learn to tell \
    two spirals apart: test accuracy by depth, and where three of them draw the line between the two. One wide layer, \
    though it could represent the spirals, hardly winds with them in the steps it gets; a few layers do with the same \
    parameters, which is the lecture's observation that depth counts for more than width.
    """

  private static let depths = [1, 2, 3, 4, 5, 6]

  /// The width with which so many hidden layers come nearest to a number of parameters.
  private static func width(_ depth: Int, parameters: Int) -> Int {
    (2...400).min {
      abs(count(depth, $0) - parameters) < abs(count(depth, $1) - parameters)
    } ?? 2
  }

  private static func count(_ depth: Int, _ width: Int) -> Int {
    3 * width + (depth - 1) * width * (width + 1) + 2 * (width + 1)
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let train = PointSet.spiral(count: 400, noise: 0.02, seed: studio.seed)
    let test = PointSet.spiral(count: 1000, noise: 0.02, seed: studio.seed &+ 1)
    let seeds = studio.seeds(5, for: name)
    let epochs = studio.effort.part(of: 150, least: 100)
    let budget = 500
    var accuracies: [[Double]] = []
    var networks: [Network] = []
    for depth in Self.depths {
      let width = Self.width(depth, parameters: budget)
      let runs = try studio.training {
        try seeds.map { seed in
          let network = try Network(input: .vector(2), seed: seed) {
            DenseStack(Array(repeating: width, count: depth))
            Dense("logits", 2, initializer: .glorotUniform)
          }
          let steps = epochs * 4
          var trainer = try Trainer(
            network, optimizer: Adam(learningRate: 5e-3), schedule: .cosine(steps: steps),
            batchSize: 100, seed: seed)
          try trainer.fit(train, epochs: epochs)
          let accuracy = try Evaluation(
            of: trainer.network, on: test, keepsProbabilities: false
          ).accuracy
          return (accuracy ?? .nan, trainer.network)
        }
      }
      accuracies.append(runs.map(\.0))
      networks.append(runs[0].1)
    }
    var chart = LineChart(
      title: "test accuracy", xLabel: "hidden layers", yLabel: "accuracy", yRange: 0.45...1.02,
      series: [
        Series(
          name: "", x: Self.depths.map(Double.init),
          runs: seeds.indices.map { seed in accuracies.map { $0[seed] } }, showsPoints: true)
      ], marks: [.horizontal(0.5, "guessing")])
    chart.plotSize = Size(250, 210)
    let maps = try [0, 1, 3].map { index in
      let layers = index == 0 ? "1 hidden layer" : "\(Self.depths[index]) hidden layers"
      return try Self.boundary(
        networks[index], train, title: "\(layers): \(accuracies[index][0].short)")
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "About \(budget) parameters, deep or wide", panels: [chart as any Figure] + maps,
          columns: 2,
          caption:
            "400 points, Adam from 0.005 to 0 in \(epochs) epochs of 4 batches; ReLU. Band: "
            + "\(seeds.count) seeds; line: their mean. b to d: the networks of the first seed; "
            + "black: where both classes are as probable. Seed \(studio.seed)."),
        facts: Self.depths.enumerated().flatMap { index, depth in
          let width = Self.width(depth, parameters: budget)
          return [
            Fact.count("\(depth) hidden: units a layer", width),
            .count("\(depth) hidden: parameters", Self.count(depth, width)),
            .share("\(depth) hidden: mean test accuracy", mean(accuracies[index])),
          ]
        })
    ]
  }

  /// The points of both classes and the line where a network changes its mind.
  private static func boundary(
    _ network: Network, _ points: PointSet, title: String
  ) throws -> LineChart {
    let side = 121
    let reach = -1.2...1.2
    let places = (0..<side).map { 2.4 * Float($0) / Float(side - 1) - 1.2 }
    let grid = places.flatMap { y in places.flatMap { x in [x, y] } }
    let plan = try Plan(network, shapes: ["input": [side * side, 2]])
    try plan.setInput("input", to: Tensor(shape: [side * side, 2], scalars: grid))
    try plan.run()
    let logits = plan.value(of: network.outputs[0]).scalars
    let margins = Tensor(
      shape: [side, side],
      scalars: (0..<side * side).map { logits[2 * $0 + 1] - logits[2 * $0] })
    let dots = [0, 1].map { label in
      var series = Series(
        name: "",
        points: points.labels.indices.filter { points.labels[$0] == label }.map {
          Point(Double(points.points[$0, 0]), Double(points.points[$0, 1]))
        }, color: Theme.standard.color(label), showsPoints: true)
      series.width = 0
      return series
    }
    let line = ContourLines(of: margins, x: reach, y: reach, level: 0)
    var chart = LineChart(
      title: title, xRange: reach, yRange: reach,
      series: dots + line.series(color: Theme.standard.ink, width: 1.6))
    chart.plotSize = Size(210, 210)
    return chart
  }
}
