import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct AdaptivePooling2DTests {
  private func network(_ height: Int, _ width: Int) throws -> Network {
    try Network(input: .image(channels: 2, height: height, width: width)) {
      AdaptiveAveragePool2D("pool", side: 3)
    }
  }

  @Test func `An image of the wanted size is passed on`() throws {
    #expect(try network(3, 3).nodes.count == 1)
  }

  @Test func `A larger one falls into equal windows`() throws {
    let network = try network(6, 12)
    #expect(network.nominalShape(of: network.outputs[0]) == [1, 2, 3, 3])
    #expect(try network.node("pool").operation.summary == "average 2×4, stride 2×4")
  }

  @Test(arguments: [(7, 6), (6, 7), (2, 3)])
  func `Others are refused`(height: Int, width: Int) {
    #expect(
      throws: FoveaError(
        "pool: [1, 2, \(height), \(width)] does not fall into 3×3 equal parts; choose an input of "
          + "another size")
    ) { try network(height, width) }
  }
}
