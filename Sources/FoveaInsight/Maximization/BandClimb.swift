import FoveaTensor

/// Ascent along a gradient that is parted into octaves of spatial frequency, each of which climbs with the same strength.
///
/// Pictures of the world have about the same contrast in every octave (Field 1987), gradients on pixels most in the finest,
/// which is why an ascent along them ends in noise. Each part is divided by its root mean square (Mordvintsev et al. 2015),
/// and momentum averages over random transforms. Pixels are held in [0, 1].
struct BandClimb {
  private let blurs: [GaussianBlur]
  private let rate: Float
  private var velocity: [Float] = []

  /// The share of the past in the direction.
  private static let momentum: Float = 0.9

  /// Creates a climb over bands between blurs of growing deviations; what is finer than the first is left out.
  init(deviations: [Float], rate: Float) {
    // Each blur starts from the one before: variances add up.
    blurs = zip([0] + deviations, deviations).map { finer, coarser in
      GaussianBlur(deviation: (coarser * coarser - finer * finer).squareRoot())
    }
    self.rate = rate
  }

  /// Moves pixels by `rate` in root mean square where the direction has not turned.
  mutating func climb(_ pixels: inout [Float], along gradient: Tensor) {
    precondition(pixels.count == gradient.scalars.count, "a gradient for each pixel")
    let direction = Self.normalized(Self.sum(of: parts(of: gradient)))
    if velocity.isEmpty { velocity = [Float](repeating: 0, count: pixels.count) }
    for index in pixels.indices {
      velocity[index] += (1 - Self.momentum) * (direction[index] - velocity[index])
      pixels[index] = min(max(pixels[index] + rate * velocity[index], 0), 1)
    }
  }

  /// The octaves of a gradient, fine to coarse: differences of one blur and the next, and the last blur.
  func parts(of gradient: Tensor) -> [[Float]] {
    var blurred: [[Float]] = []
    var latest = gradient
    for blur in blurs {
      latest = blur.apply(to: latest)
      blurred.append(latest.scalars)
    }
    return blurred.indices.map { index in
      guard index + 1 < blurred.count else { return blurred[index] }
      return zip(blurred[index], blurred[index + 1]).map { $0 - $1 }
    }
  }

  private static func sum(of parts: [[Float]]) -> [Float] {
    var sum = [Float](repeating: 0, count: parts[0].count)
    for part in parts {
      for (index, value) in normalized(part).enumerated() { sum[index] += value }
    }
    return sum
  }

  /// Values divided by their root mean square; zeros where there is nothing else.
  static func normalized(_ values: [Float]) -> [Float] {
    let squares = values.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard squares > 0 else { return values }
    let factor = (Double(values.count) / squares).squareRoot()
    let single = Float(factor)
    // A vanishing gradient needs a factor beyond single precision.
    guard single.isFinite else { return values.map { Float(factor * Double($0)) } }
    return values.map { single * $0 }
  }
}
