import Foundation
import Fovea

/// What lies beyond the border: sizes, fillings, and how far each is from the truth.
struct Paddings: Exhibit {
  let name = "paddings"
  let title = "Seven ways to go beyond the border"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan, .rafiey, .ma]
  let explanation = """
    A blur of 13×13 on a part cut out of a photograph, without padding (valid), with as much as keeps the size (same) and with all that \
    touches it (full); then five fillings of the border, two of them constant, on nine numbers and on the picture, and what the blur makes of each. The \
    cut hides what really lies beyond, so that the error at the border can be measured: zeros darken it, constants and the opposite side bring in \
    strange values, and repeating or mirroring what is near errs least.
    """

  private static let side = 96
  private static let kernel = ImageKernel.blur(13)
  private static let corner = (x: 150, y: 70)

  private static let fillings: [(name: String, mode: Padding.Mode)] = [
    ("constant 0", .zeros), ("constant ½", .constant(0.5)), ("replicate", .replicate),
    ("reflect", .reflect), ("circular", .circular),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let whole = try Photograph.chelsea.image()
    let (x, y, side) = (Self.corner.x, Self.corner.y, Self.side)
    let picture = whole.cropped(x: x, y: y, width: side, height: side).tensor
    // The truth needs six pixels more on each side.
    let wide = whole.cropped(x: x - 6, y: y - 6, width: side + 12, height: side + 12).tensor
    let truth = try Self.kernel.applied(to: wide, border: .valid)
    let sizes = try [("valid", BorderSize.valid), ("same", .same), ("full", .full)].map {
      ($0.0, try Self.kernel.applied(to: picture, border: $0.1, padding: .zeros))
    }
    let answers = try Self.fillings.map {
      ($0.name, try Self.kernel.applied(to: picture, padding: $0.mode))
    }
    let errors = answers.map { ($0.0, Self.borderError($0.1, truth)) }
    let figure = FigureGrid(
      title: "Beyond the border",
      panels: [
        Self.sizesGrid(picture, sizes), try Self.numbers(),
        try Self.fillingsGrid(picture, answers, errors),
      ], columns: 1,
      caption:
        "\(Photograph.chelsea.credit), a part of 96×96 pixels. Error: root mean square over the outermost six pixels "
        + "against the blur of the uncut photograph, pixels from 0 to 1. Reflection does not repeat the border itself."
    )
    return [
      ExhibitFigure(
        name, figure,
        facts: sizes.map { .count("\($0.0): columns", $0.1.shape[2]) }
          + errors.map { Fact("\($0.0): error at the border", $0.1) }
          + [
            Fact(
              "sum of the lecture's 3×3 numbers after padding by zeros",
              Self.sum(try Self.padded(Self.nine, 1, .zeros))),
            .count(
              "columns after padding by zeros", try Self.padded(Self.nine, 1, .zeros).shape[2]),
          ])
    ]
  }

  /// The root mean square difference over the outermost six pixels.
  private static func borderError(_ answer: Tensor, _ truth: Tensor) -> Double {
    var (sum, count) = (0.0, 0.0)
    for (index, value) in answer.scalars.enumerated() {
      let (x, y) = (index % side, index / side % side)
      guard min(x, y, side - 1 - x, side - 1 - y) < 6 else { continue }
      sum += pow(Double(value - truth.scalars[index]), 2)
      count += 1
    }
    return (sum / count).squareRoot()
  }

  // MARK: - Nine numbers

  /// The lecture's example.
  private static let nine = Tensor(shape: [1, 3, 3], scalars: (1...9).map(Float.init))

  /// A picture extended by the engine.
  private static func padded(_ picture: Tensor, _ size: Int, _ mode: Padding.Mode) throws -> Tensor
  {
    try Network(input: NetworkInput("image", element: picture.shape)) {
      Pad2D(size: size, mode: mode)
    }
    .answer(to: picture.reshaped(to: Shape([1] + picture.shape.dimensions))).element(0)
  }

  private static func sum(_ tensor: Tensor) -> Double { Double(tensor.scalars.reduce(0, +)) }

  private static func numbers() throws -> FigureGrid {
    let extended = try fillings.map { filling in
      KernelFigure(try padded(nine, 1, filling.mode).element(0), title: filling.name, cell: 21)
    }
    let original = KernelFigure(nine.element(0), title: "nine numbers", cell: 21)
    return FigureGrid(panels: [original] + extended, hasLetters: false)
  }

  // MARK: - The picture

  private static func sizesGrid(_ picture: Tensor, _ sizes: [(name: String, result: Tensor)])
    -> FigureGrid
  {
    let panels = ([("picture", picture)] + sizes).map { name, tensor in
      // As many points for each pixel of all four, so that sizes can be compared.
      ImageGrid(
        tiles: [
          ImageGrid.Tile(
            image: tensor, title: name, caption: "\(tensor.shape[2])×\(tensor.shape[1])")
        ], tileSize: Double(tensor.shape[2]) * 1.25)
    }
    return FigureGrid(panels: panels, hasLetters: false)
  }

  private static func fillingsGrid(
    _ picture: Tensor, _ answers: [(name: String, answer: Tensor)],
    _ errors: [(name: String, error: Double)]
  ) throws -> ImageGrid {
    let extended = try fillings.map {
      ImageGrid.Tile(image: framing(try padded(picture, 24, $0.mode), 24))
    }
    let results = zip(answers, errors).map {
      ImageGrid.Tile(image: $0.answer, caption: "error \($1.error.short)")
    }
    return ImageGrid(
      tiles: extended + results, columns: fillings.count,
      rowLabels: ["extended by 24 pixels", "blurred, same size"],
      columnLabels: fillings.map(\.name), tileSize: 118)
  }

  /// A white line where the picture ends.
  private static func framing(_ picture: Tensor, _ size: Int) -> Tensor {
    var framed = picture
    let (first, last) = (size - 1, picture.shape[2] - size)
    for channel in 0..<picture.shape[0] {
      for step in first...last {
        for (row, column) in [(first, step), (last, step), (step, first), (step, last)] {
          framed[channel, row, column] = 1
        }
      }
    }
    return framed
  }
}
