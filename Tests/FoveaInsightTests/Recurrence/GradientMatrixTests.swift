import Fovea
import Foundation
import Testing

@Suite("Gradient matrix")
struct GradientMatrixTests {
  @Test("A linear cell's gradients fall by the size of its recurrent matrix at each step")
  func linear() throws {
    let gain: Float = 0.5
    var network = Network(seed: 1)
    let input = try network.addInput("sequence", shape: [1, 12, 3])
    let cell = Recurrent(
      .elman(.identity), hidden: 6, recurrentInitializer: .orthogonal(gain: gain))
    let states = try network.add(cell, to: [input], name: "cell")
    try network.add(DenseProduct(units: 2), to: [states], name: "logits")
    var source = RandomSource(seed: 2)
    let inputs = Tensor.normal([4, 12, 3], from: &source)
    let targets = Tensor(repeating: 1, shape: [4, 12])
    let matrix = try GradientMatrix.measure(network, inputs: inputs, targets: targets)
    for loss in 0..<12 {
      for source in 0..<12 {
        let value = matrix.relative[loss, source]
        if source > loss {
          #expect(matrix.norms[loss, source].isNaN)
        } else {
          let expected = pow(gain, Float(loss - source))
          #expect(abs(value - expected) < 1e-4 * expected)
        }
      }
    }
    let fit = try #require(DecayFit(matrix.byDistance))
    #expect(abs(fit.decay - log(2)) < 1e-4)
    #expect(abs(fit.halfLife - 1) < 1e-3)
  }

  @Test("Distances weigh each loss alike, however strong its gradient is")
  func byDistance() {
    let nan = Float.nan
    let norms = Tensor(shape: [3, 3], scalars: [4, nan, nan, 1e-6, 1e-6, nan, 25, 100, 100])
    let matrix = GradientMatrix(layer: "cell", state: "h", norms: norms, batch: 1)
    #expect(matrix.byDistance.count == 3)
    #expect(abs(matrix.byDistance[0] - 1) < 1e-6)
    #expect(abs(matrix.byDistance[1] - 1) < 1e-6)
    #expect(abs(matrix.byDistance[2] - 0.25) < 1e-6)
    #expect(matrix.ofLastLoss == [100, 100, 25])
    // Whole powers of ten around 1 and 0.25.
    let range = FadeCurves.range(of: [matrix])
    #expect(abs(range.lowerBound - 0.1) < 1e-12 && abs(range.upperBound - 1) < 1e-12)
  }

  @Test("The inputs may differ from loss to loss")
  func asking() throws {
    var network = Network(seed: 1)
    let input = try network.addInput("sequence", shape: [1, 3, 2])
    let states = try network.add(Recurrent(.elman(.tanh), hidden: 4), to: [input], name: "cell")
    try network.add(DenseProduct(units: 2), to: [states], name: "logits")
    let zeros = Tensor.zeros([2, 3, 2])
    let ones = Tensor(repeating: 1, shape: [2, 3, 2])
    let targets = Tensor.zeros([2, 3])
    let plain = try GradientMatrix.measure(network, inputs: zeros, targets: targets)
    let other = try GradientMatrix.measure(network, inputs: ones, targets: targets)
    let mixed = try GradientMatrix.measure(network, inputs: zeros, targets: targets) { step in
      step == 1 ? ones : zeros
    }
    #expect(mixed.norms[0, 0] == plain.norms[0, 0])
    #expect(mixed.norms[1, 0] == other.norms[1, 0])
    #expect(mixed.norms[2, 0] == plain.norms[2, 0])
    #expect(plain.norms[1, 0] != other.norms[1, 0])
  }

  @Test("An unknown layer or state is an error with the nearest names")
  func unknown() throws {
    let experiment = FadeExperiment(delay: 2, hidden: 3)
    let network = try experiment.network(.lstm)
    let error = #expect(throws: FoveaError.self) {
      try experiment.matrix(of: network, state: "k")
    }
    #expect(error?.message.contains("c") == true)
    let inputs = Tensor.zeros([1, 4, 6])
    #expect(throws: FoveaError.self) {
      try GradientMatrix.measure(
        network, inputs: inputs, targets: Tensor.zeros([1, 4]), layer: "lstn")
    }
  }
}
