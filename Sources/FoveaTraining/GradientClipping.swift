import CKernels
import Foundation

/// A bound on gradients before an optimizer sees them; recurrent networks need one.
public enum GradientClipping: Hashable, Sendable, Codable {
  /// Each element is moved into ±limit.
  case value(Double)
  /// All gradients together are scaled down so that their L2 norm is at most the limit (Pascanu et al. 2013).
  case norm(Double)

  /// Whether the limit is a positive number.
  var isSound: Bool {
    switch self {
    case .value(let limit), .norm(let limit): limit > 0
    }
  }

  /// Clips in place.
  ///
  /// - Parameter norm: the L2 norm of the gradients as they are.
  func apply(to gradients: UnsafeMutableBufferPointer<Float>, norm: Double) {
    let count = Int64(gradients.count)
    switch self {
    case .value(let limit):
      unsafe fovea_clamp(count, Float(limit), gradients.baseAddress)
    case .norm(let limit) where norm > limit:
      // The small number is PyTorch's: both give the same values.
      let scale = Float(limit / (norm + 1e-6))
      unsafe fovea_linear(count, scale, 0, gradients.baseAddress, gradients.baseAddress)
    case .norm: break
    }
  }

  /// The L2 norm of a block.
  static func norm(of gradients: UnsafeMutableBufferPointer<Float>) -> Double {
    unsafe fovea_sum_of_squares(Int64(gradients.count), gradients.baseAddress).squareRoot()
  }
}
