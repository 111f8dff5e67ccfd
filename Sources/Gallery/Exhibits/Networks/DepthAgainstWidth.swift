import Fovea

/// The same number of parameters in one wide layer or in several narrow ones.
struct DepthAgainstWidth: Exhibit {
  let name = "depth-width"
  let title = "Depth against width"
  let lectures: [Lecture] = [.rafiey, .gavankar]
  let explanation = """
    Networks of one to six hidden layers with about as many parameters each, so that deep ones are narrow, learn to tell \
    two spirals apart that wind two and a half times: test accuracy by depth, and where three of them draw the line between \
    the two. One wide layer, which learns milder spirals well, has hardly begun to wind in the steps in which a few layers \
    learn them whole, which is the lecture's observation that depth counts for more than width; the narrowest and deepest \
    can fall behind again.
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
    let train = PointSet.spiral(count: 400, turns: 2.5, noise: 0.02, seed: studio.seed)
    let test = PointSet.spiral(count: 1000, turns: 2.5, noise: 0.02, seed: studio.seed &+ 1)
    let seeds = studio.seeds(5, for: name)
    let epochs = studio.effort.part(of: 1000, least: 250)
    let budget = 300
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
            network, optimizer: Adam(learningRate: 0.01), schedule: .cosine(steps: steps),
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
      title: "test accuracy", xLabel: "hidden layers", yLabel: "accuracy",
      xRange: 0.8...6.2, yRange: 0.5...1.02,
      series: [
        Series(
          name: "", x: Self.depths.map(Double.init),
          runs: seeds.indices.map { seed in accuracies.map { $0[seed] } }, showsPoints: true)
      ], marks: [.horizontal(0.5, "guessing")])
    chart.plotSize = Size(280, 210)
    let maps = try [0, 1, 3].map { (index: Int) throws -> FieldMap in
      let layers = index == 0 ? "1 hidden layer" : "\(Self.depths[index]) hidden layers"
      var map = try DecisionMap(
        of: networks[index], points: train, title: "\(layers): \(accuracies[index][0].short)"
      ).map
      map.hasBar = false
      map.plotSize = Size(210, 210)
      return map
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "About \(budget) parameters, deep or wide", panels: [chart as any Figure] + maps,
          columns: 2,
          caption:
            "400 points, Adam from 0.01 to 0 in \(epochs) epochs of 4 batches; ReLU. Band: "
            + "\(seeds.count) seeds; line: their mean. b to d: the networks of the first seed; "
            + "colours: the probability of class 1 from 0 (blue) to 1 (red), black: where both are as "
            + "probable. Seed \(studio.seed)."),
        facts: Self.depths.enumerated().flatMap { index, depth in
          let width = Self.width(depth, parameters: budget)
          return [
            Fact.count("\(depth) hidden: units a layer", width),
            .count("\(depth) hidden: parameters", Self.count(depth, width)),
            .share("\(depth) hidden: mean test accuracy", accuracies[index].mean),
          ]
        })
    ]
  }
}
