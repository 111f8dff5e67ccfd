import Fovea
import Foundation

/// Activation functions side by side: their shapes and slopes, how many units they leave flat, and how fast they learn.
struct ActivationFunctions: Exhibit {
  let name = "activation-functions"
  let title = "Activation functions compared"
  let lectures: [Lecture] = [.ramakrishnan, .gavankar]
  let explanation = """
    Eight functions with their derivatives, both run by the engine; the same network of three hidden layers trained with each, the \
    share of its units that hardly answer to a change (a slope below 0.05) before and after, the training loss of four of \
    them, and the test accuracy of all. The sigmoid never slopes more than 1/4 and learns last, while tanh(x) = 2σ(2x) − \
    1, which is the same curve stretched and centred with a slope of 1 in its middle, keeps up with ReLU, about half of \
    whose units are flat at any time.
    """

  /// What is compared.
  static let functions: [(name: String, function: Elementwise.Function)] = [
    ("sigmoid", .sigmoid), ("tanh", .tanh), ("ReLU", .relu), ("leaky ReLU", .leakyReLU(slope: 0.1)),
    ("ELU", .elu(alpha: 1)), ("softplus", .softplus), ("GELU", .gelu), ("swish", .swish),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try shapes(), try training(studio)]
  }

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
      chart.xRange = -4...4
      chart.yRange = -1.2...2.4
      chart.plotSize = Size(180, 140)
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
        caption: "leaky ReLU with a slope of 0.1 on the left, ELU with α = 1; what grows without "
          + "end is cut off at 2.4. Values and derivatives are the engine's."),
      facts: facts)
  }
}
