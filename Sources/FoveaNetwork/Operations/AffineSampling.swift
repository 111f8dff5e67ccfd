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

/// Changes a value in the running plan: y = clamp(keep · x + offset).
///
/// Inputs: the value, and keep and offset of shapes that broadcast to it. Zero, scale, replace and patch are choices of
/// the two; gradients follow: dx = keep · dy, zero where the clamp holds.
public struct Edit: Operation {
  /// The name of the kind.
  public static let kind = "edit"
  /// The lowest result, where there is one.
  public let low: Float?
  /// The highest result, where there is one.
  public let high: Float?

  /// Creates an edit.
  ///
  /// - Precondition: low ≤ high, where there are both.
  public init(low: Float? = nil, high: Float? = nil) {
    self.low = low
    self.high = high
    requireSoundAttributes()
  }

  /// The bounds are in order.
  public func checkAttributes() throws(ShapeError) {
    guard let low, let high, !(low <= high) else { return }
    throw ShapeError("an edit's bounds must be in order, got \(low) and \(high)")
  }

  /// Value, keep and offset.
  public var arity: ClosedRange<Int> { 3...3 }

  /// The value's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    for other in inputs.dropFirst() where inputs[0].broadcast(with: other) != inputs[0] {
      throw ShapeError("\(other) does not broadcast to the value's shape \(inputs[0])")
    }
    return inputs[0]
  }
}
