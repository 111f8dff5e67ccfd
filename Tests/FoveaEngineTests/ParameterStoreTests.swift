import FoveaNetwork
import FoveaTensor
import Testing

@testable import FoveaEngine

@Suite struct ParameterStoreTests {
  private static func network() throws -> Network {
    var network = Network(seed: 3)
    let x = try network.addInput("x", shape: [1, 3, 4, 4])
    let a = try network.add(BatchNormalization(), to: [x], name: "norm")
    let b = try network.add(Convolution(filters: 5, window: .square(3)), to: [a], name: "conv")
    let c = try network.add(Flattening(), to: [b])
    try network.add(DenseProduct(units: 2), to: [c], name: "dense")
    return network
  }

  @Test func trainableValuesComeFirst() throws {
    let network = try Self.network()
    let store = ParameterStore(network)
    for (position, parameter) in store.parameters.enumerated() {
      let offset = store.offsets[position]
      #expect(offset % Arena.alignment == 0)
      #expect((offset < store.trainableCount) == parameter.isTrainable, "\(parameter.name)")
    }
    // No two parameters share memory.
    let places = zip(store.offsets, store.parameters).map { ($0, $0 + $1.shape.count) }
      .sorted { $0.0 < $1.0 }
    for (a, b) in zip(places, places.dropFirst()) { #expect(a.1 <= b.0) }
  }

  @Test func takesAndGivesBackWeights() throws {
    var network = try Self.network()
    let store = ParameterStore(network)
    #expect(store.snapshot() == network.weights)
    let version = store.version
    let changed = network.weights.map { $0.map { $0 + 1 } }
    store.load(changed)
    #expect(store.version != version)
    #expect(store.snapshot() == changed)
    #expect(network.weights != changed)
    store.write(to: &network)
    #expect(network.weights == changed)
  }

  @Test func flatBlockIsWhereOffsetsSay() throws {
    let network = try Self.network()
    let store = ParameterStore(network)
    let version = store.version
    let position = try network.parameterPosition("dense.bias")
    unsafe store.withTrainableValues { values in
      #expect(values.count == store.trainableCount)
      unsafe values[store.offsets[position] + 1] = 7
    }
    #expect(store.version != version)
    #expect(store.snapshot()[position].scalars == [0, 7])
  }

  /// Gaps of alignment stay zero in values and gradients, so that norms over the whole block are right.
  @Test func gapsAreZero() throws {
    let network = try Self.network()
    let store = ParameterStore(network)
    let output = network.outputs[0]
    let plan = try Plan(
      network, batch: 2,
      request: PlanRequest(origin: .seeds([output]), parameters: .trainable), parameters: store)
    try plan.setInput("x", to: .away([2, 3, 4, 4]))
    plan.setSeed(of: output, to: Tensor(repeating: 1, shape: [2, 2]))
    for _ in 0..<2 { try plan.run() }
    let values = unsafe store.withTrainableValues { unsafe Array($0) }
    let gradients = unsafe plan.withTrainableGradients { unsafe Array($0) }
    #expect(values.count == gradients.count)
    var isUsed = [Bool](repeating: false, count: values.count)
    for (offset, parameter) in zip(store.offsets, store.parameters) where parameter.isTrainable {
      for index in 0..<parameter.shape.count { isUsed[offset + index] = true }
    }
    #expect(isUsed.contains(false))
    for index in values.indices where !isUsed[index] {
      #expect(values[index] == 0 && gradients[index] == 0)
    }
  }
}
