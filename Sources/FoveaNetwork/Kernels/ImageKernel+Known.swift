import Foundation
import FoveaTensor

extension ImageKernel {
  // MARK: - Smoothing

  /// The mean of a square.
  ///
  /// - Precondition: the side is positive.
  public static func blur(_ side: Int) -> ImageKernel {
    ImageKernel(
      "blur \(side)×\(side)", Tensor(repeating: 1, shape: [side, side]), divisor: Float(side * side)
    )
  }

  /// A moving average along rows.
  ///
  /// - Precondition: the length is positive.
  public static func average(_ length: Int) -> ImageKernel {
    ImageKernel(
      "uniform, k = \(length)", Tensor(repeating: 1, shape: [1, length]), divisor: Float(length))
  }

  /// A normal distribution of deviation `sigma` along rows, `exp(−t²/2σ²)` at `length` places around the middle, divided by
  /// its sum.
  ///
  /// - Precondition: length and deviation are positive.
  public static func gaussian(_ length: Int, sigma: Float) -> ImageKernel {
    precondition(length > 0 && sigma > 0, "a Gaussian has a length and a deviation above zero")
    let middle = Float(length - 1) / 2
    let raw = (0..<length).map { place -> Float in
      let distance = (Float(place) - middle) / sigma
      return exp(-distance * distance / 2)
    }
    let sum = raw.reduce(0, +)
    return ImageKernel(
      "Gaussian, σ = \(Self.text(sigma)), k = \(length)",
      Tensor(shape: [1, length], scalars: raw.map { $0 / sum }))
  }

  /// A normal distribution in two dimensions, the product of one along rows and one along columns.
  ///
  /// - Precondition: side and deviation are positive.
  public static func gaussian(side: Int, sigma: Float) -> ImageKernel {
    let line = gaussian(side, sigma: sigma).weights.scalars
    return ImageKernel(
      "Gaussian, σ = \(Self.text(sigma))",
      Tensor(shape: [side, side], scalars: line.flatMap { a in line.map { a * $0 } }))
  }

  // MARK: - Edges and lines

  /// The difference between a pixel and its right neighbour: positive where the left one is brighter.
  public static let differenceX = ImageKernel("difference, upright edges", rows: [[1, -1]])

  /// The difference between a pixel and the one below: positive where the upper one is brighter.
  public static let differenceY = ImageKernel("difference, level edges", rows: [[1], [-1]])

  /// The second derivative with four neighbours.
  public static let laplacian4 = ImageKernel(
    "edges (4 neighbours)", rows: [[0, 1, 0], [1, -4, 1], [0, 1, 0]])

  /// The second derivative with eight neighbours.
  public static let laplacian8 = ImageKernel(
    "edges (8 neighbours)", rows: [[1, 1, 1], [1, -8, 1], [1, 1, 1]])

  /// Sobel's derivative from left to right: positive where the left is brighter.
  public static let sobelX = ImageKernel(
    "Sobel, upright edges", rows: [[1, 0, -1], [2, 0, -2], [1, 0, -1]])

  /// Sobel's derivative from top to bottom: positive where the top is brighter.
  public static let sobelY = ImageKernel(
    "Sobel, level edges", rows: [[1, 2, 1], [0, 0, 0], [-1, -2, -1]])

  /// The derivative in any direction, of two (Freeman & Adelson 1991): `cos θ · Gx + sin θ · Gy`, θ in degrees.
  ///
  /// It answers most where brightness falls along θ, which turns clockwise from the x axis, since rows grow downwards.
  public static func sobel(degrees: Double) -> ImageKernel {
    let angle = degrees * .pi / 180
    let (cosine, sine) = (Float(cos(angle)), Float(sin(angle)))
    let numbers = zip(sobelX.numbers.scalars, sobelY.numbers.scalars)
      .map { cosine * $0 + sine * $1 }
    return ImageKernel(
      "Sobel at \(Int(degrees.rounded()))°", Tensor(shape: [3, 3], scalars: numbers))
  }

  /// A bright line of one pixel on dark ground.
  public enum Line: Int, CaseIterable, Sendable {
    /// From left to right.
    case horizontal = 0
    /// From the lower left to the upper right.
    case rising = 45
    /// From top to bottom.
    case vertical = 90
    /// From the upper left to the lower right.
    case falling = 135
  }

  /// What answers to a line in one direction.
  public static func line(_ line: Line) -> ImageKernel {
    switch line {
    case .horizontal:
      ImageKernel("horizontal lines", rows: [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])
    case .rising:
      ImageKernel("45° lines", rows: [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]])
    case .vertical:
      ImageKernel("vertical lines", rows: [[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]])
    case .falling:
      ImageKernel("135° lines", rows: [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]])
    }
  }

  private static func text(_ number: Float) -> String {
    number == number.rounded() ? "\(Int(number))" : "\(number)"
  }
}
