import CKernels
import Foundation
import Testing

/// How far the vectorised exponentials are from the exact functions.
@Suite struct FastFunctionTests {
  /// The largest relative error of `ys` against a function in double precision.
  private static func error(
    _ xs: [Float], _ ys: [Float], _ exact: (Double) -> Double
  ) -> Double {
    zip(xs, ys).map { x, y in
      let truth = exact(Double(x))
      return truth == 0 ? abs(Double(y)) : abs(Double(y) - truth) / abs(truth)
    }.max() ?? .infinity
  }

  private static func sweep(_ range: ClosedRange<Float>, count: Int = 200_001) -> [Float] {
    (0..<count).map {
      range.lowerBound + (range.upperBound - range.lowerBound) * Float($0) / Float(count - 1)
    }
  }

  /// Sizes from 1e-20 on, of both signs.
  private static let tiny: [Float] = (0..<2000).flatMap { (step: Int) -> [Float] in
    let size = Float(pow(10, -20 + Double(step) / 100))
    return [size, -size]
  }

  private static func activation(_ function: Int32, _ xs: [Float]) -> [Float] {
    var ys = [Float](repeating: 0, count: xs.count)
    unsafe fovea_elman_forward(function, Int64(xs.count), xs, &ys)
    return ys
  }

  @Test func hyperbolicTangent() {
    for xs in [Self.sweep(-1...1), Self.sweep(-20...20), Self.tiny] {
      #expect(Self.error(xs, Self.activation(1, xs), tanh) < 4e-7)
    }
    #expect(Self.activation(1, [0, -0, 100, -100, 1e30, -1e30]) == [0, 0, 1, -1, 1, -1])
  }

  @Test func sigmoid() {
    for xs in [Self.sweep(-20...20), Self.sweep(-80...80), Self.tiny] {
      #expect(Self.error(xs, Self.activation(3, xs)) { 1 / (1 + exp(-$0)) } < 4e-7)
    }
    let ends = Self.activation(3, [0, 100, 1e30, -100, -1e30])
    #expect(Array(ends.prefix(3)) == [0.5, 1, 1])
    #expect(ends.suffix(2).allSatisfy { $0 >= 0 && $0 < 1e-37 })
  }

  /// With a target of 0 the loss of a large negative logit is e^x itself.
  @Test func exponential() {
    for xs in [Self.sweep(-87 ... -15), Self.sweep(-15 ... -0.001)] {
      let targets = [Float](repeating: 0, count: xs.count)
      var losses = targets
      unsafe fovea_binary_cross_entropy(Int64(xs.count), xs, targets, &losses)
      #expect(Self.error(xs, losses) { log1p(exp($0)) } < 4e-7)
    }
  }

  @Test func logarithm() {
    func logarithms(_ xs: [Float]) -> [Float] {
      var ys = [Float](repeating: 0, count: xs.count)
      let function = Int32(FOVEA_POINT_LOG.rawValue)
      unsafe fovea_point(function, 0, 0, Int64(xs.count), xs, &ys)
      return ys
    }
    let tiny = Self.tiny.filter { $0 > 0 }
    for xs in [Self.sweep(0.001...0.999), Self.sweep(1.001...1000), Self.sweep(1e30...1e38), tiny] {
      #expect(Self.error(xs, logarithms(xs), log) < 4e-7)
    }
    // Next to 1 the logarithm is the distance from it.
    let close: [Float] = (-100...100).map { 1 + Float($0) * Float.ulpOfOne }
    #expect(Self.error(close, logarithms(close), log) < 4e-7)
    let ends = logarithms([1, 0, -0, .infinity, -1, .nan, .leastNonzeroMagnitude, -.infinity])
    #expect(Array(ends.prefix(4)) == [0, -.infinity, -.infinity, .infinity])
    #expect(ends[4].isNaN && ends[5].isNaN && ends[7].isNaN)
    #expect(abs(ends[6] + 103.27893) < 1e-4)
  }

  @Test func notANumberStays() {
    #expect(Self.activation(1, [.nan])[0].isNaN)
    #expect(Self.activation(3, [.nan])[0].isNaN)
  }

  @Test func oddLengthsFillEveryElement() {
    for count in 0..<70 {
      let xs = (0..<count).map { Float($0) / 10 - 3 }
      #expect(Self.error([0] + xs, [0] + Self.activation(1, xs), tanh) < 4e-7)
    }
  }
}
