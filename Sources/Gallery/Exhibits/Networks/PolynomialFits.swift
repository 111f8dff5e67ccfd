import Foundation
import Fovea

/// Polynomials through noisy points: too stiff, just exact, and far too many coefficients.
struct PolynomialFits: Exhibit {
  let name = "polynomial-fits"
  let title = "Overparameterised polynomials"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Polynomials of three degrees through the same noisy points of a smooth function, and the error against that function \
    by the number of coefficients, over many draws of points: least squares on Legendre's polynomials, where several fit \
    exactly the one of least norm. With as many coefficients as points (the mark) the only exact fit swings wildly between \
    them; with hundreds the smallest exact fit stays near the function, the nearer where high degrees cost more, so that \
    overfitting is no matter of counting parameters but of which fit is chosen.
    """

  private static let count = 16

  private static func truth(_ x: Double) -> Double { 0.9 * sin(2.5 * x) + 0.35 * x }

  /// Points at places drawn by chance, with noise.
  private static func points(_ seed: UInt64) -> [Point] {
    var source = RandomSource(seed: seed, purpose: "noisy points")
    return (0..<count).map { index in
      // One place in each sixteenth: no draw leaves half of the axis empty.
      let x = -1 + 2 * (Double(index) + Double(source.uniform())) / Double(count)
      return Point(x, truth(x) + 0.12 * Double(source.normal()))
    }
  }

  /// - Parameter decay: how much higher degrees cost; it chooses among several exact fits only.
  private static func fit(
    _ points: [Point], degree: Int, decay: Double
  ) throws -> LeastSquares {
    let basis = LegendreBasis(degree: degree, decay: decay)
    return try LeastSquares(
      points.map { basis.features(of: $0.x) }, targets: points.map { [$0.y] })
  }

  private static let places = (0...400).map { -1 + Double($0) / 200 }

  /// The fit's values at the places.
  private static func curve(_ fit: LeastSquares, degree: Int, decay: Double) -> [Double] {
    let basis = LegendreBasis(degree: degree, decay: decay)
    return places.map { fit.outputs(for: basis.features(of: $0))[0] }
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let shown = [3, Self.count - 1, 300]
    let points = Self.points(studio.seed)
    let panels = try shown.map { degree in try Self.panel(points, degree) }
    let degrees =
      [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 13, 14, 15, 16, 17, 18, 20, 24, 30, 40, 60, 100]
      + [170, 300]
    let draws = studio.effort.part(of: 60, least: 30)
    let kinds = [("cost 1", 0.0), ("cost k + 1", 1.0)]
    let errors = try kinds.map { kind in
      try degrees.map { try Self.errors($0, kind.1, draws, studio.seed) }
    }
    let medians = errors.map { $0.map { $0[$0.count / 2] } }
    let colors = [Theme.standard.color(1), Theme.standard.color(0)]
    var descent = LineChart(
      title: "error by the number of coefficients", xLabel: "coefficients",
      yLabel: "root mean square error", xScale: .logarithmic, yScale: .logarithmic,
      series: kinds.indices.map { index in
        var series = Series(
          name: kinds[index].0, x: degrees.map { Double($0 + 1) }, y: medians[index],
          color: colors[index], showsPoints: true)
        series.band = zip(degrees, errors[index]).map {
          Series.Span(x: Double($0 + 1), low: $1[$1.count / 4], high: $1[$1.count * 3 / 4])
        }
        return series
      }, marks: [.vertical(Double(Self.count), "as many as points: \(Self.count)")])
    descent.plotSize = Size(250, 200)
    func error(_ degree: Int, _ kind: Int = 0) -> Double {
      degrees.firstIndex(of: degree).map { medians[kind][$0] } ?? .nan
    }
    let peak = degrees.indices.max { medians[0][$0] < medians[0][$1] } ?? 0
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Polynomials of growing degree through \(Self.count) points",
          panels: panels + [descent], columns: 2,
          caption:
            "Points of 0.9 sin 2.5x + 0.35x with noise of deviation 0.12. Among exact fits the "
            + "one is taken in which the squares of coefficient k times its cost sum to the "
            + "least: k + 1 in c, and in d as the legend says. d: error against the function on "
            + "401 places, median and quartiles of \(draws) draws of points. Seed \(studio.seed)."),
        facts: [
          .count("coefficients at the peak", degrees[peak] + 1),
          Fact("error at the peak", medians[0][peak]), Fact("error of degree 3", error(3)),
          Fact("error of degree \(Self.count - 1)", error(Self.count - 1)),
          Fact("error of degree 300", error(300)),
          Fact("error of degree 300 where degree k costs k + 1", error(300, 1)),
          Fact("largest distance of the last fit from a point", try Self.residual(points, 300)),
        ])
    ]
  }

  /// The points, the function, and the polynomial of a degree, of least norm where several are exact.
  private static func panel(_ points: [Point], _ degree: Int) throws -> LineChart {
    let fit = try fit(points, degree: degree, decay: 1)
    let isFirst = degree < count - 1
    let title = isFirst ? "" : degree < count ? ": the only exact fit" : ": exact, least norm"
    let dots = points.map {
      Series(name: "", points: [$0], color: Theme.standard.ink, showsPoints: true)
    }
    var chart = LineChart(
      title: "degree \(degree)\(title)", xLabel: "x", yLabel: "y", xRange: -1.02...1.02,
      yRange: -2...2,
      series: [
        Series(
          name: isFirst ? "function" : "", x: places, y: places.map(truth),
          color: Color(0x8A8A8A), isDashed: true),
        Series(
          name: isFirst ? "polynomial" : "", x: places, y: curve(fit, degree: degree, decay: 1),
          color: Theme.standard.color(0)),
      ] + dots)
    chart.plotSize = Size(250, 200)
    return chart
  }

  /// The errors of a degree against the function, smallest first.
  private static func errors(
    _ degree: Int, _ decay: Double, _ draws: Int, _ seed: UInt64
  ) throws -> [Double] {
    try (1...draws).map { draw in
      let fit = try fit(points(seed &+ UInt64(draw) &* 7919), degree: degree, decay: decay)
      let squares = zip(curve(fit, degree: degree, decay: decay), places).reduce(0) {
        $0 + ($1.0 - truth($1.1)) * ($1.0 - truth($1.1))
      }
      return (squares / Double(places.count)).squareRoot()
    }.sorted()
  }

  private static func residual(_ points: [Point], _ degree: Int) throws -> Double {
    let basis = LegendreBasis(degree: degree, decay: 1)
    let fit = try fit(points, degree: degree, decay: 1)
    return points.map { abs(fit.outputs(for: basis.features(of: $0.x))[0] - $0.y) }.max() ?? .nan
  }
}
