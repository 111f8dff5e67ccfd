import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// A layer that is called several times gives as many records, whose parameter gradients add up to the layer's.
@Suite struct SharedLayerTests {
  /// A layer that keeps the shape of its input, called three times in a row with a tanh between.
  private static func chain(
    _ operation: any Operation, _ shape: Shape, isShared: Bool
  ) throws -> (network: Network, calls: [Node.ID]) {
    var network = Network(seed: 3)
    var x = try network.addInput("x", shape: shape)
    var calls: [Node.ID] = []
    for call in 0..<3 {
      x = try network.add(operation, to: [x], name: isShared ? "layer" : "layer\(call)")
      calls.append(x)
      x = try network.add(Elementwise(.tanh), to: [x])
    }
    return (network, calls)
  }

  @Test(
    arguments: [
      OperationCase(DenseProduct(units: 5), [2, 5]),
      OperationCase(Convolution(filters: 20, window: .square(3, border: .same)), [2, 20, 4, 4]),
      OperationCase(Convolution(filters: 2, window: .square(3, border: .same)), [1, 2, 5, 5]),
      OperationCase(BatchNormalization(), [3, 4, 3, 3]),
      OperationCase(LayerNormalization(), [3, 6]),
      OperationCase(Recurrent(.lstm, hidden: 4), [2, 3, 4]),
      OperationCase(Recurrent(.gru, hidden: 4), [6, 3, 4]),
    ], PlanRequest.Mode.allCases)
  func parameterGradientsAddUp(_ entry: OperationCase, _ mode: PlanRequest.Mode) throws {
    let shape = entry.shapes[0]
    let shared = try Self.chain(entry.operation, shape, isShared: true)
    var single = try Self.chain(entry.operation, shape, isShared: false)
    let count = shared.network.parameters.count
    #expect(single.network.parameters.count == 3 * count)
    var source = RandomSource(seed: 2)
    let weights = shared.network.weights.map { tensor in
      tensor.map { $0 == 0 || $0 == 1 ? $0 + source.uniform(in: 0...0.5) : $0 }
    }
    var own = shared.network
    for (position, tensor) in weights.enumerated() {
      own.setWeights(tensor, at: position)
      for call in 0..<3 { single.network.setWeights(tensor, at: call * count + position) }
    }
    let (a, b) = (
      try Self.run(own, shared.calls, shape, mode),
      try Self.run(single.network, single.calls, shape, mode)
    )
    #expect(a.value(of: own.outputs[0]).isClose(to: b.value(of: single.network.outputs[0])))
    #expect(try a.gradient(ofInput: "x").isClose(to: b.gradient(ofInput: "x")))
    for (x, y) in zip(shared.calls, single.calls) {
      let (p, q) = (HookPoint(node: x), HookPoint(node: y))
      #expect(a.value(of: p).isClose(to: b.value(of: q)))
      #expect(a.gradient(of: p).isClose(to: b.gradient(of: q)))
    }
    for position in 0..<count where own.parameters[position].isTrainable {
      let parts = (0..<3).map { b.gradient(ofParameter: $0 * count + position).scalars }
      let sum = parts[0].indices.map { parts[0][$0] + parts[1][$0] + parts[2][$0] }
      let total = a.gradient(ofParameter: position)
      #expect(
        total.isClose(to: Tensor(shape: total.shape, scalars: sum)),
        "\(own.parameters[position].name)")
      #expect(parts[0] != total.scalars)
    }
  }

  private static func run(
    _ network: Network, _ calls: [Node.ID], _ shape: Shape, _ mode: PlanRequest.Mode
  ) throws -> Plan {
    let points = Set(calls.map { HookPoint(node: $0) })
    let output = network.outputs[0]
    let plan = try Plan(
      network, shapes: ["x": shape],
      request: PlanRequest(
        mode: mode, outputs: [output], origin: .seeds([output]), parameters: .trainable,
        inputs: ["x"], values: points, gradients: points))
    try plan.setInput("x", to: .away(shape))
    plan.setSeed(of: output, to: .away(plan.shapes[output.position], seed: 3))
    // A second run must not add to what the first left.
    for _ in 0..<2 { try plan.run() }
    return plan
  }

  @Test func recordsAreNamedByCall() throws {
    let (network, calls) = try Self.chain(DenseProduct(units: 3), [1, 3], isShared: true)
    #expect(calls.map { network.label(of: $0) } == ["layer[0]", "layer[1]", "layer[2]"])
    #expect(network.parameters.map(\.name) == ["layer.weight", "layer.bias"])
  }

  /// An embedding looked up twice: rows that both use get both gradients.
  @Test func sharedTable() throws {
    var network = Network(seed: 3)
    let (a, b) = (
      try network.addInput("a", shape: [2]), try network.addInput("b", shape: [2])
    )
    let table = EmbeddingLookup(vocabulary: 3, size: 2)
    let sum = try network.add(
      Arithmetic(.add),
      to: [
        try network.add(table, to: [a], name: "table"),
        try network.add(table, to: [b], name: "table"),
      ])
    let plan = try Plan(
      network, shapes: [:],
      request: PlanRequest(origin: .seeds([sum]), parameters: .trainable))
    try plan.setInput("a", to: Tensor([0, 2]))
    try plan.setInput("b", to: Tensor([2, 2]))
    plan.setSeed(of: sum, to: Tensor(shape: [2, 2], scalars: [1, 2, 10, 20]))
    try plan.run()
    #expect(plan.gradient(ofParameter: 0).scalars == [1, 2, 0, 0, 21, 42])
  }
}
