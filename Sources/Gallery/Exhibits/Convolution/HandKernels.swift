import Fovea

/// The lectures' hand-made kernels on a photograph and on shapes.
struct HandKernels: Exhibit {
  let name = "hand-kernels"
  let title = "Kernels made by hand"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey]
  let explanation = """
    Fourteen kernels with their numbers, and beside each what one convolution with these weights makes of the picture above: \
    means that blur, differences that find edges, and lines in four directions. Blurred pictures keep their greys, since \
    the weights add up to 1; the others add up to 0 and are drawn red where the answer is positive, blue where it is \
    negative and white where nothing happens, each on its own symmetric scale with its ends written below.
    """

  /// The lectures' kernels in the order of the sheet.
  static let kernels: [ImageKernel] =
    [
      .blur(3), .blur(5), .gaussian(side: 5, sigma: 1).rounded, .laplacian4, .laplacian8,
      .differenceX, .differenceY, .sobelX, .sobelY, .sobel(degrees: 45),
    ] + ImageKernel.Line.allCases.map(ImageKernel.line)

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let photograph = try Photograph.coffee.image().grey.resized(width: 120, height: 80).tensor
    let shapes = try Shapes.picture().grey.tensor
    return [
      try sheet(
        "photograph", "Fourteen kernels on a photograph", photograph,
        caption: "\(Photograph.coffee.credit), 120×80 pixels in grey."),
      try sheet(
        "shapes", "Fourteen kernels on drawn shapes", shapes,
        caption:
          "A drawing of 60×40 pixels: a disc, a square, a triangle, and lines one pixel wide "
          + "at 0°, 45°, 90° and 135°."),
    ]
  }

  private func sheet(
    _ file: String, _ title: String, _ picture: Tensor, caption: String
  ) throws -> ExhibitFigure {
    let answers = try Self.kernels.map { try KernelAnswer($0, picture) }
    let side = 180.0
    let figure = FigureGrid(
      title: title,
      panels: [
        KernelAnswer.tile(picture, side),
        FigureGrid(panels: answers.map { $0.row(side: side) }, columns: 2, hasLetters: false),
      ], columns: 1, hasLetters: false,
      caption: caption
        + " Pixels are 0 (black) to 1 (white); beyond the borders the outermost pixel "
        + "goes on. Kernels slide as they stand (⊛), without being flipped.")
    return ExhibitFigure(
      "\(name)-\(file)", figure,
      facts: answers.map {
        Fact("\($0.kernel.name): mean |answer|", $0.mean)
      } + [
        Fact("largest |sum of weights| of the kernels for edges and lines", Self.imbalance),
        Fact("smallest sum of weights of the three that blur", Self.brightness),
      ])
  }

  private static var imbalance: Double {
    Double(kernels.filter(\.isSigned).map { abs($0.sum) }.max() ?? .nan)
  }

  private static var brightness: Double {
    Double(kernels.filter { !$0.isSigned }.map(\.sum).min() ?? .nan)
  }
}

extension ImageKernel {
  /// The kernel in whole numbers, the smallest weight taken as 1, with their sum as the divisor.
  var rounded: ImageKernel {
    let least = weights.scalars.min() ?? 1
    let whole = weights.map { ($0 / least).rounded() }
    return ImageKernel(name, whole, divisor: whole.scalars.reduce(0, +))
  }
}

/// A drawing on which each kernel has something to find.
enum Shapes {
  /// White shapes on black, 60×40 pixels, so that each pixel is seen; lines are drawn without smoothed edges.
  static func picture() throws -> PixelImage {
    var image = try PixelImage.drawn(width: 60, height: 40) { canvas in
      canvas.fill(Rectangle(x: 0, y: 0, width: 60, height: 40), .black)
      canvas.circle(Point(10.5, 11.5), radius: 7.5, .white)
      canvas.fill(Rectangle(x: 22, y: 5, width: 13, height: 13), Color(grey: 0.75))
      canvas.fill(.polygon([Point(48, 4), Point(57, 18.5), Point(39, 18.5)]), .white)
    }
    for step in 0..<12 {
      image[2 + step, 31] = [255, 255, 255]
      image[18 + step, 37 - step] = [255, 255, 255]
      image[38, 25 + step] = [255, 255, 255]
      image[45 + step, 25 + step] = [255, 255, 255]
    }
    return image
  }
}
