import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ObjectiveLossTests {
  @Test func `Targets have the shape that belongs to the loss`() throws {
    #expect(try Loss.crossEntropy.targetShape(for: [32, 10]) == [32])
    #expect(try Loss.crossEntropy(labelSmoothing: 0.1).targetShape(for: [2, 5, 10]) == [2, 5])
    #expect(try Loss.meanSquared.targetShape(for: [32, 10]) == [32, 10])
    #expect(try Loss.binaryCrossEntropy.targetShape(for: [32, 1]) == [32, 1])
    #expect(throws: FoveaError("cross-entropy needs an output [batch, …, classes], got [32]")) {
      try Loss.crossEntropy.targetShape(for: [32])
    }
  }

  @Test(arguments: [Loss.crossEntropy(labelSmoothing: 0.1), .meanSquared, .binaryCrossEntropy])
  func `A loss brings an input for its targets`(_ loss: Loss) throws {
    let (network, node) = try networkForObjectives().attaching(
      .loss(loss, targets: "labels", reduction: .sum))
    let targets = try network.node("labels")
    #expect(network.nominalShape(of: targets.id) == (try loss.targetShape(for: [1, 10])))
    #expect(network.nodes[node.position].inputs == [try network.node("logits").id, targets.id])
    switch network.nodes[node.position].operation {
    case let operation as CrossEntropy:
      #expect(operation == CrossEntropy(labelSmoothing: 0.1, reduction: .sum))
    case let operation as SquaredError: #expect(operation == SquaredError(reduction: .sum))
    case let operation as BinaryCrossEntropy:
      #expect(operation == BinaryCrossEntropy(reduction: .sum))
    default: Issue.record("not a loss")
    }
    #expect(try network.shapes(batch: 6)[targets.id.position][0] == 6)
  }

  @Test func `Two losses share their targets where the shapes fit`() throws {
    let network = try networkForObjectives()
    let (grown, _) = try network.attaching(
      .loss(.crossEntropy) - 0.5 * .loss(.crossEntropy(labelSmoothing: 0.2)))
    #expect(grown.inputs.map(\.name) == ["image", "words", "targets"])
    #expect(
      throws: FoveaError("the input 'targets' has the shape [1], the loss needs [1, 4, 5]")
    ) { try network.attaching(.loss(.crossEntropy) + .loss(.meanSquared, of: "lstm")) }
  }

  @Test func `Losses have names`() {
    #expect(Loss.crossEntropy.name == "cross-entropy")
    #expect(Loss.crossEntropy(labelSmoothing: 0.1).name == "cross-entropy, 0.1 smoothed")
    #expect((-.loss(.meanSquared)).name == "-mean squared error")
  }
}
