import Foundation
import Fovea

/// Stride as downsampling, with and without smoothing first.
struct Strides: Exhibit {
  let name = "strides"
  let title = "Stride: downsampling, and what it makes up"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan, .ma]
  let explanation = """
    Rings that become finer outwards, and a photograph, under strides of 1 to 4: taking each s-th pixel, and taking each s-th answer of a \
    Gaussian whose width grows with the stride. Where rings are finer than two pixels of the result, plain striding shows rings that are not there \
    (aliasing), while smoothing first leaves a flat grey; the error below each tile is against the mean over each new pixel's area.
    """

  private static let side = 192
  private static let strides = [1, 2, 3, 4]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let rings = Self.rings()
    let photograph = try Photograph.chelsea.image().grey
      .cropped(x: 90, y: 6, width: 288, height: 288).resized(width: 192, height: 192).tensor
    var panels: [any Figure] = []
    var facts: [Fact] = []
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
      for (index, stride) in Self.strides.enumerated() where stride > 1 {
        facts += [
          Fact("\(subject), stride \(stride): error of each s-th pixel", rows[0][index].error),
          Fact("\(subject), stride \(stride): error when smoothed first", rows[1][index].error),
        ]
      }
    }
    facts.append(.count("columns at stride 4", (Self.side - 1) / 4 + 1))
    let figure = FigureGrid(
      title: "Strides of one to four", panels: panels, columns: 1,
      caption:
        "\(Photograph.chelsea.credit). 192×192 pixels; every result is drawn at one size. The Gaussian's deviation is half the stride. "
        + "Both are convolutions with that stride, the first with a kernel of a single 1. Error: root mean square."
    )
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  private typealias Taken = (image: Tensor, error: Double)

  /// A convolution with a stride, and its distance from the mean over each new pixel's area.
  private static func taken(
    _ picture: Tensor, _ stride: Int, isSmooth: Bool
  ) throws -> Taken {
    // An odd kernel's middle lies on a pixel, an even one's between two, as the middle of an even area does.
    let side = 2 * stride + (stride.isMultiple(of: 2) ? 2 : 1)
    var numbers = Tensor.zeros([side, side])
    numbers[(side - 1) / 2, (side - 1) / 2] = 1
    let kernel: ImageKernel =
      isSmooth && stride > 1
      ? .gaussian(side: side, sigma: Float(stride) / 2) : ImageKernel("one pixel", numbers)
    let border = (side - stride) / 2
    let answer = try kernel.applied(
      to: picture, stride: stride,
      border: .explicit(before: [border, border], behind: [border, border]))
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
