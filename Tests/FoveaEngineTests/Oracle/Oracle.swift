import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// One case that PyTorch computed: inputs, parameters, the gradient given at the output, and all that comes out.
///
/// `Fixtures/make_fixtures.py` says how each was made.
struct Oracle {
  let tensors: [String: Tensor]

  /// Reads the case `name` of the file `file`.
  init(_ file: String, _ name: String) throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/\(file).safetensors").path
    var tensors: [String: Tensor] = [:]
    for entry in try SafetensorsFile.read(path).entries where entry.name.hasPrefix(name + "/") {
      tensors[String(entry.name.dropFirst(name.count + 1))] = entry.tensor
    }
    guard !tensors.isEmpty else { throw FoveaError("\(path) has no case '\(name)'") }
    self.tensors = tensors
  }

  /// What a case holds under a heading, by name.
  subscript(heading: String) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for (name, tensor) in tensors where name.hasPrefix(heading + "/") {
      result[String(name.dropFirst(heading.count + 1))] = tensor
    }
    return result
  }

  /// A network of one node called `operation`, on the inputs that the case has.
  func network(_ operation: any FoveaNetwork.Operation) throws -> Network {
    var network = Network()
    let inputs = self["input"]
    let ids = try inputs.keys.sorted().map { name in
      let shape = inputs[name]?.shape ?? .scalar
      return try network.addInput(name, shape: shape, isBatched: shape.rank > 0)
    }
    try network.add(operation, to: ids, name: "operation")
    return network
  }

  /// Runs a network on the case's numbers and compares everything that the case knows.
  ///
  /// - Parameter node: the node that a name under `hidden` stands for, where that is no hook point's name.
  func check(
    _ network: Network, mode: PlanRequest.Mode = .inference, label: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let output = network.outputs[0]
    let inputs = self["input"]
    let hooks = try self.hooks(of: network)
    let store = ParameterStore(network)
    store.load(try weights(of: network))
    let plan = try Plan(
      network, shapes: inputs.mapValues(\.shape),
      request: PlanRequest(
        mode: mode, outputs: [output], origin: .seeds([output]), parameters: .trainable,
        inputs: self["grad"].keys.filter { inputs[$0] != nil }, values: Set(hooks.values),
        gradients: Set(hooks.values)), parameters: store)
    for (name, tensor) in inputs { try plan.setInput(name, to: tensor) }
    plan.setSeed(of: output, to: tensors["seed"] ?? .zeros([0]))
    try plan.run()

    func compare(_ what: String, _ own: Tensor, _ expected: Tensor?) {
      guard let expected else { return }
      let problem = own.shape == expected.shape ? own.furthest(from: expected) : "another shape"
      #expect(problem == nil, "\(label) \(what)", sourceLocation: sourceLocation)
    }
    compare("output", plan.value(of: output), tensors["output"])
    for (name, gradient) in self["grad"] {
      if inputs[name] != nil {
        compare("gradient of \(name)", try plan.gradient(ofInput: name), gradient)
      } else {
        let position = try Self.position(of: name, in: network)
        compare("gradient of \(name)", plan.gradient(ofParameter: position), gradient)
      }
    }
    for (name, point) in hooks {
      compare(name, plan.value(of: point), self["hidden"][name])
      compare("gradient of \(name)", plan.gradient(of: point), self["hiddengrad"][name])
    }
    let after = store.snapshot()
    for (name, tensor) in self["after"] {
      compare("\(name) after", after[try Self.position(of: name, in: network)], tensor)
    }
  }

  private func weights(of network: Network) throws -> [Tensor] {
    var weights = network.weights
    for (name, tensor) in self["param"] {
      let position = try Self.position(of: name, in: network)
      #expect(weights[position].shape == tensor.shape, "\(name)")
      weights[position] = tensor
    }
    return weights
  }

  /// A parameter's full name, or its role where one operation is the whole network.
  private static func position(of name: String, in network: Network) throws -> Int {
    try network.parameterPosition(name.contains(".") ? name : "operation.\(name)")
  }

  /// The hook points of the names under `hidden`.
  private func hooks(of network: Network) throws -> [String: HookPoint] {
    let all = network.hookPoints(shapes: try network.shapes(for: self["input"].mapValues(\.shape)))
    var result: [String: HookPoint] = [:]
    for name in self["hidden"].keys {
      let found = all.first { $0.name == name }
      result[name] = try #require(found, "\(name)").point
    }
    return result
  }
}
