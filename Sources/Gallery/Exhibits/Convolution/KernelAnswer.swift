import Fovea

/// What a kernel makes of a picture, with the kernel's numbers and the result's range.
struct KernelAnswer {
  let kernel: ImageKernel
  let result: Tensor

  /// Computes the result with the engine; the borders repeat the outermost pixels.
  init(_ kernel: ImageKernel, _ picture: Tensor) throws {
    self.kernel = kernel
    result = try kernel.applied(to: picture)
  }

  /// The largest absolute answer.
  var reach: Double { Double(result.scalars.map(abs).max() ?? 0) }

  /// The mean absolute answer.
  var mean: Double {
    result.scalars.reduce(0.0) { $0 + Double(abs($1)) } / Double(result.shape.count)
  }

  /// The kernel and the result, which is `side` points wide; the picture stands elsewhere, since many rows share it.
  func row(side: Double) -> Equation {
    let numbers = KernelFigure(
      kernel.numbers, title: kernel.name, divisor: Double(kernel.divisor),
      cell: kernel.width > 3 ? 14 : 22)
    return Equation(
      [Centred(numbers, width: 128), answer(side)], signs: ["→"]
    ).ofPictures
  }

  private func answer(_ side: Double) -> ImageGrid {
    guard kernel.isSigned else { return Self.tile(result, side) }
    let scale = ColorScale(.symmetric, range: -reach...reach)
    var grid = ImageGrid(
      tiles: [ImageGrid.Tile(image: result, caption: "−\(reach.short(2)) … \(reach.short(2))")],
      scaling: .shared(scale), tileSize: side)
    grid.showsBar = false
    return grid
  }

  /// A picture, its longer side `side` points long.
  static func tile(_ picture: Tensor, _ side: Double) -> ImageGrid {
    ImageGrid(tiles: [ImageGrid.Tile(image: picture)], tileSize: side)
  }
}

/// A figure in the middle of a given width, so that what stands beside it lines up from row to row.
struct Centred: Figure {
  let figure: any Figure
  let width: Double

  init(_ figure: any Figure, width: Double) {
    self.figure = figure
    self.width = width
  }

  var size: Size { Size(max(width, figure.size.width), figure.size.height) }

  func validate() throws(FoveaError) { try figure.validate() }

  func draw(on canvas: any Canvas) {
    canvas.within(Transform(x: ((size.width - figure.size.width) / 2).rounded())) {
      figure.draw(on: canvas)
    }
  }
}
