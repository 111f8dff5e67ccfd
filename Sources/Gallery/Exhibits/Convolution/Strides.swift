import Foundation
import Fovea

/// Stride as downsampling, with and without smoothing first.
struct Strides: Exhibit {
  let name = "strides"
  let title = "Stride: downsampling, and what it makes up"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan, .ma]
  let explanation = """
    Rings that become finer outwards, and a photograph, under strides of 1, 3, 5 and 7: taking each s-th pixel, and taking each \
    s-th answer of a Gaussian whose width grows with the stride. Where a ring is narrower than a pixel of the result, plain \
    striding shows rings that are not there (aliasing), while smoothing first lets them fade to grey; the error below each tile \
    is against the mean over each new pixel's area.
    """

  /// A multiple of all strides.
  private static let side = 210
  /// Odd ones: then a pixel lies in the middle of the area that it stands for.
  private static let strides = [1, 3, 5, 7]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let rings = Self.rings()
    let photograph = try Photograph.chelsea.image().grey
      .cropped(x: 90, y: 6, width: 288, height: 288).resized(width: Self.side, height: Self.side)
      .tensor
    var panels: [any Figure] = []
    var facts: [Fact] = []
    var columns = 0
    for (subject, picture) in [("rings", rings), ("photograph", photograph)] {
      let rows = try [false, true].map { isSmooth in
        try Self.strides.map { try Self.taken(picture, $0, isSmooth: isSmooth) }
      }
      let tiles = rows.flatMap { row in
        row.enumerated().map { index, taken in
          ImageGrid.Tile(
            image: taken.image,
            caption: "\(taken.image.shape[2])×\(taken.image.shape[1])"
              + (index == 0 ? "" : ", error \(taken.error.short(2))"))
        }
      }
      panels.append(
        ImageGrid(
          title: subject == "rings" ? "rings" : "a photograph", tiles: tiles, columns: 4,
          rowLabels: ["each s-th pixel", "smoothed first"],
          columnLabels: Self.strides.map { "stride \($0)" }, tileSize: 144))
      columns = rows[0][Self.strides.count - 1].image.shape[2]
      for (index, stride) in Self.strides.enumerated() where stride > 1 {
        facts += [
          Fact("\(subject), stride \(stride): error of each s-th pixel", rows[0][index].error),
          Fact("\(subject), stride \(stride): error when smoothed first", rows[1][index].error),
        ]
      }
    }
    facts.append(.count("columns at stride 7", columns))
    let figure = FigureGrid(
      title: "Strides of 1, 3, 5 and 7", panels: panels, columns: 1,
      caption:
        "\(Photograph.chelsea.credit). 210×210 pixels; every result is drawn at one size. The Gaussian's deviation is half the stride; "
        + "what lies beyond the border is mirrored. Both are convolutions with that stride, the first with a kernel of a single 1. "
        + "Error: root mean square."
    )
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  private typealias Taken = (image: Tensor, error: Double)

  /// A convolution with a stride, and its distance from the mean over each new pixel's area.
  private static func taken(
    _ picture: Tensor, _ stride: Int, isSmooth: Bool
  ) throws -> Taken {
    let side = 2 * stride + 1
    var numbers = Tensor.zeros([side, side])
    numbers[stride, stride] = 1
    let kernel: ImageKernel =
      isSmooth && stride > 1
      ? .gaussian(side: side, sigma: Float(stride) / 2) : ImageKernel("one pixel", numbers)
    // The kernel's middle lies on the middle of the area.
    let answer = try kernel.applied(
      to: picture, stride: stride, border: .symmetric((side - stride) / 2), padding: .reflect)
    let area = try ImageKernel.blur(stride).applied(to: picture, stride: stride, border: .valid)
    let sum = zip(answer.scalars, area.scalars).reduce(0.0) { $0 + pow(Double($1.0 - $1.1), 2) }
    return (answer, (sum / Double(area.shape.count)).squareRoot())
  }

  /// cos of the squared distance from the upper left corner: from flat to rings of two pixels.
  private static func rings() -> Tensor {
    let scalars = (0..<side * side).map { index -> Float in
      let (x, y) = (Double(index % side), Double(index / side))
      // The phase's slope is 2ar per pixel: π, the finest that pixels can hold, at the far corner.
      let a = Double.pi / (2 * Double(side) * 2.0.squareRoot())
      return Float(0.5 + 0.5 * cos(a * (x * x + y * y)))
    }
    return Tensor(shape: [1, side, side], scalars: scalars)
  }
}
