import FoveaNetwork
import FoveaTensor
import Testing

/// Maps, vectors, a sequence and a layer that is called twice.
func networkForObjectives() throws -> Network {
  try Network(seed: 1) { graph in
    let image = try graph.input("image", .image(channels: 3, height: 9, width: 12))
    let words = try graph.input("words", .sequence(length: 4, features: 2))
    let vector = try graph.apply(to: image) {
      Conv2D("conv1", filters: 4, kernel: 3)
      ReLU()
      GlobalAveragePool()
      Repeat("shared", times: 2) { Dense(4) }
    }
    let state = try graph.apply(LSTM("lstm", hidden: 5), to: words)
    let logits = try graph.apply(Dense("logits", 10), to: vector)
    graph.output(logits, state)
  }
}

@Suite struct ObjectiveTests {
  @Test func `Objectives are combined, and written with the parentheses that they need`() throws {
    let a = Objective.channel("conv1", 2)
    let b = Objective.class(3)
    let sum = 0.5 * (a + b) - (a - b) * 2 - (b + a)
    #expect(sum.name == "0.5*(conv1:2 + class:3) - 2*(conv1:2 - class:3) - (class:3 + conv1:2)")
    #expect((-(-a)).name == "--conv1:2")
    #expect((-(a + b)).name == "-(conv1:2 + class:3)")
    let (network, node) = try networkForObjectives().attaching(sum)
    #expect(network.nominalShape(of: node) == .scalar)
    #expect(network.nodes[node.position].operation is Arithmetic)
    // Three times each of the two, two sums inside, two differences outside, one difference inside, two factors.
    let added = network.nodes.dropFirst(try networkForObjectives().nodes.count)
    #expect(added.filter { $0.operation is Slicing }.count == 6)
    #expect(added.filter { $0.operation is Arithmetic }.count == 5)
    let factors = added.compactMap { ($0.operation as? Elementwise)?.function }
    #expect(
      factors == [.linear(scale: 0.5, offset: 0), .linear(scale: 2, offset: 0)])
  }

  @Test func `Attaching leaves the network's nodes and outputs alone`() throws {
    let network = try networkForObjectives()
    let (once, first) = try network.attaching(.class(0) + .loss(.crossEntropy))
    #expect(once.outputs == network.outputs)
    #expect(Array(once.nodes.prefix(network.nodes.count)) == network.nodes)
    #expect(
      once.nodes.dropFirst(network.nodes.count).map(\.name) == [
        "objective.slice1", "objective.reduce1", "targets", "objective.crossentropy1",
        "objective.arithmetic1",
      ])
    let (twice, second) = try once.attaching(.class(0))
    #expect(twice.label(of: second) == "objective2.reduce1")
    #expect(twice.label(of: first) == "objective.arithmetic1")
    #expect(network.nodes.count == 9)
  }

  @Test func `A network whose last node is its answer keeps it`() throws {
    let network = try Network(input: .vector(3)) { Dense("logits", 2) }
    let (grown, _) = try network.attaching(.class(1))
    #expect(grown.outputs.map { grown.label(of: $0) } == ["logits"])
  }

  @Test func `What is not one number is refused`() throws {
    let wrong = Objective(name: "all") { network in network.nodes[0].id }
    #expect(
      throws: FoveaError(
        "an objective must be one number, but 'all' has the shape [1, 3, 9, 12]")
    ) { try networkForObjectives().attaching(wrong) }
  }
}
