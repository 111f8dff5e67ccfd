import Fovea

/// How values and gradients fare through forty layers before training, by activation function and first weights.
struct InitialSignals: Exhibit {
  let name = "initial-signals"
  let title = "First weights and depth"
  let lectures: [Lecture] = [.ramakrishnan, .ma]
  let explanation = """
    How much values (left) and gradients on their way back (right) vary with the input at each of 40 layers of an untrained \
    network with sigmoid, tanh or ReLU, for small and large first weights and those of Glorot & Bengio and of He et al. A level \
    line means that every layer hears as much as its neighbour: He's weights nearly give it to ReLU and Glorot's to tanh, \
    while behind a sigmoid both fade with any of these weights, the values until only rounding is left of them.
    """

  private static let depth = 40
  private static let width = 128
  private static let functions: [(name: String, function: Elementwise.Function)] = [
    ("sigmoid", .sigmoid), ("tanh", .tanh), ("ReLU", .relu),
  ]
  /// Deviations as multiples of 1 / √width: a half, and three.
  private static let weights: [(name: String, initializer: Initializer)] = [
    ("small (σ = 0.5 / √n)", .normal(deviation: 0.5 / Float(width).squareRoot())),
    ("Glorot (σ = 1 / √n)", .glorotNormal), ("He (σ = √(2 / n))", .heNormal),
    ("large (σ = 3 / √n)", .normal(deviation: 3 / Float(width).squareRoot())),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var source = RandomSource(seed: studio.seed, purpose: "initial signals")
    let inputs = Tensor.normal([128, Self.width], from: &source)
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for (title, function) in Self.functions {
      let signals = try Self.weights.map {
        try Self.signals(function, $0.initializer, inputs, seed: studio.seed)
      }
      let isNamed = panels.isEmpty
      panels.append(Self.chart("\(title): values", signals.map(\.values), isNamed))
      panels.append(Self.chart("\(title): gradients", signals.map(\.gradients), isNamed))
      for (weights, signal) in zip(Self.weights, signals) {
        let label = "\(title), \(weights.name.prefix { $0 != " " }) weights"
        facts.append(Fact("\(label): factor of gradients a layer back", signal.gradientFactor))
        // A sigmoid's values soon end in rounding: no factor over all layers is theirs.
        facts.append(
          function == .sigmoid
            ? Fact("\(label): values at layer 5 over those at layer 1", signal.ratioToFifth)
            : Fact("\(label): factor of values a layer", signal.valueFactor))
      }
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Values and gradients through \(Self.depth) untrained layers", panels: panels,
          columns: 2, hasLetters: false,
          caption: "\(Self.width) units a layer, 128 standard normal inputs, biases 0; gradients "
            + "begin after layer \(Self.depth) as standard normal numbers. Colours as in the first row. "
            + "Values after the function; deviation over the inputs for each unit, then the root "
            + "mean square over units. A sigmoid's values near 1/2 are rounded to 32 bits: where its "
            + "lines run level near 10⁻⁸ there is rounding, no signal. Seed \(studio.seed)."),
        facts: facts)
    ]
  }

  private static func signals(
    _ function: Elementwise.Function, _ initializer: Initializer, _ inputs: Tensor, seed: UInt64
  ) throws -> LayerSignals {
    let network = try Network(input: .vector(width), seed: seed) {
      for layer in 1...depth {
        Dense("dense\(layer)", width, initializer: initializer)
        Activation("layer\(layer)", function)
      }
      // Passes gradients on as they are given.
      Activation("end", .linear(scale: 1, offset: 0))
    }
    return try LayerSignals(
      of: network, at: (1...depth).map { "layer\($0)" }, inputs: inputs, seed: seed)
  }

  private static func chart(_ title: String, _ lines: [[Double]], _ isNamed: Bool) -> LineChart {
    var chart = LineChart(
      title: title, xLabel: "layer", yLabel: "standard deviation", yScale: .logarithmic,
      yRange: 1e-38...1e16,
      series: zip(weights, lines).map { Series(name: isNamed ? $0.name : "", values: $1, first: 1) }
    )
    chart.plotSize = Size(280, 210)
    return chart
  }
}

extension LayerSignals {
  /// How much of the first layer's values is left at the fifth.
  fileprivate var ratioToFifth: Double { values[4] / values[0] }
}
