import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct NetworkAxesTests {
  private func axes(_ network: Network) throws -> [String] {
    let names = network.axisNames(shapes: try network.shapes(batch: 2))
    return network.nodes.map {
      "\($0.name): " + names[$0.id.position].joined(separator: ",")
    }
  }

  @Test func images() throws {
    let network = try Network(input: .image(channels: 1, height: 8, width: 8)) {
      Conv2D("conv", filters: 2, kernel: 3)
      ReLU("relu")
      MaxPool2D("pool", kernel: 2)
      Flatten("flat")
      Dense("logits", 3)
    }
    let maps = "batch,channel,row,column"
    #expect(
      try axes(network) == [
        "input: \(maps)", "conv: \(maps)", "relu: \(maps)", "pool: \(maps)", "flat: batch,unit",
        "logits: batch,unit",
      ])
  }

  @Test func sequences() throws {
    let network = try Network(input: .sequence(length: 4, features: 2)) {
      LSTM("lstm", hidden: 3)
      Dense("each", 5)
      GRU("gru", hidden: 2, returnsSequence: false)
    }
    #expect(
      try axes(network) == [
        "input: batch,time,feature", "lstm: batch,time,unit", "each: batch,time,unit",
        "gru: batch,unit",
      ])
    let point = HookPoint(node: network.outputs[0], record: "h", step: 1)
    let names = network.axisNames(shapes: try network.shapes(batch: 2))
    #expect(network.axisNames(of: point, outputs: names) == ["batch", "unit"])
    let text = try Network(input: .indices(length: 4)) {
      Embedding("table", vocabulary: 9, size: 3)
    }
    #expect(try axes(text) == ["input: batch,time", "table: batch,time,feature"])
  }

  @Test func `Axes of which nothing is known are numbered`() throws {
    var network = Network()
    let x = try network.addInput("x", shape: [2, 3, 4])
    let turned = try network.add(Transposition(order: [0, 2, 1]), to: [x], name: "turned")
    try network.add(Reshaping(to: [0, 2, 2, 3]), to: [turned], name: "new")
    try network.add(Reduction(.sum), to: [x], name: "sum")
    #expect(
      try axes(network) == [
        "x: batch,axis 1,axis 2", "turned: batch,axis 2,axis 1", "new: batch,axis 1,axis 2,axis 3",
        "sum: ",
      ])
  }
}
