import Fovea
import Foundation
import Testing

@Suite("Spectral radius and the first input")
struct SpectralRadiusTests {
  @Test("Radii that are known: diagonal, triangular, turning, nilpotent")
  func known() {
    func radius(_ scalars: [Float]) -> Double {
      Tensor(shape: [2, 2], scalars: scalars).spectralRadius
    }
    #expect(abs(radius([0.5, 0, 0, -2]) - 2) < 1e-6)
    #expect(abs(radius([0.5, 100, 0, 0.7]) - 0.7) < 1e-6)
    // A turn by any angle, times 1.3: both eigenvalues are complex.
    #expect(abs(radius([1.3 * 0.6, -1.3 * 0.8, 1.3 * 0.8, 1.3 * 0.6]) - 1.3) < 1e-6)
    #expect(radius([0, 1, 0, 0]) == 0)
  }

  private func network(_ function: Recurrent.Nonlinearity) throws -> Network {
    var network = Network(seed: 4)
    let input = try network.addInput("sequence", shape: [1, 1, 3])
    let states = try network.add(
      Recurrent(
        .elman(function), hidden: 12, recurrentInitializer: .normal(deviation: 0.3)),
      to: [input], name: "cell")
    try network.add(DenseProduct(units: 3, initializer: .glorotUniform), to: [states])
    return network
  }

  @Test("A scaled matrix has the radius that was asked for; gates have none")
  func scaling() throws {
    let scaled = try network(.tanh).scalingRecurrence(of: "cell", toRadius: 0.8)
    #expect(abs(try scaled.weights(of: "cell.weight_hh").spectralRadius - 0.8) < 1e-5)
    let gated = try Network(input: .sequence(length: 2, features: 2)) { LSTM("cell", hidden: 3) }
    #expect(throws: FoveaError.self) { try gated.scalingRecurrence(of: "cell", toRadius: 1) }
  }

  @Test("Without a function the gradient by the first input changes by the radius a step")
  func firstInput() throws {
    var source = RandomSource(seed: 6)
    let inputs = Tensor.normal([8, 40, 3], from: &source)
    let targets = Tensor(
      shape: [8, 40], scalars: (0..<320).map { _ in Float(source.index(below: 3)) })
    func rate(_ function: Recurrent.Nonlinearity, _ radius: Double) throws -> Double {
      let measured = try FirstInputSensitivity.measure(
        try network(function).scalingRecurrence(of: "cell", toRadius: radius), inputs: inputs,
        targets: targets)
      #expect(measured.norms.count == 40 && measured.relative[0] == 1)
      return try #require(measured.rate)
    }
    #expect(abs(try rate(.identity, 0.6) - 0.6) < 0.06)
    #expect(try rate(.tanh, 0.6) < 0.6)
    #expect(try rate(.sigmoid, 1.2) < 0.4)
  }
}
