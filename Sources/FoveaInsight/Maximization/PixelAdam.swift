import CKernels

/// Adam (Kingma & Ba 2015) that climbs, on pixels held in [0, 1].
struct PixelAdam {
  private var first: [Float]
  private var second: [Float]
  private var step = 0
  private let rate: Float

  init(count: Int, rate: Float) {
    first = [Float](repeating: 0, count: count)
    second = first
    self.rate = rate
  }

  mutating func climb(_ pixels: inout [Float], along gradient: UnsafeBufferPointer<Float>) {
    precondition(
      pixels.count == first.count && gradient.count == first.count, "a gradient for each pixel")
    step += 1
    let (beta1, beta2) = (0.9, 0.999)
    let correction1 = 1 - Self.power(beta1, step)
    let correction2 = 1 - Self.power(beta2, step)
    let count = Int64(pixels.count)
    // A negative rate: uphill.
    unsafe fovea_adam(
      count, -rate / Float(correction1), 0, 1, Float(1 - beta1), Float(beta2), Float(1 - beta2),
      1e-8, Float(1 / correction2.squareRoot()), gradient.baseAddress, &first, &second, &pixels)
    unsafe fovea_clip(count, 0, 1, &pixels)
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<exponent { result *= base }
    return result
  }
}
