import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ZooTests {
  @Test(arguments: [
    ("linear", 7_850), ("mlp", 79_510), ("shallow-cnn", 98_820), ("deep-cnn", 229_340),
    ("lenet5", 61_706), ("squeezenet1_1", 1_235_496), ("mobilenet_v2", 3_504_872),
    ("efficientnet_lite0", 4_652_008), ("googlenet", 6_624_904), ("densenet121", 7_978_856),
    ("resnet18", 11_689_512), ("resnet34", 21_797_672), ("resnet50", 25_557_032),
    ("alexnet", 61_100_840), ("alexnet-groups", 60_965_224), ("alexnet-features", 2_469_696),
    ("vgg11", 132_863_336), ("vgg11_bn", 132_868_840), ("vgg13", 133_047_848),
    ("vgg13_bn", 133_053_736), ("vgg16", 138_357_544), ("vgg16_bn", 138_365_992),
    ("vgg19", 143_667_240), ("vgg19_bn", 143_678_248), ("vgg16-features", 14_714_688),
  ])
  func `Networks have as many parameters as they are known for`(name: String, count: Int) throws {
    let parameters = try Zoo.parameters(ofNetworkNamed: name)
    #expect(parameters.reduce(0) { $0 + ($1.isTrainable ? $1.shape.count : 0) } == count)
  }

  @Test func `No network is left out above, and each has its own name`() {
    #expect(Zoo.names.count == 25 && Set(Zoo.names).count == 25)
  }

  @Test(arguments: ["mlp", "lenet5", "squeezenet1_1", "googlenet", "resnet18"])
  func `Networks have an output for each class`(name: String) throws {
    let network = try Zoo.network(named: name, seed: 1)
    #expect(
      network.nominalShape(of: network.outputs[0]) == [
        1, network.parameterCount > 100_000 ? 1000 : 10,
      ])
  }

  @Test func `Given weights are taken and no others`() throws {
    var weights: [String: Tensor] = [:]
    for parameter in try Zoo.parameters(ofNetworkNamed: "linear") {
      weights[parameter.name] = Tensor(repeating: 0.5, shape: parameter.shape)
    }
    let network = try Zoo.network(named: "linear", weights: weights)
    #expect(network.weights.allSatisfy { $0.scalars.allSatisfy { $0 == 0.5 } })
    weights["logits.bias"] = nil
    #expect(throws: FoveaError("the weights do not fit the network: missing logits.bias")) {
      try Zoo.network(named: "linear", weights: weights)
    }
  }

  @Test func `Networks without a classifier have no number of classes`() {
    #expect(
      throws: FoveaError("'vgg16-features' tells no classes apart, and 10 are asked for")
    ) { try Zoo.network(named: "vgg16-features", classes: 10) }
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
        "there is no network 'deep-cn'; the nearest are deep-cnn, mlp, lenet5, alexnet")
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
