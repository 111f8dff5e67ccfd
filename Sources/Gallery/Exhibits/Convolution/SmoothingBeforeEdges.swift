import Foundation
import Fovea

/// Edges of a photograph after smoothing at several levels.
struct SmoothingBeforeEdges: Exhibit {
  let name = "smoothing-before-edges"
  let title = "Smoothing first: from texture to form"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    A photograph smoothed by Gaussians of four widths, the lengths of Sobel's two answers behind each, and the edges among them: \
    the tenth of all pixels that answer most. From left to right the wood's grain and the spoon's reflections go, and what is left are few \
    long outlines: the pieces that the edges fall into become fewer, which is what later features can build on.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let picture = try Photograph.coffee.image().grey.resized(width: 240, height: 160).tensor
    let sigmas: [Float] = [0, 1, 2, 4]
    let smooth = try sigmas.map { try Self.smoothed(picture, $0) }
    let strengths = try smooth.map(Self.strength)
    let edges = strengths.map(Self.strongest)
    let pieces = edges.map { Self.pieces($0) }
    let names = sigmas.map { $0 == 0 ? "as it is" : "σ = \(Double($0).short)" }
    let tiles =
      smooth.map { ImageGrid.Tile(image: $0) }
      + strengths.map { strength in
        let largest = strength.scalars.max() ?? 1
        return ImageGrid.Tile(
          image: strength.map { 1 - $0 / largest }, caption: "black: \(Double(largest).short)")
      }
      + zip(edges, pieces).map { edge, count in
        ImageGrid.Tile(image: edge.map { 1 - $0 }, caption: "\(count) pieces")
      }
    let grid = ImageGrid(
      title: "Edges at four levels of smoothing", tiles: tiles, columns: 4,
      rowLabels: ["smoothed", "length of Sobel's answers", "strongest tenth"], columnLabels: names,
      tileSize: 168,
      caption:
        "\(Photograph.coffee.credit), 240×160 pixels in grey. Middle row: white is 0, black the largest of each picture. "
        + "Pieces are pixels that touch, corners included.")
    return [
      ExhibitFigure(
        name, grid,
        facts: zip(names, pieces).map { .count("pieces of edges, \($0)", $1) }
          + zip(names, edges).map { name, edge in
            Fact("pixels in the largest piece, \(name)", Double(Self.largestPiece(edge)))
          })
    ]
  }

  private static func smoothed(_ picture: Tensor, _ sigma: Float) throws -> Tensor {
    guard sigma > 0 else { return picture }
    let line = ImageKernel.gaussian(2 * Int((3 * sigma).rounded(.up)) + 1, sigma: sigma)
    return try line.transposed(line.name).applied(to: try line.applied(to: picture))
  }

  /// √(Gx² + Gy²).
  private static func strength(_ picture: Tensor) throws -> Tensor {
    let x = try ImageKernel.sobelX.applied(to: picture)
    let y = try ImageKernel.sobelY.applied(to: picture)
    return Tensor(shape: x.shape, scalars: zip(x.scalars, y.scalars).map { hypot($0, $1) })
  }

  /// 1 at the tenth of all pixels that are largest.
  private static func strongest(_ strength: Tensor) -> Tensor {
    let limit = strength.scalars.sorted()[strength.shape.count * 9 / 10]
    return strength.map { $0 > limit ? 1 : 0 }
  }

  private static func pieces(_ edges: Tensor) -> Int { sizes(of: edges).count }

  private static func largestPiece(_ edges: Tensor) -> Int { sizes(of: edges).max() ?? 0 }

  /// How many pixels each connected piece has.
  private static func sizes(of edges: Tensor) -> [Int] {
    let (height, width) = (edges.shape[1], edges.shape[2])
    var isOpen = edges.scalars.map { $0 > 0 }
    var sizes: [Int] = []
    for start in isOpen.indices where isOpen[start] {
      isOpen[start] = false
      var (waiting, size) = ([start], 0)
      while let place = waiting.popLast() {
        size += 1
        let (x, y) = (place % width, place / width)
        for row in max(0, y - 1)...min(height - 1, y + 1) {
          for column in max(0, x - 1)...min(width - 1, x + 1) where isOpen[row * width + column] {
            isOpen[row * width + column] = false
            waiting.append(row * width + column)
          }
        }
      }
      sizes.append(size)
    }
    return sizes
  }
}
