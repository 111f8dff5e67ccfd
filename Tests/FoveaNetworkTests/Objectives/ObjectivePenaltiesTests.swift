import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ObjectivePenaltiesTests {
  @Test(arguments: Objective.Variation.allCases)
  func `Total variation compares each pixel with its right and lower neighbour`(
    _ variation: Objective.Variation
  ) throws {
    let network = try networkForObjectives()
    let (grown, node) = try network.attaching(.totalVariation(of: "image", variation))
    #expect(grown.nominalShape(of: node) == .scalar)
    let slices = grown.nodes(of: Slicing.self).map(\.operation)
    #expect(slices.map(\.start) == [0, 0, 0, 1, 1, 0])
    #expect(slices.map(\.count) == [8, 11, 8, 11, 8, 11])
    let functions = grown.nodes(of: Elementwise.self).map(\.operation.function).dropFirst()
    #expect(
      Array(functions) == [.square, .square]
        + (variation == .smooth ? [.linear(scale: 1, offset: 1e-8), .sqrt] : []))
  }

  @Test func `Norms are means of powers around a centre`() throws {
    let network = try networkForObjectives()
    let functions = { (objective: Objective) in
      try network.attaching(objective).network.nodes(of: Elementwise.self).map(\.operation.function)
        .dropFirst()
    }
    #expect(try Array(functions(.l2())) == [.square])
    #expect(try Array(functions(.l1(of: "lstm"))) == [.abs])
    #expect(
      try Array(functions(.l2(around: 0.5))) == [.linear(scale: 1, offset: -0.5), .square])
  }

  @Test func `Names say which node is meant`() {
    #expect(Objective.totalVariation().name == "tv")
    #expect(Objective.totalVariation(of: "image", .squares).name == "tv2(image)")
    #expect(Objective.l1(of: "conv1").name == "l1(conv1)")
    #expect(Objective.l2().name == "l2")
  }

  @Test func `What has no neighbours has no variation`() throws {
    #expect(
      throws: FoveaError(
        "total variation needs images [batch, channels, height, width] of two rows and columns at "
          + "least, but 'words' has the shape [1, 4, 2]")
    ) { try networkForObjectives().attaching(.totalVariation(of: "words")) }
    #expect(throws: FoveaError.self) {
      try Network(input: .image(channels: 1, height: 1, width: 5)) { ReLU() }
        .attaching(.totalVariation())
    }
    #expect(throws: FoveaError("the network has no input")) { try Network().attaching(.l1()) }
  }
}
