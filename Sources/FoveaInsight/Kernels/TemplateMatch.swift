import FoveaEngine
import FoveaNetwork
public import FoveaTensor

/// Where a small picture is found in a large one, by normalised cross-correlation.
///
/// The template, less its mean and of length 1, is the weight of one convolution; two more of ones give each window's mean and
/// length: `r = Σ (x − x̄)(t − t̄) / (‖x − x̄‖ ‖t − t̄‖)`, 1 where the window is the template up to brightness and contrast,
/// −1 where it is its negative. Means are taken over all channels together, so that colours count.
public struct TemplateMatch: Sendable {
  /// r at each place of the template's upper left corner, `[height − h + 1, width − w + 1]`.
  public let response: Tensor
  /// Where r is largest.
  public let best: Place
  /// The largest r that is at least half a template away from the best place.
  public let runnerUp: Place

  /// A place of the template's upper left corner, and r there.
  public struct Place: Hashable, Sendable {
    /// The column.
    public let x: Int
    /// The row.
    public let y: Int
    /// The correlation.
    public let value: Float
  }

  /// How much better the best place is than any other.
  public var margin: Float { best.value - runnerUp.value }

  /// Slides a template over a picture, both `[channels, height, width]`.
  ///
  /// - Throws: `FoveaError` where they have different channels, the template is larger than the picture or flat.
  public init(of template: Tensor, in picture: Tensor) throws(FoveaError) {
    guard template.shape.rank == 3, picture.shape.rank == 3, template.shape.count > 0,
      template.shape[0] == picture.shape[0], template.shape[1] <= picture.shape[1],
      template.shape[2] <= picture.shape[2]
    else {
      throw FoveaError(
        "a template \(template.shape) cannot be looked for in a picture \(picture.shape)")
    }
    let mean = template.scalars.reduce(0, +) / Float(template.shape.count)
    let centred = template.map { $0 - mean }
    let length = centred.scalars.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 1e-6 else { throw FoveaError("a flat template is found everywhere") }
    let ones = Tensor(repeating: 1, shape: template.shape)
    let match = try Self.network(centred.map { $0 / length }, on: picture.shape)
    let sum = try Self.network(ones, on: picture.shape)
    let batch = picture.reshaped(to: Shape([1] + picture.shape.dimensions))
    let dots = try match.answer(to: batch).scalars
    let sums = try sum.answer(to: batch).scalars
    let squares = try sum.answer(to: batch.map { $0 * $0 }).scalars
    let count = Float(template.shape.count)
    var values = [Float](repeating: 0, count: dots.count)
    for index in dots.indices {
      let energy = squares[index] - sums[index] * sums[index] / count
      // A window without contrast resembles nothing; differences of sums leave some rounding.
      values[index] = energy > 1e-5 * count ? dots[index] / energy.squareRoot() : 0
    }
    let (rows, columns) = (
      picture.shape[1] - template.shape[1] + 1, picture.shape[2] - template.shape[2] + 1
    )
    let response = Tensor(shape: [rows, columns], scalars: values)
    let first = Self.largest(response) { _, _ in true } ?? Place(x: 0, y: 0, value: 0)
    self.response = response
    best = first
    runnerUp =
      Self.largest(response) { x, y in
        abs(x - first.x) > template.shape[2] / 2 || abs(y - first.y) > template.shape[1] / 2
      } ?? first
  }

  /// One filter over all channels, without borders.
  private static func network(
    _ weight: Tensor, on picture: Shape
  ) throws(FoveaError) -> Network {
    var network = try Network(input: NetworkInput("image", element: picture)) {
      Conv2D(
        "template", filters: 1, kernel: (weight.shape[1], weight.shape[2]), bias: false)
    }
    network.setWeights(
      weight.reshaped(to: Shape([1] + weight.shape.dimensions)),
      at: try network.parameterPosition("template.weight"))
    return network
  }

  private static func largest(
    _ response: Tensor, where isAllowed: (_ x: Int, _ y: Int) -> Bool
  ) -> Place? {
    var best: Place?
    let values = response.scalars
    for (index, value) in values.enumerated() where value > best?.value ?? -.infinity {
      let (x, y) = (index % response.shape[1], index / response.shape[1])
      if isAllowed(x, y) { best = Place(x: x, y: y, value: value) }
    }
    return best
  }
}
