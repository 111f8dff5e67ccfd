import Foundation
import Fovea

extension TemplateMatching {
  func inStreet(_ studio: Studio) throws -> ExhibitFigure {
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
        + "pattern's middle; frames: the best place; where the pattern would leave the picture (hatched) there is no answer. "
        + "Seed \(studio.seed)."
    )
    return ExhibitFigure(
      "\(name)-street", figure,
      facts: [
        Fact("colour: best answer", Double(color.best.value)),
        Fact("colour: best answer elsewhere", Double(color.runnerUp.value)),
        Fact("colour: distance from the sign (pixels)", Self.distance(color)),
        Fact("grey: best answer", Double(grey.best.value)),
        Fact("grey: best answer elsewhere", Double(grey.runnerUp.value)),
        .share(
          "places without an answer",
          Double(Self.answers(color, height: 150, width: 240).mask.count { $0 }) / (150 * 240)),
        Fact("colour: margin ÷ grey: margin", Double(color.margin / max(grey.margin, 1e-6))),
      ])
  }

  private static func distance(_ match: TemplateMatch) -> Double {
    hypot(
      Double(match.best.x - StreetScene.place.x), Double(match.best.y - StreetScene.place.y))
  }

  private static func row(
    _ title: String, _ template: Tensor, _ scene: Tensor, _ match: TemplateMatch
  ) throws -> Equation {
    let side = StreetScene.side
    let pattern = ImageGrid(
      tiles: [ImageGrid.Tile(image: template, title: "pattern")], tileSize: 50)
    let framed = ImageGrid(
      tiles: [
        ImageGrid.Tile(
          image: framing(scene, x: match.best.x, y: match.best.y, side: side),
          title: "\(title) scene and the place found")
      ], tileSize: 240)
    let found = answers(match, height: scene.shape[1], width: scene.shape[2])
    var answer = HeatMap(
      values: found.map,
      title:
        "best \(Double(match.best.value).short), elsewhere \(Double(match.runnerUp.value).short)",
      scale: ColorScale(.symmetric, range: -1...1), unit: "correlation", mask: found.mask)
    answer.maskLabel = "no answer"
    answer.plotSize = Size(240, 150)
    return Equation([framed, pattern, answer], signs: ["⊛", "="]).ofPictures
  }

  /// The answers at the places of the pattern's middle, in a map as large as the scene, and where there are none.
  private static func answers(
    _ match: TemplateMatch, height: Int, width: Int
  ) -> (map: Tensor, mask: [Bool]) {
    let margin = StreetScene.side / 2
    var map = Tensor.zeros([height, width])
    var mask = [Bool](repeating: true, count: height * width)
    for y in 0..<match.response.shape[0] {
      for x in 0..<match.response.shape[1] {
        map[y + margin, x + margin] = match.response[y, x]
        mask[(y + margin) * width + x + margin] = false
      }
    }
    return (map, mask)
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
