import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// Compares the engine's gradients of a random projection of a node with central differences.
///
/// The objective is Σ w ⊙ y with fixed random w, summed in double precision, so that no element of the output can hide.
struct GradientCheck {
  let network: Network
  let output: Node.ID
  var shapes: [String: Shape] = [:]
  var inputs: [String: Tensor] = [:]
  var mode = PlanRequest.Mode.inference
  var step: Float = 1e-2
  var tolerance: Float = 2e-3
  /// Inputs that have no gradient: indices, targets.
  var excluding: Set<String> = []

  init(_ network: Network) {
    self.network = network
    output = network.outputs[0]
  }

  /// The largest relative error over every input's and parameter's every element.
  func run(seed: UInt64 = 3, sourceLocation: SourceLocation = #_sourceLocation) throws {
    var source = RandomSource(seed: seed)
    let names = network.inputs.map(\.name)
    var values = inputs
    for node in network.inputs where values[node.name] == nil {
      let shape = shapes[node.name] ?? network.nominalShape(of: node.id)
      values[node.name] = .uniform(shape, in: -1...1, from: &source)
    }
    let given = values.mapValues(\.shape)
    let differentiable = names.filter { !excluding.contains($0) }
    let store = ParameterStore(network)
    let plan = try Plan(
      network, shapes: given,
      request: PlanRequest(
        mode: mode, outputs: [output], origin: .seeds([output]), parameters: .trainable,
        inputs: differentiable), parameters: store)
    let weights = Tensor.uniform(plan.shapes[output.position], in: -1...1, from: &source)
    plan.setSeed(of: output, to: weights)
    for (name, tensor) in values { try plan.setInput(name, to: tensor) }
    try plan.run(seed: 5)
    var analytic: [String: Tensor] = [:]
    for name in differentiable { analytic[name] = try plan.gradient(ofInput: name) }
    let trainable = network.parameters.indices.filter { network.parameters[$0].isTrainable }
    let parameterGradients = trainable.map { plan.gradient(ofParameter: $0) }

    let forward = try Plan(
      network, shapes: given, request: PlanRequest(mode: mode, outputs: [output]),
      parameters: store)
    func objective(_ values: [String: Tensor], _ parameters: [Tensor]) throws -> Double {
      store.load(parameters)
      for (name, tensor) in values { try forward.setInput(name, to: tensor) }
      try forward.run(seed: 5)
      let y = forward.value(of: output)
      return zip(y.scalars, weights.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    let start = network.weights
    for name in differentiable {
      guard let tensor = values[name], let gradient = analytic[name] else { continue }
      try compare(name, tensor, gradient, sourceLocation) { changed in
        var copy = values
        copy[name] = changed
        return try objective(copy, start)
      }
    }
    for (index, position) in trainable.enumerated() {
      try compare(
        network.parameters[position].name, start[position], parameterGradients[index],
        sourceLocation
      ) { changed in
        var copy = start
        copy[position] = changed
        return try objective(values, copy)
      }
    }
  }

  private func compare(
    _ name: String, _ tensor: Tensor, _ gradient: Tensor, _ location: SourceLocation,
    _ objective: (Tensor) throws -> Double
  ) throws {
    let scale = max(1, gradient.scalars.reduce(0) { max($0, abs($1)) })
    for index in stride(from: 0, to: tensor.scalars.count, by: max(1, tensor.scalars.count / 40)) {
      var (up, down) = (tensor, tensor)
      up.scalars[index] += step
      down.scalars[index] -= step
      let width = Double(up.scalars[index]) - Double(down.scalars[index])
      let numeric = Float((try objective(up) - objective(down)) / width)
      let error = abs(numeric - gradient.scalars[index]) / scale
      #expect(
        error <= tolerance, "\(name)[\(index)]: \(gradient.scalars[index]) against \(numeric)",
        sourceLocation: location)
    }
  }
}
