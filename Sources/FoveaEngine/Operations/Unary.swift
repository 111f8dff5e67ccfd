import CKernels
import FoveaNetwork
import FoveaTensor

extension Unary: Executable {
  /// Blocked memory is padded with zeros, which must stay zeros.
  private var arrangement: Arrangement { function.keepsZero ? .any : .plain }

  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0, arrangement)
    let output = site.output(layout: input.layout)
    let code = UnaryCode(function)
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in code.run(x, into: y) }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let input = try site.input(0, arrangement)
    let arriving = try site.gradient(.exactly(input.layout))
    let result = site.gradient(ofInput: 0, layout: input.layout)
    let code = UnaryCode(function)
    site.emit("backward", reads: [input, arriving], writes: [result]) { memory in
      let (x, dy, dx) = (memory[input], memory[arriving], memory[result])
      return { _ in code.runBackward(x, dy, into: dx) }
    }
  }
}

extension Unary: SampleWise {}

/// A function of single elements as the C loops know it: its number and up to two more.
struct UnaryCode: Hashable {
  let function: Int32
  let a: Float
  let b: Float

  init(_ function: fovea_point_function, _ a: Float = 0, _ b: Float = 0) {
    self.function = Int32(function.rawValue)
    self.a = a
    self.b = b
  }

  init(_ function: Unary.Function) {
    self =
      switch function {
      case .negate: UnaryCode(FOVEA_POINT_NEGATE)
      case .reciprocal: UnaryCode(FOVEA_POINT_RECIPROCAL)
      case .erf: UnaryCode(FOVEA_POINT_ERF)
      case .sin: UnaryCode(FOVEA_POINT_SIN)
      case .cos: UnaryCode(FOVEA_POINT_COS)
      case .tan: UnaryCode(FOVEA_POINT_TAN)
      case .asin: UnaryCode(FOVEA_POINT_ASIN)
      case .acos: UnaryCode(FOVEA_POINT_ACOS)
      case .atan: UnaryCode(FOVEA_POINT_ATAN)
      case .sinh: UnaryCode(FOVEA_POINT_SINH)
      case .cosh: UnaryCode(FOVEA_POINT_COSH)
      case .asinh: UnaryCode(FOVEA_POINT_ASINH)
      case .acosh: UnaryCode(FOVEA_POINT_ACOSH)
      case .atanh: UnaryCode(FOVEA_POINT_ATANH)
      case .sign: UnaryCode(FOVEA_POINT_SIGN)
      case .floor: UnaryCode(FOVEA_POINT_FLOOR)
      case .ceil: UnaryCode(FOVEA_POINT_CEIL)
      case .round: UnaryCode(FOVEA_POINT_ROUND)
      case .truncate: UnaryCode(FOVEA_POINT_TRUNCATE)
      case .not: UnaryCode(FOVEA_POINT_NOT)
      case .isNaN: UnaryCode(FOVEA_POINT_IS_NAN)
      case .isInfinite(let positive, let negative):
        UnaryCode(FOVEA_POINT_IS_INFINITE, positive ? 1 : 0, negative ? 1 : 0)
      case .selu(let alpha, let gamma): UnaryCode(FOVEA_POINT_SELU, alpha, gamma)
      case .celu(let alpha): UnaryCode(FOVEA_POINT_CELU, alpha)
      case .hardSigmoid(let slope, let offset): UnaryCode(FOVEA_POINT_HARD_SIGMOID, slope, offset)
      case .hardSwish: UnaryCode(FOVEA_POINT_HARD_SWISH)
      case .mish: UnaryCode(FOVEA_POINT_MISH)
      case .softsign: UnaryCode(FOVEA_POINT_SOFTSIGN)
      case .thresholdedReLU(let threshold): UnaryCode(FOVEA_POINT_THRESHOLDED_RELU, threshold)
      case .shrink(let threshold, let bias): UnaryCode(FOVEA_POINT_SHRINK, threshold, bias)
      case .swish(let slope): UnaryCode(FOVEA_POINT_SWISH, slope)
      }
  }

  /// y = f(x); y may be x.
  func run(_ x: Floats, into y: Floats) {
    precondition(x.count == y.count, "\(x.count) and \(y.count) elements")
    let (function, a, b) = (function, a, b)
    Parallel.stretches(of: x.count, cost: 1) { start, count in
      unsafe fovea_point(function, a, b, Int64(count), x.pointer + start, y.pointer + start)
    }
  }

  /// dx = dy · f′(x); dx may be dy.
  func runBackward(_ x: Floats, _ dy: Floats, into dx: Floats) {
    precondition(x.count == dy.count && x.count == dx.count, "\(x.count), \(dy.count) elements")
    let (function, a, b) = (function, a, b)
    Parallel.stretches(of: x.count, cost: 1) { start, count in
      unsafe fovea_point_backward(
        function, a, b, Int64(count), x.pointer + start, dy.pointer + start, dx.pointer + start)
    }
  }
}
