import Fovea
import Testing

@Suite("Feature hierarchy")
struct FeatureHierarchyTests {
  @Test("It shows the layers that have a width and a height, after their ReLU")
  func layers() throws {
    let network = try SmallNetwork.make()
    let image = SmallNetwork.images(1).element(0)
    let figure = try FeatureHierarchy(of: network, image: image)
    try figure.validate()
    #expect(figure.layers == ["conv"])
    #expect(figure.maps[0].shape == [4, 8, 8])
    #expect(figure.maps[0].scalars.allSatisfy { $0 >= 0 })
  }

  @Test("Channels that are zero everywhere count as silent")
  func silent() throws {
    var network = try SmallNetwork.make()
    let position = try network.parameterPosition("conv.bias")
    network.setWeights(Tensor([-100, 0, 0, -100]), at: position)
    let figure = try FeatureHierarchy(of: network, image: SmallNetwork.images(1).element(0))
    #expect(figure.deadShares == [0.5])
  }

  @Test("A network without feature maps is an error")
  func none() throws {
    let network = try Network(input: .image(channels: 1, height: 8, width: 8), seed: 1) {
      Flatten()
      Dense("logits", 3)
    }
    #expect(throws: FoveaError.self) {
      try FeatureHierarchy(of: network, image: SmallNetwork.images(1).element(0))
    }
  }
}
