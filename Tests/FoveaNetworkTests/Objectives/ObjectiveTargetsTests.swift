import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ObjectiveTargetsTests {
  struct Case: CustomTestStringConvertible {
    let objective: Objective
    /// Kinds and attributes of the nodes that it adds.
    let added: [String]
    var testDescription: String { objective.name }
  }

  static let cases = [
    Case(objective: .class(3), added: ["slice axis 1, 3 + 1", "reduce sum over all"]),
    Case(objective: .output(1), added: ["reduce sum over all"]),
    Case(
      objective: .channel("conv1", 2),
      added: ["slice axis 1, 2 + 1", "reduce mean over [1, 2, 3]", "reduce sum over all"]),
    Case(
      objective: .channel("lstm", 2),
      added: ["slice axis 2, 2 + 1", "reduce mean over [1, 2]", "reduce sum over all"]),
    Case(
      objective: .channel("logits", 2),
      added: ["slice axis 1, 2 + 1", "reduce mean over [1]", "reduce sum over all"]),
    Case(
      objective: .neuron("conv1", channel: 1, y: 0, x: 9),
      added: [
        "slice axis 1, 1 + 1", "slice axis 2, 0 + 1", "slice axis 3, 9 + 1", "reduce sum over all",
      ]),
    Case(
      objective: .neuron("conv1", channel: 1),
      added: [
        "slice axis 1, 1 + 1", "slice axis 2, 3 + 1", "slice axis 3, 5 + 1", "reduce sum over all",
      ]),
    Case(objective: .unit("logits", 9), added: ["slice axis 1, 9 + 1", "reduce sum over all"]),
    Case(
      objective: .layer("shared[1]"),
      added: ["elementwise square", "reduce mean over [1]", "reduce sum over all"]),
    Case(
      objective: .direction("conv1", [1, 0, -1, 2]),
      added: [
        "constant ", "arithmetic multiply", "reduce sum over [1]", "reduce mean over [1, 2]",
        "reduce sum over all",
      ]),
    Case(
      objective: .direction("lstm", [1, 0, -1, 2, 0]),
      added: [
        "constant ", "arithmetic multiply", "reduce sum over [2]", "reduce mean over [1]",
        "reduce sum over all",
      ]),
  ]

  @Test(arguments: cases) func `Each target adds the nodes that it is defined by`(_ test: Case)
    throws
  {
    let network = try networkForObjectives()
    let (grown, node) = try network.attaching(test.objective)
    let added = grown.nodes.dropFirst(network.nodes.count).map {
      "\(type(of: $0.operation).kind) \($0.operation.summary)"
    }
    #expect(added == test.added)
    #expect(grown.nominalShape(of: node) == .scalar)
    #expect(try grown.shapes(batch: 5)[node.position] == .scalar)
  }

  @Test func `A direction lies along the channels`() throws {
    let (network, _) = try networkForObjectives().attaching(.direction("conv1", [1, 0, -1, 2]))
    let constant = try #require(network.nodes(of: Constant.self).first?.operation)
    #expect(constant.shape == [1, 4, 1, 1])
    #expect(constant.scalars == [1, 0, -1, 2])
  }

  @Test func `Channels of signals lie along the first axis, of sequences along the last`() throws {
    let window = Window(kernel: [3], stride: [1], dilation: [1], border: .valid)
    let network = try Network(input: .sequence(length: 4, features: 9)) {
      Dense("features", 9)
      Apply("conv", Convolution(filters: 6, window: window))
      ReLU("relu")
      Transpose("turned", order: [0, 2, 1])
    }
    for (node, channels) in [("features", 9), ("conv", 6), ("relu", 6), ("turned", 6)] {
      _ = try network.attaching(.channel(node, channels - 1))
      #expect(
        throws: FoveaError(
          "there is no channel \(channels) in '\(node)': it has channels 0 to \(channels - 1)")
      ) { try network.attaching(.channel(node, channels)) }
    }
  }

  static let wrong: [(Objective, String)] = [
    (.class(10), "there is no class 10 in 'logits': it has classes 0 to 9"),
    (.class(-1), "there is no class -1 in 'logits': it has classes 0 to 9"),
    (.output(2), "there is no output 2: the network has 2"),
    (.channel("conv1", 4), "there is no channel 4 in 'conv1': it has channels 0 to 3"),
    (
      .channel("conv", 4), "there is no node 'conv'; the nearest are conv1, tv, words, lstm"
    ),
    (.neuron("conv1", channel: 0, y: 7), "there is no row 7 in 'conv1': it has rows 0 to 6"),
    (
      .neuron("conv1", channel: 0, x: 10), "there is no column 10 in 'conv1': it has columns 0 to 9"
    ),
    (
      .neuron("logits", channel: 0),
      "a neuron at a place needs maps [batch, channels, height, width], but 'logits' has the shape "
        + "[1, 10]"
    ),
    (.unit("lstm", 5), "there is no unit 5 in 'lstm': it has units 0 to 4"),
    (
      .direction("conv1", [1]),
      "a direction in 'conv1' has 4 numbers, one for each channel, got 1"
    ),
  ]

  @Test(arguments: wrong) func `What a network lacks is said in one line`(
    objective: Objective, message: String
  ) throws {
    let network = try networkForObjectives()
    #expect(throws: FoveaError(message)) { try network.attaching(objective) }
  }

  @Test func `An empty network has no output`() {
    #expect(throws: FoveaError("the network has no node")) { try Network().attaching(.class(0)) }
  }
}
