import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ZooTests {
  @Test(arguments: zip(Zoo.names, [7_850, 79_510, 98_820, 229_340, 61_706, 11_689_512]))
  func `Networks have as many parameters as they are known for`(name: String, count: Int) throws {
    let network = try Zoo.network(named: name, seed: 1)
    #expect(network.parameterCount == count)
    let output = try #require(network.outputs.first)
    #expect(network.nominalShape(of: output) == [1, name == "resnet18" ? 1000 : 10])
  }

  @Test func `The lecture's maps have the lecture's sizes`() throws {
    let network = try Zoo.network(named: "deep-cnn")
    for (name, shape): (String, Shape) in [
      ("conv1", [1, 10, 14, 14]), ("conv2", [1, 40, 7, 7]), ("conv3", [1, 80, 7, 7]),
      ("flatten1", [1, 3920]), ("hidden", [1, 50]),
    ] {
      #expect(network.nominalShape(of: try network.node(name).id) == shape)
    }
  }

  @Test func `ResNet's parameters carry torchvision's names in its order`() throws {
    let network = try Zoo.network(
      named: "resnet18", input: .image(channels: 3, height: 32, width: 32), classes: 5)
    let names = network.parameters.map(\.name)
    #expect(names.count == 102)
    #expect(
      names.prefix(7) == [
        "conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var",
        "layer1.0.conv1.weight", "layer1.0.bn1.weight",
      ])
    #expect(names.contains("layer2.0.downsample.1.running_var"))
    #expect(names.suffix(2) == ["fc.weight", "fc.bias"])
    #expect(try network.weights(of: "fc.weight").shape == [5, 512])
    #expect(network.nominalShape(of: try network.node("layer4.1.add").id) == [1, 512, 1, 1])
  }

  @Test func `Input, classes and normalisation can be chosen`() throws {
    let network = try Zoo.network(
      named: "shallow-cnn", input: .image(channels: 3, height: 32, width: 32), classes: 7, seed: 2,
      normalization: ([0.5], [0.25]))
    #expect(network.nodes[1].name == "normalize")
    #expect(network.nominalShape(of: network.outputs[0]) == [1, 7])
    #expect(network.metadata["model"] == "shallow-cnn")
    #expect(network.seed == 2)
  }

  @Test func `Errors name what is wrong`() {
    #expect(
      throws: FoveaError(
        "there is no network 'deep-cn'; the nearest are deep-cnn, mlp, lenet5, linear")
    ) { try Zoo.network(named: "deep-cn") }
    #expect(throws: FoveaError("a network needs a class, got 0")) {
      try Zoo.network(named: "mlp", classes: 0)
    }
    #expect(
      throws: FoveaError(
        "conv2 (conv): the window reaches over 5 elements, but axis 2 has only 4 plus 0 of padding")
    ) { try Zoo.network(named: "lenet5", input: .image(channels: 1, height: 8, width: 8)) }
  }
}
