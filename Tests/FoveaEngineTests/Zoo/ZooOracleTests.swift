import Foundation
import FoveaEngine
import FoveaTensor
import Testing

@testable import FoveaNetwork

/// The zoo's networks against torchvision's: names and shapes of all parameters, answers, and gradients by the image.
@Suite(.serialized) struct ZooOracleTests {
  private static let file: SafetensorsFile? = try? SafetensorsFile.read(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/zoo.safetensors").path)

  static let names: [String] = (file?.metadata.keys.sorted()) ?? []

  @Test func allNetworksOfTorchvisionAreThere() {
    #expect(Self.names.count == 18)
    #expect(Set(Self.names).isSubset(of: Zoo.names))
  }

  @Test(arguments: names)
  func parametersHaveTheNamesAndShapesOfTorchvision(name: String) throws {
    let parameters = try Zoo.parameters(ofNetworkNamed: name, classes: 10)
    let lines = parameters.map { parameter in
      let extents = parameter.shape.dimensions.map(String.init).joined(separator: "x")
      return "\(parameter.name):\(extents)"
    }
    let digest = String(HashedNumbers.seed(lines.joined(separator: ";")), radix: 16)
    let padded = String(repeating: "0", count: 16 - digest.count) + digest
    #expect(Self.file?.metadata[name] == "\(lines.count) \(padded)")
  }

  /// Sizes that strides do not divide, so that each border counts.
  @Test(arguments: [
    "squeezenet1_1", "resnet18", "resnet34", "resnet50", "mobilenet_v2", "googlenet",
    "densenet121", "efficientnet_lite0",
  ])
  func answersLikeTorchvision(name: String) throws {
    let (height, width) = name == "efficientnet_lite0" ? (97, 80) : (75, 86)
    try check(
      name, try network(name, height: height, width: width),
      HashedNumbers.picture(height: height, width: width))
  }

  @Test(arguments: [("alexnet", 224), ("alexnet-groups", 227), ("vgg11", 224)])
  func answersOfLargeNetworks(name: String, side: Int) throws {
    try check(
      name, try network(name, height: side, width: side),
      HashedNumbers.picture(height: side, width: side))
  }

  @Test(arguments: [11, 13, 16, 19], [false, true])
  func convolutionsOfVGG(depth: Int, isNormalized: Bool) throws {
    let name = "vgg\(depth)" + (isNormalized ? "_bn" : "")
    var network = try Network(input: .image(channels: 3, height: 50, width: 37)) {
      Zoo.vggFeatures(depth: depth, isNormalized: isNormalized)
    }
    for (position, parameter) in network.parameters.enumerated() {
      // Inside of torchvision's `features` the names are the same without that word; the fixture has the full ones.
      network.setWeights(HashedNumbers.weights(parameter.name, parameter.shape), at: position)
    }
    try check("\(name)/features", network, HashedNumbers.picture(height: 50, width: 37))
  }

  private func network(_ name: String, height: Int, width: Int) throws -> Network {
    let input = NetworkInput.image(channels: 3, height: height, width: width)
    var weights: [String: Tensor] = [:]
    for parameter in try Zoo.parameters(ofNetworkNamed: name, input: input, classes: 10) {
      weights[parameter.name] = HashedNumbers.weights(parameter.name, parameter.shape)
    }
    return try Zoo.network(named: name, input: input, classes: 10, weights: weights)
  }

  private func check(_ name: String, _ network: Network, _ image: Tensor) throws {
    let file = try #require(Self.file)
    let output = network.outputs[0]
    let fast = try Plan(network, batch: 1)
    try fast.setInput("input", to: image)
    try fast.run()
    expectClose(
      fast.value(of: output), try file.tensor("\(name)/output"), "\(name): output, Winograd's way")
    // Where two numbers under a maximum are nearly equal, a rounding error sends the gradient another way: it is compared
    // where roundings are PyTorch's.
    let plan = try Plan(
      network, batch: 1,
      request: PlanRequest(
        outputs: [output], origin: .seeds([output]), inputs: ["input"], allowsWinograd: false))
    try plan.setInput("input", to: image)
    let expected = try file.tensor("\(name)/output")
    plan.setSeed(of: output, to: HashedNumbers.uniform("seeds", expected.shape))
    try plan.run()
    expectClose(plan.value(of: output), expected, "\(name): output")
    let gradient = try plan.gradient(ofInput: "input")
    let sampled = stride(from: 0, to: gradient.shape.count, by: max(1, gradient.shape.count / 200))
      .map { gradient.scalars[$0] }
    expectClose(Tensor(sampled), try file.tensor("\(name)/gradient"), "\(name): gradient")
    let norm = gradient.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    let wanted = Double(try file.tensor("\(name)/gradient-norm").scalar)
    #expect(abs(norm - wanted) <= 1e-4 * wanted, "\(name): gradient's norm \(norm), not \(wanted)")
  }

  /// To one ten-thousandth of the largest element.
  private func expectClose(_ tensor: Tensor, _ expected: Tensor, _ what: String) {
    #expect(tensor.shape == expected.shape, "\(what)")
    let largest = expected.scalars.map(abs).max() ?? 0
    let difference = zip(tensor.scalars, expected.scalars).map { abs($0 - $1) }.max() ?? .infinity
    #expect(difference <= 1e-4 * largest, "\(what): off by \(difference) of \(largest)")
  }
}
