import Fovea
import Testing

/// A small network and pictures for it.
enum SmallNetwork {
  static func make(seed: UInt64 = 1) throws -> Network {
    try Network(input: .image(channels: 1, height: 8, width: 8), seed: seed) {
      Conv2D("conv", filters: 4, kernel: 3, padding: .same)
      ReLU("rectified")
      Flatten()
      Dense("logits", 3)
    }
  }

  static func images(_ count: Int, seed: UInt64 = 2) -> Tensor {
    var source = RandomSource(seed: seed)
    return Tensor.uniform([count, 1, 8, 8], in: 0...1, from: &source)
  }
}

@Suite("Layer values")
struct LayerValuesTests {
  @Test("A layer speaks through the function of single elements behind it")
  func weightedLayers() throws {
    let layers = try SmallNetwork.make().weightedLayers
    #expect(layers.map(\.layer) == ["conv", "logits"])
    #expect(layers.map(\.activation) == ["rectified", "logits"])
  }

  @Test("Values come in the order asked for, and behind ReLU are those before it, cut at zero")
  func values() throws {
    let network = try SmallNetwork.make()
    let values = try network.values(at: ["rectified", "conv"], on: SmallNetwork.images(3))
    #expect(values[0].shape == [3, 4, 8, 8])
    #expect(values[0].scalars == values[1].scalars.map { max($0, 0) })
    #expect(values[1].scalars.contains { $0 < 0 })
  }

  @Test("Unknown layers and pictures of another size are errors")
  func errors() throws {
    let network = try SmallNetwork.make()
    let error = #expect(throws: FoveaError.self) {
      try network.values(at: ["rectifed"], on: SmallNetwork.images(1))
    }
    #expect(error?.message.contains("rectified") == true)
    #expect(throws: FoveaError.self) {
      try network.values(at: ["conv"], on: Tensor.zeros([1, 1, 7, 8]))
    }
  }
}
