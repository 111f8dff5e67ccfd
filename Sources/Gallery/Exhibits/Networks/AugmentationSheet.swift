import Fovea

/// The library's random changes of pictures.
struct AugmentationSheet: Exhibit {
  let name = "augmentation-sheet"
  let title = "Data augmentation"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    One picture under each random change that the library knows, six draws of each, and under all of them together. \
    Whatever is drawn, a person still sees the same boot: a network that is shown such draws in place of the one picture \
    learns what does not matter for the class.
    """

  private static let changes: [(name: String, change: Augmentation.Change)] = [
    ("shift ±4", .shift(pixels: 4)), ("flip", .flip(probability: 0.5)),
    ("rotate ±25°", .rotate(degrees: 25)), ("scale 0.7 – 1.3", .scale(smallest: 0.7, largest: 1.3)),
    ("shear ±25°", .shear(degrees: 25)), ("brightness ±0.3", .brightness(0.3)),
    ("contrast ±0.7", .contrast(0.7)), ("noise 0.1", .noise(deviation: 0.1)),
  ]
  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let test = try studio.images(.fashion).test
    // An ankle boot: its sides differ, and so do its ends.
    let sample = test.labels.firstIndex(of: 9) ?? 0
    let image = test.images(at: [sample])
    let rows = Self.changes + [("all of them", .shift(pixels: 0))]
    var tiles: [ImageGrid.Tile] = []
    var movements: [Double] = []
    for (index, row) in rows.enumerated() {
      let list = index < Self.changes.count ? [row.change] : Self.changes.map(\.change)
      let change = Augmentation(list, seed: studio.seed)
      tiles.append(ImageGrid.Tile(image: image.element(0)))
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
    let grid = ImageGrid(
      title: "Eight changes of a boot", tiles: tiles, columns: 7, rowLabels: rows.map(\.name),
      columnLabels: ["picture"] + (1...6).map { "draw \($0)" }, tileSize: 44,
      caption: "Each draw belongs to one picture and one epoch, and is the same for one seed. "
        + "Seed \(studio.seed).")
    return [
      ExhibitFigure(
        name, grid,
        facts: zip(rows, movements).map { Fact("\($0.name): mean change of a pixel", $1) })
    ]
  }
}
