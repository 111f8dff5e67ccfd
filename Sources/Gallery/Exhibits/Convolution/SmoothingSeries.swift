import Foundation
import Fovea

/// Moving averages and Gaussians on a noisy series.
struct SmoothingSeries: Exhibit {
  let name = "smoothing-series"
  let title = "Smoothing a noisy series"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    A series with noise, smoothed by moving averages and by Gaussians of several widths; below, the error that is left over \
    the width, and how much of a Gaussian a kernel of k weights cuts off. Too narrow a kernel leaves noise and too wide a one \
    flattens peaks and steps, so that each error curve has a lowest point; a Gaussian needs a kernel of about four to six deviations \
    before nothing is missed, and at the lecture's k = 2σ (dashed) a sixth of it is still cut off.
    """

  private static let count = 400
  private static let widths = [1, 3, 5, 9, 15, 21, 31, 45, 61, 81]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var source = RandomSource(seed: studio.seed, purpose: name)
    let truth = Self.truth
    let noisy = truth.map { $0 + 0.35 * source.normal() }
    let uniform = try [5, 21, 61].map { ($0, try ImageKernel.average($0).applied(to: noisy)) }
    let gaussian = try [Float(1.5), 6, 18].map { sigma in
      (sigma, try Self.gaussian(sigma).applied(to: noisy))
    }
    let errors = try Self.errors(noisy)
    let cut = try Self.cut()
    let figure = FigureGrid(
      title: "Replacing each value by a local average",
      panels: [
        Self.chart(
          "moving average", noisy, uniform.map { ("k = \($0.0)", $0.1) }),
        Self.chart(
          "Gaussian, k = 6σ", noisy, gaussian.map { ("σ = \(Double($0.0).short)", $0.1) }),
        Self.chart(of: errors), Self.chart(of: cut),
      ], columns: 2,
      caption:
        "400 values: a slow and a fast wave and a step, with normal noise of deviation 0.35; seed "
        + "\(studio.seed). Here σ is the deviation, exp(−t²/2σ²); the lecture writes exp(−t²/σ²), whose σ is √2 times as "
        + "large, and centres it on k/2, half a place beside the middle of places 1 to k. c compares kernels of one deviation, "
        + "which for a moving average is about k/√12.")
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          Fact("error of the noisy series", Self.error(noisy)),
          Fact("smallest error of a moving average", errors.uniform.map(\.y).min() ?? .nan),
          Fact("its k", errors.uniform.min { $0.y < $1.y }?.x ?? .nan),
          Fact("smallest error of a Gaussian", errors.gaussian.map(\.y).min() ?? .nan),
          Fact("its σ", (errors.gaussian.min { $0.y < $1.y }?.x ?? .nan) / 12.0.squareRoot()),
          .share("mass cut off at k = 2σ, σ the deviation", Self.mass(beyond: 1)),
          .share(
            "mass cut off at k = 2σ, σ as the lecture writes it",
            Self.mass(beyond: 2.0.squareRoot())),
          .share("mass cut off at k = 4σ, σ the deviation", Self.mass(beyond: 2)),
          .share("mass cut off at k = 6σ, σ the deviation", Self.mass(beyond: 3)),
        ])
    ]
  }

  /// What the noise hides.
  private static let truth: [Float] = (0..<count).map { place in
    let t = Double(place) / Double(count)
    let step = t > 0.55 && t < 0.75 ? 0.9 : 0
    return Float(sin(2 * .pi * 1.5 * t) + 0.35 * sin(2 * .pi * 9 * t) + step)
  }

  private static func gaussian(_ sigma: Float) -> ImageKernel {
    .gaussian(2 * Int((3 * sigma).rounded(.up)) + 1, sigma: sigma)
  }

  private static func error(_ series: [Float]) -> Double {
    let sum = zip(series, truth).reduce(0.0) { $0 + pow(Double($1.0 - $1.1), 2) }
    return (sum / Double(count)).squareRoot()
  }

  /// Errors over the width of a moving average of the same variance: k = √12 σ.
  private static func errors(
    _ noisy: [Float]
  ) throws -> (uniform: [Point], gaussian: [Point]) {
    let uniform = try widths.map { width in
      Point(Double(width), error(try ImageKernel.average(width).applied(to: noisy)))
    }
    let gaussian = try widths.dropFirst().map { width in
      let sigma = Float(Double(width) / 12.0.squareRoot())
      return Point(Double(width), error(try Self.gaussian(sigma).applied(to: noisy)))
    }
    return (uniform, [Point(1, error(noisy))] + gaussian)
  }

  /// The largest difference between the answers of a Gaussian cut at k and of a whole one, over k/σ, on the series without
  /// noise; and the mass that the cut leaves out.
  private static func cut() throws -> (answers: [Point], mass: [Point]) {
    let sigma: Float = 8
    let whole = try ImageKernel.gaussian(161, sigma: sigma).applied(to: truth)
    var answers: [Point] = []
    var mass: [Point] = []
    for length in Swift.stride(from: 5, through: 65, by: 4) {
      let ratio = Double(length) / Double(sigma)
      let short = try ImageKernel.gaussian(length, sigma: sigma).applied(to: truth)
      answers.append(
        Point(ratio, Double(zip(short, whole).map { abs($0 - $1) }.max() ?? 0)))
      mass.append(Point(ratio, Self.mass(beyond: ratio / 2)))
    }
    return (answers, mass)
  }

  /// The share of a normal distribution that lies further than so many deviations from its middle.
  private static func mass(beyond deviations: Double) -> Double {
    erfc(deviations / 2.0.squareRoot())
  }

  private static func chart(
    _ title: String, _ noisy: [Float], _ smooth: [(name: String, values: [Float])]
  ) -> LineChart {
    let lines =
      [Series(name: "with noise", values: noisy, color: Color(grey: 0.78))]
      + smooth.enumerated().map { index, line in
        Series(name: line.name, values: line.values, color: Theme.okabeIto[[5, 1, 2][index]])
      } + [Series(name: "without noise", values: truth, color: .black, isDashed: true)]
    var chart = LineChart(
      title: title, xLabel: "place", yLabel: "value", yRange: -2.4...3.4, series: lines)
    chart.plotSize = Size(330, 190)
    return chart
  }

  private static func chart(of errors: (uniform: [Point], gaussian: [Point])) -> LineChart {
    var chart = LineChart(
      title: "the error that is left", xLabel: "width of the kernel: k, or √12 σ",
      yLabel: "root mean square error", xScale: .logarithmic, xRange: 0.9...89,
      series: [
        Series(name: "moving average", points: errors.uniform, showsPoints: true),
        Series(name: "Gaussian", points: errors.gaussian, showsPoints: true),
      ])
    chart.plotSize = Size(330, 150)
    return chart
  }

  private static func chart(of cut: (answers: [Point], mass: [Point])) -> LineChart {
    var chart = LineChart(
      title: "what a kernel of k weights cuts off", xLabel: "k ÷ σ", yLabel: "share or difference",
      yScale: .logarithmic,
      series: [
        Series(name: "mass outside", points: cut.mass, showsPoints: true),
        Series(name: "largest change of the answer", points: cut.answers, showsPoints: true),
      ], marks: [.vertical(2 * 2.0.squareRoot(), "the lecture's k = 2σ")])
    chart.plotSize = Size(330, 150)
    return chart
  }
}
