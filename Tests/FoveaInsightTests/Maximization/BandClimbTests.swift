import Fovea
import Foundation
import Testing

@testable import FoveaInsight

@Suite("Ascent in octaves")
struct BandClimbTests {
  /// A wave along the rows, of a period in pixels.
  private func wave(_ period: Float, side: Int = 32) -> Tensor {
    Tensor(
      shape: [1, 1, side, side],
      scalars: (0..<side * side).map { cos(2 * Float.pi * Float($0 % side) / period) })
  }

  private func strength(_ values: [Float]) -> Double {
    (values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
  }

  @Test("The parts add up to the gradient blurred by the finest deviation")
  func parts() {
    let gradient = wave(8)
    let climb = BandClimb(deviations: [0.7, 1.4, 2.8], rate: 0.1)
    let parts = climb.parts(of: gradient)
    let blurred = GaussianBlur(deviation: 0.7).apply(to: gradient).scalars
    #expect(parts.count == 3)
    for index in blurred.indices {
      #expect(abs(parts.reduce(0) { $0 + $1[index] } - blurred[index]) < 1e-5)
    }
  }

  @Test("A fine wave lies in the fine part, a coarse one in the coarse part")
  func octaves() {
    let climb = BandClimb(deviations: [0.7, 1.4, 2.8], rate: 0.1)
    let fine = climb.parts(of: wave(5)).map(strength)
    #expect(fine[0] > 2 * fine[2])
    let coarse = climb.parts(of: wave(32)).map(strength)
    #expect(coarse[2] > 2 * coarse[0])
  }

  @Test("Pixels move by the rate in root mean square, whatever the gradient's size")
  func rate() {
    for size in [Float.leastNormalMagnitude / 1024, 1e-6, 1, 1e6] {
      var pixels = [Float](repeating: 0.5, count: 1024)
      var climb = BandClimb(deviations: [0.7, 1.4], rate: 0.01)
      climb.climb(&pixels, along: wave(8).map { size * $0 })
      // A tenth at the first step: the rest is the past, which stands still.
      #expect(abs(strength(pixels.map { $0 - 0.5 }) - 0.001) < 1e-4)
    }
    #expect(BandClimb.normalized([.leastNonzeroMagnitude, 0]).allSatisfy { $0.isFinite })
    var still = [Float](repeating: 0.5, count: 1024)
    var climb = BandClimb(deviations: [1], rate: 0.01)
    climb.climb(&still, along: Tensor.zeros([1, 1, 32, 32]))
    #expect(still.allSatisfy { $0 == 0.5 })
  }
}
