import Fovea
import Foundation

/// How the gradient by the first input depends on the spectral radius of the recurrent weights, and on the cell.
struct FirstInputGradient: Exhibit {
  let name = "first-input-gradient"
  let title = "The first input's share in later losses"
  let lectures: [Lecture] = [.chopra, .gavankar, .ramakrishnan]
  let explanation = """
    The norm of ∂L/∂x₁ against the distance of the loss, for recurrent matrices scaled to spectral radii from 0.5 to 1.5 with \
    no function, tanh and the sigmoid around them, and for untrained cells (d). A straight line falling is a gradient that \
    vanishes by a constant factor a step: without a function that factor is nearly the radius itself (e), tanh can only lower \
    it, the sigmoid, whose slope is at most ¼, lets gradients vanish even where the radius is above 1, and so do GRU and LSTM \
    with their usual first biases of 0: what keeps the LSTM's gradient is the bias of 3 that opens its forget gate, as in \
    'Gradients through time'.
    """

  private let hidden = 32
  private let classes = 4
  private let features = 4

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let steps = studio.effort.part(of: 40, least: 24)
    let radii = [0.5, 0.75, 1, 1.25, 1.5]
    let functions: [(Recurrent.Nonlinearity, String)] = [
      (.identity, "no function (linear)"), (.tanh, "tanh"), (.sigmoid, "sigmoid"),
    ]
    var curves: [[Series]] = []
    var facts: [Fact] = []
    var rates: [Series] = []
    for (index, function) in functions.enumerated() {
      var series: [Series] = []
      var points: [Point] = []
      for (shade, radius) in radii.enumerated() {
        let elman = Recurrent(
          .elman(function.0), hidden: hidden, recurrentInitializer: .normal(deviation: 0.2))
        let network = try network(elman, studio.seed)
          .scalingRecurrence(of: "cell", toRadius: radius)
        let measured = try measure(network, steps: steps, studio)
        series.append(
          Series(
            // One legend, in the first chart, serves all three.
            name: index == 0 ? "ρ = \(radius.short)" : "",
            points: measured.relative.enumerated().map { Point(Double($0.offset), $0.element) },
            color: ColorMap.plasma.color(at: 0.08 + 0.2 * Double(shade))))
        let rate = measured.rate ?? .nan
        points.append(Point(radius, rate))
        facts.append(Fact("\(function.1), ρ = \(radius.short): factor a step", rate))
      }
      curves.append(series)
      rates.append(
        Series(
          name: function.1, points: points, color: Theme.standard.color(index), showsPoints: true))
    }
    let shared = Self.range(of: curves[0] + curves[1])
    let panels: [any Figure] = [
      Self.chart(functions[0].1, curves[0], shared), Self.chart(functions[1].1, curves[1], shared),
      Self.chart(functions[2].1, curves[2]), try cells(steps, studio, &facts),
      Self.summary(rates, radii),
    ]
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: title, panels: panels, columns: 2,
          caption: "Elman cells of \(hidden) units with normal random recurrent weights scaled to "
            + "the radius ρ, untrained; cross-entropy of one of \(classes) classes at the step "
            + "alone, mean over 16 random sequences, seed \(studio.seed). The y axes of a and b are "
            + "alike, those of c and d are not; colours of b and c as in a."),
        facts: facts)
    ]
  }

  private static func chart(
    _ title: String, _ series: [Series], _ yRange: ClosedRange<Double>? = nil
  ) -> LineChart {
    var chart = LineChart(
      title: title, xLabel: "distance t − 1 of the loss in steps",
      yLabel: "‖∂Lₜ/∂x₁‖ relative to distance 0", yScale: .logarithmic, yRange: yRange,
      series: series)
    chart.plotSize = Size(280, 200)
    return chart
  }

  /// All decades of some curves, and three more below, where the legend finds room.
  private static func range(of series: [Series]) -> ClosedRange<Double> {
    let shown = series.flatMap(\.points).map(\.y).filter { $0 > 0 && $0.isFinite }
    let low = log10(shown.min() ?? 0.1).rounded(.down) - 3
    let high = log10(shown.max() ?? 1).rounded(.up)
    return pow(10, low)...pow(10, max(high, low + 1))
  }

  /// Untrained cells with their usual first biases, and an LSTM whose forget gate begins open.
  private func cells(_ steps: Int, _ studio: Studio, _ facts: inout [Fact]) throws -> LineChart {
    let kinds: [(String, Recurrent)] = [
      ("Elman, tanh", Recurrent(.elman(.tanh), hidden: hidden)),
      ("LSTM", Recurrent(.lstm, hidden: hidden)),
      ("GRU", Recurrent(.gru, hidden: hidden)),
      ("LSTM, forget bias 3", Recurrent(.lstm, hidden: hidden, forgetBias: 3)),
    ]
    var series: [Series] = []
    for (name, operation) in kinds {
      let measured = try measure(try network(operation, studio.seed), steps: steps, studio)
      series.append(
        Series(
          name: name,
          points: measured.relative.enumerated().map { Point(Double($0.offset), $0.element) },
          // It covers the LSTM's line.
          isDashed: name == "GRU"))
      facts.append(Fact("\(name): factor a step", measured.rate ?? .nan))
    }
    return Self.chart("untrained cells", series)
  }

  /// What a line fitted to each curve says, against what theory says.
  private static func summary(_ rates: [Series], _ radii: [Double]) -> LineChart {
    let quiet = Theme.standard.quietInk
    var chart = LineChart(
      title: "the fitted factor a step",
      xLabel: "spectral radius ρ; ¼ is the sigmoid's steepest slope", yLabel: "factor",
      series: rates + [
        Series(
          name: "ρ", points: radii.map { Point($0, $0) }, color: quiet, isDashed: true),
        Series(
          name: "ρ/4", points: radii.map { Point($0, $0 / 4) },
          color: quiet.lighter(0.4), isDashed: true),
      ], marks: [.horizontal(1, "1")])
    chart.plotSize = Size(280, 180)
    return chart
  }

  private func network(_ operation: Recurrent, _ seed: UInt64) throws(FoveaError) -> Network {
    var network = Network(seed: seed)
    let input = try network.addInput("sequence", shape: [1, 1, features])
    let states = try network.add(operation, to: [input], name: "cell")
    try network.add(
      DenseProduct(units: classes, initializer: .glorotUniform), to: [states], name: "logits")
    return network
  }

  private func measure(
    _ network: Network, steps: Int, _ studio: Studio
  ) throws(FoveaError) -> FirstInputSensitivity {
    var source = RandomSource(seed: studio.seed, purpose: name)
    let inputs = Tensor.normal([16, steps, features], from: &source)
    let targets = (0..<16 * steps).map { _ in Float(source.index(below: classes)) }
    return try FirstInputSensitivity.measure(
      network, inputs: inputs, targets: Tensor(shape: [16, steps], scalars: targets))
  }
}
