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

  // MARK: - One dimension

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

  // MARK: - Two dimensions

  private func inStreet(_ studio: Studio) throws -> ExhibitFigure {
    let scene = try StreetScene.picture(noise: 0.06, seed: studio.seed)
    let template = try StreetScene.template()
    let color = try TemplateMatch(of: template, in: scene)
    let grey = try TemplateMatch(of: template.luma, in: scene.luma)
    let rows = [
      try Self.row("grey", template.luma, scene.luma, grey),
      try Self.row("colour", template, scene, color),
    ]
    let figure = FigureGrid(
      title: "A stop sign in a street", panels: rows, columns: 1,
      caption:
        "A drawing of 240×150 pixels in dim light (0.06 + 0.82 x) with normal noise of deviation 0.06; the sign is 33×33. "
        + "The blue and the green sign have the grey of the red one. Maps: normalised cross-correlation at the place of the "
        + "pattern's middle; frames: the best place; where the pattern would leave the picture there is no answer. Seed \(studio.seed)."
    )
    return ExhibitFigure(
      "\(name)-street", figure,
      facts: [
        Fact("colour: best answer", Double(color.best.value)),
        Fact("colour: best answer elsewhere", Double(color.runnerUp.value)),
        Fact("colour: distance from the sign (pixels)", Self.distance(color)),
        Fact("grey: best answer", Double(grey.best.value)),
        Fact("grey: best answer elsewhere", Double(grey.runnerUp.value)),
        Fact("colour: margin ÷ grey: margin", Double(color.margin / max(grey.margin, 1e-6))),
      ])
  }

  private static func distance(_ match: TemplateMatch) -> Double {
    hypot(
      Double(match.best.x - StreetScene.place.x), Double(match.best.y - StreetScene.place.y))
  }

  private static func row(
    _ title: String, _ template: Tensor, _ scene: Tensor, _ match: TemplateMatch
  ) throws -> FigureRow {
    let side = StreetScene.side
    let pattern = ImageGrid(
      tiles: [ImageGrid.Tile(image: template, title: "pattern")], tileSize: 50)
    let framed = ImageGrid(
      tiles: [
        ImageGrid.Tile(
          image: framing(scene, x: match.best.x, y: match.best.y, side: side),
          title: "\(title) scene and the place found")
      ], tileSize: 240)
    let margin = side / 2
    // As large as the scene, so that places can be compared.
    var map = Tensor.zeros([1, scene.shape[1], scene.shape[2]])
    for y in 0..<match.response.shape[0] {
      for x in 0..<match.response.shape[1] {
        map[0, y + margin, x + margin] = match.response[y, x]
      }
    }
    var answer = ImageGrid(
      tiles: [
        ImageGrid.Tile(
          image: map,
          title:
            "best \(Double(match.best.value).short), elsewhere \(Double(match.runnerUp.value).short)"
        )
      ], scaling: .shared(ColorScale(.symmetric, range: -1...1)), unit: "correlation", tileSize: 240
    )
    answer.showsBar = true
    return FigureRow([framed, pattern, answer], signs: ["∗", "="])
  }

  /// The picture with a black frame around a square.
  private static func framing(_ picture: Tensor, x: Int, y: Int, side: Int) -> Tensor {
    var framed = picture
    for channel in 0..<picture.shape[0] {
      for step in 0..<side {
        for edge in 0..<2 {
          for (row, column) in [
            (y + edge, x + step), (y + side - 1 - edge, x + step), (y + step, x + edge),
            (y + step, x + side - 1 - edge),
          ] { framed[channel, row, column] = 0 }
        }
      }
    }
    return framed
  }
}

extension Tensor {
  /// A picture `[3, height, width]` in grey: 0.299 R + 0.587 G + 0.114 B.
  var luma: Tensor {
    let (red, green, blue) = (element(0).scalars, element(1).scalars, element(2).scalars)
    return Tensor(
      shape: [1, shape[1], shape[2]],
      scalars: red.indices.map { 0.299 * red[$0] + 0.587 * green[$0] + 0.114 * blue[$0] })
  }
}
