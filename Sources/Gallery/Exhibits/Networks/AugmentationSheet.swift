import Fovea

/// The library's random changes of pictures.
struct AugmentationSheet: Exhibit {
  let name = "augmentation-sheet"
  let title = "Data augmentation"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    One picture, six draws of each random change that the library knows, and six of all of them together, each at a milder \
    strength. Whatever is drawn, a person still sees the same boot: a network that is shown such draws in place of the one \
    picture learns what does not matter for the class.
    """

  private static let changes: [(name: String, change: Augmentation.Change)] = [
    ("shift ±4", .shift(pixels: 4)), ("flip", .flip(probability: 0.5)),
    ("rotate ±25°", .rotate(degrees: 25)), ("scale 0.7 – 1.3", .scale(smallest: 0.7, largest: 1.3)),
    ("shear ±25°", .shear(degrees: 25)), ("brightness ±0.3", .brightness(0.3)),
    ("contrast ±0.7", .contrast(0.7)), ("noise 0.1", .noise(deviation: 0.1)),
  ]

  /// What is still a boot where all changes come together.
  private static let milder: [Augmentation.Change] = [
    .shift(pixels: 2), .flip(probability: 0.5), .rotate(degrees: 10),
    .scale(smallest: 0.9, largest: 1.1), .shear(degrees: 10), .brightness(0.15), .contrast(0.3),
    .noise(deviation: 0.03),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let test = try studio.images(.fashion).test
    // An ankle boot: its sides differ, and so do its ends.
    let sample = test.labels.firstIndex(of: 9) ?? 0
    let image = test.images(at: [sample])
    let rows = Self.changes.map { ($0.name, [$0.change]) } + [("all, milder", Self.milder)]
    var tiles: [ImageGrid.Tile] = []
    var movements: [Double] = []
    for (_, list) in rows {
      let change = Augmentation(list, seed: studio.seed)
      var difference = 0.0
      for epoch in 1...6 {
        let changed = change.apply(to: image, samples: [sample], epoch: epoch)
        difference += zip(changed.scalars, image.scalars).reduce(0) {
          $0 + Double(abs($1.0 - $1.1))
        }
        tiles.append(ImageGrid.Tile(image: changed.element(0)))
      }
      movements.append(difference / Double(6 * image.shape.count))
    }
    let picture = ImageGrid(
      title: "the picture", tiles: [ImageGrid.Tile(image: image.element(0))], tileSize: 66)
    let draws = ImageGrid(
      tiles: tiles, columns: 6, rowLabels: rows.map(\.0),
      columnLabels: (1...6).map { "draw \($0)" }, tileSize: 44)
    let figure = Equation(
      [picture, draws], signs: ["→"], title: "Eight changes of a boot",
      caption: "Each draw belongs to one picture and one epoch, and is the same for one seed. "
        + "All together: shift ±2, flip, rotate ±10°, scale 0.9 – 1.1, shear ±10°, brightness ±0.15, "
        + "contrast ±0.3, noise 0.03. "
        + "Seed \(studio.seed).")
    return [
      ExhibitFigure(
        name, figure,
        facts: zip(rows, movements).map { Fact("\($0.0): mean change of a pixel", $1) })
    ]
  }
}
