import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// Compares the engine's gradients of a random projection of a node with numeric ones.
///
/// The objective is Σ w ⊙ y with fixed random w, summed in double precision, so that no element of the output can hide.
/// Differences are central and of fourth order, (8 (f(h) − f(−h)) − (f(2h) − f(−2h))) / 12 h: large steps keep single
/// precision's noise small, and the error of the formula is h⁴ f⁽⁵⁾ / 30. Values within 2 h of a kink do not belong here.
struct GradientCheck {
  let network: Network
  let output: Node.ID
  /// Shapes of inputs that differ from those the network was built with.
  var shapes: [String: Shape] = [:]
  /// Values of inputs that are not to be random in −1…1.
  var inputs: [String: Tensor] = [:]
  /// Values of parameters; constants are made random unless given here.
  var parameters: [String: Tensor] = [:]
  var mode = PlanRequest.Mode.inference
  var allowsFusion = true
  var step: Float = 0.05
  /// The largest error as a share of the tensor's largest gradient.
  var tolerance: Float = 5e-4
  /// Inputs that have no gradient: indices, targets.
  var excluding: Set<String> = []

  init(_ network: Network) {
    self.network = network
    output = network.outputs[0]
  }

  /// Checks one operation on inputs `x0`, `x1`, … of the given shapes.
  init(_ operation: any Operation, on shapes: [Shape]) throws {
    var network = Network(seed: 1)
    var ids: [Node.ID] = []
    for (index, shape) in shapes.enumerated() {
      ids.append(try network.addInput("x\(index)", shape: shape, isBatched: shape.rank > 0))
    }
    try network.add(operation, to: ids, name: "operation")
    self.init(network)
  }

  /// Checks every input and trainable parameter at up to 40 of its elements.
  func run(seed: UInt64 = 3, sourceLocation: SourceLocation = #_sourceLocation) throws {
    var source = RandomSource(seed: seed)
    let values = startingInputs(&source)
    let start = startingParameters(&source)
    let differentiable = network.inputs.map(\.name).filter { !excluding.contains($0) }
    let store = ParameterStore(network)
    let plan = try Plan(
      network, shapes: values.mapValues(\.shape),
      request: PlanRequest(
        mode: mode, outputs: [output], origin: .seeds([output]), parameters: .trainable,
        inputs: differentiable, allowsFusion: allowsFusion), parameters: store)
    let projection = Tensor.uniform(plan.shapes[output.position], in: -1...1, from: &source)
    store.load(start)
    plan.setSeed(of: output, to: projection)
    for (name, tensor) in values { try plan.setInput(name, to: tensor) }
    try plan.run(seed: 5)

    let objective = try Projection(self, values, start, projection)
    for name in differentiable {
      try compare(
        name, values[name] ?? .zeros([0]), plan.gradient(ofInput: name), sourceLocation
      ) { try objective.value(input: name, $0) }
    }
    for (position, parameter) in network.parameters.enumerated() where parameter.isTrainable {
      try compare(
        parameter.name, start[position], plan.gradient(ofParameter: position), sourceLocation
      ) { try objective.value(parameter: position, $0) }
    }
  }

  private func startingInputs(_ source: inout RandomSource) -> [String: Tensor] {
    var values = inputs
    for node in network.inputs where values[node.name] == nil {
      let shape = shapes[node.name] ?? network.nominalShape(of: node.id)
      values[node.name] = .uniform(shape, in: -1...1, from: &source)
    }
    return values
  }

  /// The network's weights, with constant ones (biases of 0, scales of 1, running moments) shaken.
  private func startingParameters(_ source: inout RandomSource) -> [Tensor] {
    zip(network.parameters, network.weights).map { parameter, tensor in
      if let given = parameters[parameter.name] { return given }
      guard Set(tensor.scalars).count <= 1 else { return tensor }
      return tensor.map { $0 + source.uniform(in: -0.5...0.5) }
    }
  }

  private func compare(
    _ name: String, _ tensor: Tensor, _ gradient: Tensor, _ location: SourceLocation,
    _ objective: (Tensor) throws -> Double
  ) throws {
    #expect(gradient.shape == tensor.shape, "the gradient of \(name)", sourceLocation: location)
    let scale = max(0.05, gradient.scalars.reduce(0) { max($0, abs($1)) })
    let count = tensor.scalars.count
    for index in stride(from: 0, to: count, by: max(1, count / 40)) {
      func at(_ steps: Float) throws -> Double {
        var moved = tensor
        moved.scalars[index] += steps * step
        return try objective(moved)
      }
      let threads = Threads.count
      Threads.count = 1
      defer { Threads.count = threads }
      let near = try at(1) - at(-1)
      let far = try at(2) - at(-2)
      let numeric = Float((8 * near - far) / (12 * Double(step)))
      let error = abs(numeric - gradient.scalars[index]) / scale
      #expect(
        error <= tolerance,
        "\(name)[\(index)]: \(gradient.scalars[index]) against \(numeric), error \(error)",
        sourceLocation: location)
    }
  }

  /// The projected output as a function of one input or parameter.
  private struct Projection {
    let plan: Plan
    let store: ParameterStore
    let output: Node.ID
    let inputs: [String: Tensor]
    let parameters: [Tensor]
    let projection: Tensor

    init(
      _ check: GradientCheck, _ inputs: [String: Tensor], _ parameters: [Tensor],
      _ projection: Tensor
    ) throws {
      // Thousands of runs of a few numbers each: a second thread would be waited for longer than it computes.
      let threads = Threads.count
      Threads.count = 1
      defer { Threads.count = threads }
      store = ParameterStore(check.network)
      output = check.output
      (self.inputs, self.parameters, self.projection) = (inputs, parameters, projection)
      plan = try Plan(
        check.network, shapes: inputs.mapValues(\.shape),
        request: PlanRequest(
          mode: check.mode, outputs: [check.output], allowsFusion: check.allowsFusion),
        parameters: store)
      for (name, tensor) in inputs { try plan.setInput(name, to: tensor) }
    }

    func value(input name: String, _ moved: Tensor) throws -> Double {
      try plan.setInput(name, to: moved)
      defer { inputs[name].map { try? plan.setInput(name, to: $0) } }
      return try value(parameters)
    }

    func value(parameter position: Int, _ moved: Tensor) throws -> Double {
      var changed = parameters
      changed[position] = moved
      return try value(changed)
    }

    private func value(_ parameters: [Tensor]) throws -> Double {
      store.load(parameters)
      try plan.run(seed: 5)
      return zip(plan.value(of: output).scalars, projection.scalars)
        .reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
  }
}

/// One operation on inputs of given shapes, as an argument of a parameterised test.
struct OperationCase: CustomTestStringConvertible, Sendable {
  let operation: any Operation
  let shapes: [Shape]

  init(_ operation: any Operation, _ shapes: Shape...) {
    self.operation = operation
    self.shapes = shapes
  }

  var testDescription: String {
    "\(type(of: operation).kind) \(operation.summary) on \(shapes)"
  }
}

extension Tensor {
  /// Multiples of ±gap in random order: each keeps a distance from the others and from zero.
  static func spaced(_ shape: Shape, by gap: Float, seed: UInt64 = 1) -> Tensor {
    var source = RandomSource(seed: seed)
    let order = source.permutation(shape.count)
    return Tensor(
      shape: shape,
      scalars: order.map { Float($0 / 2 + 1) * ($0 % 2 == 0 ? gap : -gap) })
  }

  /// Random values whose size lies in a range, of either sign.
  static func away(
    _ shape: Shape, sizes: ClosedRange<Float> = 0.2...1, seed: UInt64 = 1
  ) -> Tensor {
    var source = RandomSource(seed: seed)
    return Tensor.uniform(shape, in: sizes, from: &source)
      .map { source.uniform() < 0.5 ? -$0 : $0 }
  }
}
