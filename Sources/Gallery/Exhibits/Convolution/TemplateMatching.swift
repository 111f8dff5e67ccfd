import Foundation
import Fovea

/// A pattern found in a series, and a stop sign in a street, in grey and in colour.
struct TemplateMatching: Exhibit {
  let name = "template-matching"
  let title = "Finding a pattern by convolution"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    A short pattern slides over a noisy series, and a drawn stop sign over a drawn street with other red things and with signs of the \
    same form in blue and green; the maps are how well the pattern fits at each place, 1 where it is the same up to brightness and \
    contrast. In grey the three signs are one and noise decides between them, while a kernel with a part for each colour answers clearly at \
    one place, framed in black.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try inSeries(studio), try inStreet(studio)]
  }

  private func inSeries(_ studio: Studio) throws -> ExhibitFigure {
    let pattern: [Float] = (0..<40).map { place in
      let t = Double(place) / 40
      return Float(sin(2 * .pi * (2 * t + 3 * t * t)) * sin(.pi * t))
    }
    var source = RandomSource(seed: studio.seed, purpose: name)
    var series = (0..<400).map { _ in 0.4 * source.normal() }
    let places = [70, 255]
    for place in places {
      for (index, value) in pattern.enumerated() { series[place + index] += value }
    }
    let match = try TemplateMatch(
      of: Tensor(shape: [1, 1, 40], scalars: pattern),
      in: Tensor(shape: [1, 1, 400], scalars: series))
    let response = match.response.scalars
    let found = [match.best.x, match.runnerUp.x].sorted()
    let others =
      response.indices.filter { place in
        found.allSatisfy { abs($0 - place) > 20 }
      }.map { response[$0] }.max() ?? 0
    var shown = LineChart(
      title: "a series, and the pattern where it was hidden", xLabel: "place", yLabel: "value",
      xRange: 0...400, yRange: -2...2,
      series: [
        Series(name: "", values: series, color: Color(grey: 0.65))
      ]
        + places.map {
          Series(name: "", values: pattern, first: Double($0), color: Theme.okabeIto[1])
        })
    var answer = LineChart(
      title: "how well it fits", xLabel: "place of the pattern's first value",
      yLabel: "correlation", xRange: 0...400, yRange: -1...1,
      series: [Series(name: "", values: response)],
      marks: places.map { .vertical(Double($0), "hidden at \($0)") })
    shown.plotSize = Size(560, 120)
    answer.plotSize = Size(560, 120)
    let figure = FigureGrid(
      title: "A pattern of 40 values in noise", panels: [shown, answer], columns: 1,
      hasLetters: false,
      caption:
        "A chirp of amplitude 1 added twice to normal noise of deviation 0.4; seed \(studio.seed). Normalised "
        + "cross-correlation: the dot product of pattern and window, each less its mean and of length 1."
    )
    return ExhibitFigure(
      "\(name)-series", figure,
      facts: [
        Fact(
          "furthest of the two best places from the truth",
          Double(zip(found, places).map { abs($0 - $1) }.max() ?? 99)),
        Fact("the weaker of the two best answers", Double(match.runnerUp.value)),
        Fact("the best answer elsewhere", Double(others)),
      ])
  }
}
