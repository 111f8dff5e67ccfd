import Fovea

/// The lectures' hand-made kernels on a photograph and on shapes.
struct HandKernels: Exhibit {
  let name = "hand-kernels"
  let title = "Kernels made by hand"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey]
  let explanation = """
    Twelve kernels with their numbers, each beside a picture and what one convolution with these weights makes of it: \
    means that blur, differences that find edges, and lines in four directions. Blurred pictures keep their greys, since \
    the weights add up to 1; the others add up to 0 and are drawn red where the answer is positive, blue where it is \
    negative and white where nothing happens, each on its own symmetric scale with its ends written below.
    """

  /// The lectures' kernels in the order of the sheet.
  static let kernels: [ImageKernel] =
    [.blur(3), .blur(5), .gaussian(side: 5, sigma: 1).rounded, .laplacian4, .laplacian8]
    + [.sobelX, .sobelY, .sobel(degrees: 45)] + ImageKernel.Line.allCases.map(ImageKernel.line)

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let photograph = try Photograph.coffee.image().grey.resized(width: 120, height: 80).tensor
    let shapes = try Shapes.picture().grey.tensor
    return [
      try sheet(
        "photograph", "Twelve kernels on a photograph", photograph,
        caption: "\(Photograph.coffee.credit), 120×80 pixels in grey."),
      try sheet(
        "shapes", "Twelve kernels on drawn shapes", shapes,
        caption:
          "A drawing of 120×80 pixels: a disc, a square, a triangle, and lines one pixel wide "
          + "at 0°, 45°, 90° and 135°."),
    ]
  }

  private func sheet(
    _ file: String, _ title: String, _ picture: Tensor, caption: String
  ) throws -> ExhibitFigure {
    let triptychs = try Self.kernels.map { try Triptych($0, picture) }
    let figure = FigureGrid(
      title: title, panels: triptychs.map { $0.row(side: 120) }, columns: 2, hasLetters: false,
      caption: caption
        + " Pixels are 0 (black) to 1 (white); beyond the borders the outermost pixel "
        + "goes on. The kernel slides without being flipped.")
    return ExhibitFigure(
      "\(name)-\(file)", figure,
      facts: triptychs.map {
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
  /// White shapes on black, drawn at 120×80 pixels without smoothed edges of lines.
  static func picture() throws -> PixelImage {
    var image = try PixelImage.drawn(width: 120, height: 80) { canvas in
      canvas.fill(Rectangle(x: 0, y: 0, width: 120, height: 80), .black)
      canvas.circle(Point(21, 23), radius: 15, .white)
      canvas.fill(Rectangle(x: 45, y: 10, width: 26, height: 26), Color(grey: 0.75))
      canvas.fill(.polygon([Point(96, 8), Point(114, 37), Point(78, 37)]), .white)
    }
    for step in 0..<24 {
      image[4 + step, 62] = [255, 255, 255]
      image[36 + step, 74 - step] = [255, 255, 255]
      image[76, 50 + step] = [255, 255, 255]
      image[90 + step, 50 + step] = [255, 255, 255]
    }
    return image
  }
}
