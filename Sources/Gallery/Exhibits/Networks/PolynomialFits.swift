import Foundation
import Fovea

/// Polynomials through noisy points: too stiff, just exact, and far too many coefficients.
struct PolynomialFits: Exhibit {
  let name = "polynomial-fits"
  let title = "Overparameterised polynomials"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Polynomials of three degrees through the same noisy points of a smooth function, and the error against that function \
    by degree, in means over many draws of points: least squares on Legendre's polynomials, where several fit exactly the \
    one of least norm. With as many coefficients as points (the mark) the only exact fit swings wildly between them; with \
    hundreds the exact fit of least norm stays near the function, so that overfitting is not a matter of counting \
    parameters, nor of networks alone.
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

  private static func fit(_ points: [Point], degree: Int) throws -> LeastSquares {
    let basis = LegendreBasis(degree: degree)
    return try LeastSquares(
      points.map { basis.features(of: $0.x) }, targets: points.map { [$0.y] })
  }

  private static let places = (0...400).map { -1 + Double($0) / 200 }

  /// The fit's values at the places.
  private static func curve(_ fit: LeastSquares, degree: Int) -> [Double] {
    let basis = LegendreBasis(degree: degree)
    return places.map { fit.outputs(for: basis.features(of: $0))[0] }
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let shown = [3, Self.count - 1, 300]
    let points = Self.points(studio.seed)
    let panels = try shown.map { degree in
      let values = Self.curve(try Self.fit(points, degree: degree), degree: degree)
      var chart = LineChart(
        title: degree == 3
          ? "degree 3"
          : degree < 300 ? "degree \(degree): one exact fit" : "degree \(degree): least norm",
        xLabel: "x", yLabel: "y", xRange: -1.02...1.02, yRange: -2...2,
        series: [
          Series(
            name: "function", x: Self.places, y: Self.places.map(Self.truth),
            color: Color(0x8A8A8A), isDashed: true),
          Series(name: "polynomial", x: Self.places, y: values, color: Theme.standard.color(0)),
        ]
          + points.map {
            Series(name: "", points: [$0], color: Theme.standard.ink, showsPoints: true)
          })
      chart.plotSize = Size(250, 200)
      return chart
    }
    let degrees = [
      0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 13, 14, 15, 16, 17, 18, 20, 24, 30, 40, 60, 100, 170, 300,
    ]
    let draws = studio.effort.part(of: 60, least: 30)
    let errors = try degrees.map { degree in try Self.errors(degree, draws, studio.seed) }
    let medians = errors.map { $0[$0.count / 2] }
    var series = Series(
      name: "", x: degrees.map { Double($0 + 1) }, y: medians, color: Theme.standard.color(1),
      showsPoints: true)
    series.band = zip(degrees, errors).map {
      Series.Span(x: Double($0 + 1), low: $1[$1.count / 4], high: $1[$1.count * 3 / 4])
    }
    var descent = LineChart(
      title: "error by the number of coefficients", xLabel: "coefficients",
      yLabel: "root mean square error", xScale: .logarithmic, yScale: .logarithmic,
      series: [series],
      marks: [.vertical(Double(Self.count), "as many as points: \(Self.count)")])
    descent.plotSize = Size(250, 200)
    func error(_ degree: Int) -> Double {
      degrees.firstIndex(of: degree).map { medians[$0] } ?? .nan
    }
    let peak = medians.indices.max { medians[$0] < medians[$1] } ?? 0
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Polynomials of growing degree through \(Self.count) points",
          panels: panels + [descent], columns: 2,
          caption:
            "Points of 0.9 sin 2.5x + 0.35x with noise of deviation 0.12. d: error against "
            + "the function on 401 "
            + "places, median and quartiles of \(draws) draws of points. Seed \(studio.seed)."),
        facts: [
          .count("coefficients at the peak", degrees[peak] + 1),
          Fact("error at the peak", medians[peak]),
          Fact("error of degree 3", error(3)),
          Fact("error of degree \(Self.count - 1)", error(Self.count - 1)),
          Fact("error of degree 300", error(300)),
          Fact("largest distance of the fit of degree 300 from a point", try residual(points, 300)),
        ])
    ]
  }

  /// The errors of a degree against the function, smallest first.
  private static func errors(_ degree: Int, _ draws: Int, _ seed: UInt64) throws -> [Double] {
    try (1...draws).map { draw in
      let fit = try fit(points(seed &+ UInt64(draw) &* 7919), degree: degree)
      let squares = zip(curve(fit, degree: degree), places).reduce(0) {
        $0 + ($1.0 - truth($1.1)) * ($1.0 - truth($1.1))
      }
      return (squares / Double(places.count)).squareRoot()
    }.sorted()
  }

  private func residual(_ points: [Point], _ degree: Int) throws -> Double {
    let basis = LegendreBasis(degree: degree)
    let fit = try Self.fit(points, degree: degree)
    return points.map { abs(fit.outputs(for: basis.features(of: $0.x))[0] - $0.y) }.max() ?? .nan
  }
}
