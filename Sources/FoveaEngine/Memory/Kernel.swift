import CKernels
import FoveaTensor

private struct ArithmeticLoop: ChunkedWork {
  let function: Int32
  let a: Floats
  let b: Floats
  let out: Floats

  func run(from start: Int, count: Int) {
    unsafe fovea_arithmetic(
      function, Int64(count), a.pointer + start, b.pointer + start, out.pointer + start)
  }
}

private struct ReLUGradientLoop: ChunkedWork {
  let y: Floats
  let dy: Floats
  let dx: Floats

  func run(from start: Int, count: Int) {
    unsafe fovea_relu_backward(
      Int64(count), y.pointer + start, dy.pointer + start, dx.pointer + start)
  }
}

/// Loops over planned memory, each one call into vector code.
///
/// - Precondition: for all of them, arrays that belong together have as many elements.
enum Kernel {
  static func add(_ a: Floats, _ b: Floats, into out: Floats) {
    arithmetic(Int32(FOVEA_ADD.rawValue), a, b, into: out)
  }

  static func multiply(_ a: Floats, _ b: Floats, into out: Floats) {
    arithmetic(Int32(FOVEA_MULTIPLY.rawValue), a, b, into: out)
  }

  static func subtract(_ a: Floats, _ b: Floats, into out: Floats) {
    arithmetic(Int32(FOVEA_SUBTRACT.rawValue), a, b, into: out)
  }

  static func arithmetic(_ function: Int32, _ a: Floats, _ b: Floats, into out: Floats) {
    precondition(
      a.count == b.count && a.count == out.count, "\(a.count), \(b.count), \(out.count) elements")
    Parallel.chunks(of: out.count, ArithmeticLoop(function: function, a: a, b: b, out: out))
  }

  /// y += alpha · x.
  static func addScaled(_ alpha: Float, _ x: Floats, to y: Floats) {
    precondition(x.count == y.count, "\(x.count) and \(y.count) elements")
    unsafe fovea_add_scaled(Int64(x.count), alpha, x.pointer, y.pointer)
  }

  /// y = alpha · x + beta.
  static func linear(_ alpha: Float, _ x: Floats, _ beta: Float, into y: Floats) {
    precondition(x.count == y.count, "\(x.count) and \(y.count) elements")
    unsafe fovea_linear(Int64(x.count), alpha, beta, x.pointer, y.pointer)
  }

  static func sum(_ x: Floats) -> Double { unsafe fovea_sum(Int64(x.count), x.pointer) }

  static func sumOfSquares(_ x: Floats) -> Double {
    unsafe fovea_sum_of_squares(Int64(x.count), x.pointer)
  }

  static func addBias(_ bias: Floats?, to y: Floats, columns: Int, relu: Bool) {
    precondition(
      y.count % columns == 0 && bias?.count ?? columns == columns, "rows of \(columns) columns")
    unsafe fovea_add_bias(
      Int64(y.count / columns), Int64(columns), bias?.pointer, y.pointer, relu ? 1 : 0)
  }

  static func sumRows(_ x: Floats, into out: Floats) {
    precondition(out.count > 0 && x.count % out.count == 0, "rows of \(out.count) columns")
    unsafe fovea_sum_rows(
      Int64(x.count / out.count), Int64(out.count), x.pointer, out.pointer)
  }

  static func reluBackward(output y: Floats, gradient dy: Floats, into dx: Floats) {
    precondition(y.count == dy.count && y.count == dx.count, "\(y.count), \(dy.count) elements")
    Parallel.chunks(of: y.count, ReLUGradientLoop(y: y, dy: dy, dx: dx))
  }

  static func dropout(
    _ x: Floats, into y: Floats, probability: Float, seed: UInt64, first: Int = 0
  ) {
    precondition(x.count == y.count, "\(x.count) and \(y.count) elements")
    unsafe fovea_dropout(
      Int64(x.count), Int64(first), seed, probability, 1 / (1 - probability), x.pointer, y.pointer)
  }
}

/// A copy between two arrangements of one set of positions: slices, transpositions, repetitions and their sums.
struct StridedCopy {
  let dimensions: [Int64]
  let sourceStrides: [Int64]
  let targetStrides: [Int64]
  let sourceOffset: Int
  let targetOffset: Int

  /// Joins dimensions that lie behind each other in both arrangements, so that inner loops are long.
  init(
    _ dimensions: [Int], source: [Int], target: [Int], sourceOffset: Int = 0, targetOffset: Int = 0
  ) {
    var joined: [(Int, Int, Int)] = []
    for axis in dimensions.indices where dimensions[axis] != 1 {
      let next = (dimensions[axis], source[axis], target[axis])
      if let last = joined.last, last.1 == next.1 * next.0, last.2 == next.2 * next.0 {
        joined[joined.count - 1] = (last.0 * next.0, next.1, next.2)
      } else {
        joined.append(next)
      }
    }
    precondition(joined.count <= 8, "a tensor has at most 8 dimensions that do not merge")
    self.dimensions = joined.map { Int64($0.0) }
    sourceStrides = joined.map { Int64($0.1) }
    targetStrides = joined.map { Int64($0.2) }
    self.sourceOffset = sourceOffset
    self.targetOffset = targetOffset
  }

  /// The same positions, copied the other way.
  var reversed: StridedCopy {
    StridedCopy(
      dimensions.map(Int.init), source: targetStrides.map(Int.init),
      target: sourceStrides.map(Int.init), sourceOffset: targetOffset, targetOffset: sourceOffset)
  }

  /// target (+)= scale · source.
  func run(_ source: Floats, _ target: Floats, scale: Float = 1, accumulates: Bool = false) {
    checkBounds(source.count, sourceOffset, sourceStrides)
    checkBounds(target.count, targetOffset, targetStrides)
    unsafe fovea_copy_strided(
      Int32(dimensions.count), dimensions, scale, source.pointer + sourceOffset, sourceStrides,
      target.pointer + targetOffset, targetStrides, accumulates ? 1 : 0)
  }

  /// target += source².
  func runSquares(_ source: Floats, _ target: Floats) {
    checkBounds(source.count, sourceOffset, sourceStrides)
    checkBounds(target.count, targetOffset, targetStrides)
    unsafe fovea_add_squares_strided(
      Int32(dimensions.count), dimensions, source.pointer + sourceOffset, sourceStrides,
      target.pointer + targetOffset, targetStrides)
  }

  private func checkBounds(_ count: Int, _ offset: Int, _ strides: [Int64]) {
    guard !dimensions.contains(0) else { return }
    var (first, last) = (offset, offset)
    for (extent, stride) in zip(dimensions, strides) {
      if stride < 0 {
        first += Int((extent - 1) * stride)
      } else {
        last += Int((extent - 1) * stride)
      }
    }
    precondition(first >= 0 && last < count, "a copy reaches \(first)…\(last) of \(count)")
  }
}
