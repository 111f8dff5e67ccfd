import Foundation
import FoveaTensor

/// A blur by a normal distribution, cut at three deviations, with the border repeated outwards.
struct GaussianBlur {
  private let kernel: [Float]

  init(deviation: Float) {
    let radius = max(1, Int((3 * deviation).rounded(.up)))
    // A deviation of nothing leaves the pixel itself.
    let width = max(deviation, .leastNormalMagnitude)
    let raw = (-radius...radius).map { exp(-0.5 * pow(Float($0) / width, 2)) }
    let total = raw.reduce(0, +)
    kernel = raw.map { $0 / total }
  }

  /// Blurs each channel of `[N, C, H, W]` along both axes.
  func apply(to image: Tensor) -> Tensor {
    let shape = image.shape
    let planes = shape.count / max(1, shape[-1] * shape[-2])
    var result = image
    for plane in 0..<planes {
      let start = plane * shape[-1] * shape[-2]
      pass(&result.scalars, start, lines: shape[-2], length: shape[-1], along: 1, across: shape[-1])
      pass(&result.scalars, start, lines: shape[-1], length: shape[-2], along: shape[-1], across: 1)
    }
    return result
  }

  private func pass(
    _ pixels: inout [Float], _ start: Int, lines: Int, length: Int, along: Int, across: Int
  ) {
    let radius = kernel.count / 2
    for line in 0..<lines {
      let first = start + line * across
      // With the border repeated on both sides, the sum need not ask where it is.
      let padded = (-radius..<length + radius).map { place in
        pixels[first + min(max(place, 0), length - 1) * along]
      }
      for position in 0..<length {
        var sum: Float = 0
        for offset in kernel.indices { sum += kernel[offset] * padded[position + offset] }
        pixels[first + position * along] = sum
      }
    }
  }
}
