import Fovea
import Foundation

/// Activation functions side by side: their shapes and slopes, how many units they leave flat, and how fast they learn.
struct ActivationFunctions: Exhibit {
  let name = "activation-functions"
  let title = "Activation functions compared"
  let lectures: [Lecture] = [.ramakrishnan, .gavankar]
  let explanation = """
    Eight functions with their derivatives, both run by the engine; the same network of three hidden layers trained with each, the \
    share of its units that hardly answer to a change (a slope below 0.05) before and after, and its training loss. The sigmoid \
    never slopes more than 1/4 and learns last, while tanh(x) = 2σ(2x) − 1, which is the same curve stretched and centred \
    with a slope of 1 in its middle, keeps up with ReLU, half of whose units are flat at any time.
    """

  /// What is compared.
  static let functions: [(name: String, function: Elementwise.Function)] = [
    ("sigmoid", .sigmoid), ("tanh", .tanh), ("ReLU", .relu), ("leaky ReLU", .leakyReLU(slope: 0.1)),
    ("ELU", .elu(alpha: 1)), ("softplus", .softplus), ("GELU", .gelu), ("swish", .swish),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try shapes(), try training(studio)]
  }

  // MARK: - Shapes

  private func shapes() throws -> ExhibitFigure {
    let inputs = (-400...400).map { Float($0) / 100 }
    let xs = inputs.map(Double.init)
    var slopes: [Double] = []
    let panels = try Self.functions.map { name, function in
      let shape = try ActivationShape(function, at: inputs)
      slopes.append(Double(shape.slopes.map { abs($0) }.max() ?? .nan))
      var chart = LineChart(
        title: name,
        series: [
          Series(name: "", x: xs, y: shape.values.map(Double.init), color: Theme.standard.color(0)),
          Series(name: "", x: xs, y: shape.slopes.map(Double.init), color: Theme.standard.color(1)),
        ])
      chart.yRange = -1.2...2
      chart.plotSize = Size(130, 110)
      return chart
    }
    let wide = (-800...800).map { Float($0) / 100 }
    let tanh = try ActivationShape(.tanh, at: wide).values
    let doubled = try ActivationShape(.sigmoid, at: wide.map { 2 * $0 }).values
    let exact = wide.map { x in
      let fading: Double = exp(-2 * Double(x))
      return (1 - fading) / (1 + fading)
    }
    let gaps: [Float] = zip(tanh, doubled).map { abs($0 - (2 * $1 - 1)) }
    let exactGaps: [Double] = zip(tanh, exact).map { abs(Double($0) - $1) }
    var facts = [
      Fact("largest |tanh(x) − (2σ(2x) − 1)| on −8…8", Double(gaps.max() ?? .nan)),
      Fact("largest |tanh(x) − (1 − e⁻²ˣ)/(1 + e⁻²ˣ)| on −8…8", exactGaps.max() ?? .nan),
    ]
    for (known, slope) in zip(Self.functions, slopes) {
      facts.append(Fact("\(known.name): largest slope", slope))
    }
    return ExhibitFigure(
      "\(name)-shapes",
      FigureGrid(
        title: "Functions (blue) and their derivatives (orange)", panels: panels, columns: 4,
        hasLetters: false,
        caption: "leaky ReLU with a slope of 0.1 on the left, ELU with α = 1. Values and "
          + "derivatives are the engine's."),
      facts: facts)
  }

  // MARK: - Training

  /// One network of three hidden layers, trained with one function.
  private struct Run {
    let name: String
    let losses: [Float]
    let accuracy: Double
    /// The share of hidden units and pictures with a slope below 0.05.
    let flat: (before: Double, after: Double)

    var facts: [Fact] {
      [
        .share("\(name): flat at the start", flat.before),
        .share("\(name): flat after training", flat.after),
        .share("\(name): test accuracy", accuracy),
        Fact("\(name): mean loss of the first half", ActivationFunctions.early(losses)),
      ]
    }
  }

  private func training(_ studio: Studio) throws -> ExhibitFigure {
    let images = try studio.images(.fashion)
    let train = images.train.prefix(studio.effort.part(of: 30_000, least: 3000))
    let test = images.test.prefix(2000)
    let runs = try studio.training {
      try Self.functions.map { try run($0.name, $0.function, train, test, studio) }
    }
    let steps = runs[0].losses.count
    let flat = BarChart(
      title: "Units with a slope below 0.05", categories: runs.map(\.name),
      groups: [
        BarChart.Group(name: "at the start", values: runs.map { 100 * $0.flat.before }),
        BarChart.Group(name: "trained", values: runs.map { 100 * $0.flat.after }),
      ], valueLabel: "share of units and pictures, %", isHorizontal: true, range: 0...100)
    var curves = LineChart(
      title: "The same network with each", xLabel: "training step", yLabel: "loss of a batch",
      yScale: .logarithmic,
      series: runs.map {
        Series(
          name: "\($0.name), \((100 * $0.accuracy).short) % right", values: $0.losses, first: 1,
          color: nil)
      })
    // Single batches would hide the lines: only their running mean is drawn.
    curves.series = curves.series.map { series in
      Series(name: series.name, points: Self.mean(series.points))
    }
    curves.plotSize = Size(360, 230)
    return ExhibitFigure(
      "\(name)-training",
      FigureGrid(
        title: "Flat units, and what they cost", panels: [flat, curves],
        caption: "784-64-64-64-10 units, the same first weights (Glorot & Bengio 2010), "
          + "\(train.count) pictures of clothes, \(steps) steps of Adam with a rate of 0.001; right: "
          + "of \(test.count) test pictures. Lines are means of ten steps. Seed \(studio.seed)."),
      facts: runs.flatMap(\.facts))
  }

  private func run(
    _ name: String, _ function: Elementwise.Function, _ train: ImageSet, _ test: ImageSet,
    _ studio: Studio
  ) throws -> Run {
    let start = try Network(
      input: .image(channels: 1, height: 28, width: 28), seed: studio.seed
    ) {
      Flatten()
      for layer in 1...3 {
        Dense("hidden\(layer)", 64, initializer: .glorotUniform)
        Activation(function)
      }
      Dense("logits", 10, initializer: .glorotUniform)
    }
    var trainer = try Trainer(start, optimizer: Adam(), batchSize: 100, seed: studio.seed)
    try trainer.fit(train, epochs: 1)
    let sample = test.prefix(500).images
    func flat(_ network: Network) throws -> Double {
      let sums = try network.values(at: ["hidden1", "hidden2", "hidden3"], on: sample)
      return try ActivationShape(function, at: sums.flatMap(\.scalars)).flatShare()
    }
    return Run(
      name: name, losses: trainer.log["loss/step"]?.values ?? [],
      accuracy: try Evaluation(of: trainer.network, on: test).accuracy ?? .nan,
      flat: (try flat(start), try flat(trainer.network)))
  }

  /// The mean of each ten points.
  private static func mean(_ points: [Point]) -> [Point] {
    stride(from: 0, to: points.count, by: 10).map { start in
      let part = points[start..<min(start + 10, points.count)]
      return Point(
        part.reduce(0) { $0 + $1.x } / Double(part.count),
        part.reduce(0) { $0 + $1.y } / Double(part.count))
    }
  }

  private static func early(_ losses: [Float]) -> Double {
    let half = losses.prefix(max(1, losses.count / 2))
    return half.reduce(0) { $0 + Double($1) } / Double(half.count)
  }
}
