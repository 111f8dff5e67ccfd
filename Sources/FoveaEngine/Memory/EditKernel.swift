import CKernels
import FoveaNetwork
import FoveaTensor

/// A `ValueEdit` whose numbers lie in planned memory, for a value of one shape that may lie in strides.
struct EditKernel {
  /// The numbers keep, offset, low and high, of the edit's common shape, behind each other.
  let parameters: Floats
  private let dimensions: [Int64]
  private let strides: [Int64]
  private let parameterStrides: [Int64]
  private let reach: Int

  /// - Parameter strides: how the value lies; row-major where `nil`.
  init(
    _ parameters: Floats, editing value: Shape, parameterShape: Shape, strides: [Int]? = nil
  ) {
    let strides = strides ?? value.strides
    self.parameters = parameters
    dimensions = value.dimensions.map(Int64.init)
    self.strides = strides.map(Int64.init)
    parameterStrides = parameterShape.stridesBroadcast(to: value).map(Int64.init)
    reach =
      value.count == 0
      ? 0 : zip(value.dimensions, strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
  }

  /// y = the edited x; y may be x.
  func run(_ x: Floats, into y: Floats) {
    precondition(x.count >= reach && y.count >= reach, "an edit reaches \(reach) elements")
    unsafe fovea_edit(
      Int32(dimensions.count), dimensions, parameters.pointer, Int64(parameters.count / 4),
      parameterStrides, x.pointer, y.pointer, strides)
  }

  /// The derivative by x from the one by y; dx may be dy.
  func runBackward(y: Floats, dy: Floats, into dx: Floats) {
    precondition(
      y.count >= reach && dy.count >= reach && dx.count >= reach,
      "an edit reaches \(reach) elements")
    unsafe fovea_edit_backward(
      Int32(dimensions.count), dimensions, parameters.pointer, Int64(parameters.count / 4),
      parameterStrides, y.pointer, dy.pointer, dx.pointer, strides)
  }
}

extension ValueEdit {
  /// keep, offset, low and high repeated to one shape, behind each other.
  func scalars(as shape: Shape) -> [Float] {
    [keep, offset, low, high].flatMap { $0.broadcast(to: shape).scalars }
  }
}
