import Fovea
import Foundation

/// A function of one number, approximated by more and more hidden units: trained, and built by hand from steps.
struct UniversalApproximation: Exhibit {
  let name = "universal-approximation"
  let title = "One hidden layer approximates a function"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    A curve with waves, a bump and a kink, approximated by networks of one hidden layer with 2 to 64 units: trained ones with \
    tanh, and ones whose weights were written down as a staircase of steep sigmoids, one step a unit, which is how the theorem \
    is proved. More units lower the error of both; training places smooth units where the curve bends and needs \
    far fewer than the staircase, whose error falls like one over the number of its steps.
    """

  private static let widths = [2, 4, 8, 16, 32, 64]
  static let count = 256

  /// What is approximated, on −1…1.
  static func target(_ x: Double) -> Double {
    let waves: Double = 0.5 * sin(5 * x) + 0.25 * cos(14 * x)
    let distance: Double = (x - 0.55) / 0.07
    let bump: Double = 0.7 * exp(-distance * distance)
    return waves + bump - 0.6 * abs(x + 0.4)
  }

  static let places = middles(of: count)
  static let inputs = Tensor(shape: [count, 1], scalars: places.map(Float.init))

  /// The middles of equal parts of −1…1.
  static func middles(of parts: Int) -> [Double] {
    (0..<parts).map { (index: Int) -> Double in
      2 * (Double(index) + 0.5) / Double(parts) - 1
    }
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let steps = studio.effort.part(of: 4000, least: 2000)
    let truth = Self.places.map(Self.target)
    let trained = try studio.training {
      try Self.widths.map { (units: Int) throws -> [Double] in
        // Some starts end in a poor minimum: the best of several is what the units can do.
        let starts = try (0..<UInt64(studio.effort.part(of: 3))).map { start in
          try Self.trained(units: units, steps, seed: studio.seed &+ start)
        }
        return starts.min { Self.error($0, truth) < Self.error($1, truth) } ?? []
      }
    }
    let built = try Self.widths.map { try Self.answers(of: Self.staircase(units: $0)) }
    let panels = Self.widths.indices.map { index in
      // One legend is enough: the first panel's.
      let names = index == 0 ? ["function", "staircase", "trained"] : ["", "", ""]
      var chart = LineChart(
        title: "\(Self.widths[index]) hidden units",
        series: [
          Series(name: names[0], x: Self.places, y: truth, color: Color(grey: 0.6)),
          Series(name: names[1], x: Self.places, y: built[index], color: Theme.standard.color(0)),
          Series(name: names[2], x: Self.places, y: trained[index], color: Theme.standard.color(1)),
        ])
      chart.yRange = -1.5...1.2
      chart.plotSize = Size(200, 110)
      return chart
    }
    let errors = [trained, built].map { answers in answers.map { Self.error($0, truth) } }
    let slope: Double = log(errors[1][1] / errors[1][5]) / log(16)
    var stairs = zip(Self.widths, errors[1]).map { Fact("staircase, \($0) units: error", $1) }
    stairs.append(
      Fact("staircase: fall of the logarithm of the error with that of the units", slope))
    let caption =
      "Grey: the function; orange: trained with \(steps) steps of Adam, the best of "
      + "\(studio.effort.part(of: 3)) starts; blue: a staircase of "
      + "sigmoids written down. \(Self.count) points, seed \(studio.seed)."
    return [
      ExhibitFigure(
        "\(name)-fits",
        FigureGrid(
          title: "One hidden layer, more and more units", panels: panels, columns: 3,
          hasLetters: false, caption: caption),
        facts: zip(Self.widths, errors[0]).map { Fact("trained, \($0) units: error", $1) }),
      ExhibitFigure(
        "\(name)-errors",
        Self.chart(
          errors,
          "Trained with \(steps) steps of Adam, the best of \(studio.effort.part(of: 3)) starts; the "
            + "staircase is written down. Grey: as one over the units. \(Self.count) points, seed "
            + "\(studio.seed)."),
        facts: stairs),
    ]
  }

  private static func chart(_ errors: [[Double]], _ caption: String) -> LineChart {
    let widths = widths.map(Double.init)
    return LineChart(
      title: "Error against the number of hidden units", xLabel: "hidden units",
      yLabel: "root of the mean squared error", xScale: .logarithmic, yScale: .logarithmic,
      series: [
        Series(
          name: "trained", x: widths, y: errors[0], color: Theme.standard.color(1),
          showsPoints: true),
        Series(
          name: "staircase", x: widths, y: errors[1], color: Theme.standard.color(0),
          showsPoints: true),
        Series(
          name: "∝ 1 / units", x: widths, y: widths.map { errors[1][5] * 64 / $0 },
          color: Color(grey: 0.6), isDashed: true),
      ], caption: caption)
  }

  private static func error(_ answers: [Double], _ truth: [Double]) -> Double {
    var squares = 0.0
    for (answer, wanted) in zip(answers, truth) { squares += (answer - wanted) * (answer - wanted) }
    return (squares / Double(truth.count)).squareRoot()
  }
}
