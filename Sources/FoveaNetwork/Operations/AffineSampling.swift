public import FoveaTensor

/// Reads an image through an affine map with bilinear interpolation: shifts, scales and rotations.
///
/// Inputs: images `[N, C, H, W]` and maps `[N, 6]` (or `[1, 6]` for all), rows a b c, d e f. The output's pixel at (x, y),
/// measured in pixels from the image's centre, is read at (a x + b y + c, d x + e y + f). Outside of the image lies
/// `fill`, or its border. Maps get no gradient.
public struct AffineSampling: Operation {
  /// The name of the kind.
  public static let kind = "affinesample"
  /// What lies outside of the image; `nil` for the nearest pixel of the border.
  public let fill: Float?

  /// Creates a sampling.
  public init(fill: Float? = nil) { self.fill = fill }

  /// Images and maps.
  public var arity: ClosedRange<Int> { 2...2 }

  /// The images' shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try inputs[0].requireRank(4, "[batch, channels, height, width]")
    guard inputs[1].rank == 2, inputs[1][1] == 6, inputs[1][0] == inputs[0][0] || inputs[1][0] == 1
    else {
      throw ShapeError("maps must have the shape [\(inputs[0][0]), 6], got \(inputs[1])")
    }
    return inputs[0]
  }
}
