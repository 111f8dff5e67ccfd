import Fovea
import Testing

@Suite("Layer signals")
struct LayerSignalsTests {
  private let inputs: Tensor = {
    var source = RandomSource(seed: 3)
    return .normal([64, 16], from: &source)
  }()

  @Test("Layers that double values double gradients on their way back")
  func doubling() throws {
    let network = try Network(input: .vector(16)) {
      for layer in 1...5 { Activation("layer\(layer)", .linear(scale: 2, offset: 0)) }
      Activation("end", .linear(scale: 1, offset: 0))
    }
    let labels = (1...5).map { "layer\($0)" }
    let signals = try LayerSignals(of: network, at: labels, inputs: inputs)
    #expect(abs(signals.valueFactor - 2) < 1e-5)
    #expect(abs(signals.gradientFactor - 2) < 1e-5)
    #expect(abs(signals.gradients[4] - 1) < 0.1)
    #expect(abs(signals.values[0] - 2) < 0.2)
  }

  @Test("What is the same for every input is no signal")
  func constants() throws {
    var network = try Network(input: .vector(16), seed: 1) {
      Dense("layer", 8)
      Activation("end", .linear(scale: 1, offset: 0))
    }
    let before = try LayerSignals(of: network, at: ["layer"], inputs: inputs).values[0]
    try network.setWeights(of: "layer.bias", to: (0..<8).map { Float($0) })
    let after = try LayerSignals(of: network, at: ["layer"], inputs: inputs).values[0]
    #expect(abs(after - before) < 1e-5 * before)
  }

  @Test("Unknown layers are errors")
  func errors() throws {
    let network = try Network(input: .vector(16)) { Dense("only", 2) }
    #expect(throws: FoveaError.self) {
      try LayerSignals(of: network, at: ["onyl"], inputs: inputs)
    }
  }
}
