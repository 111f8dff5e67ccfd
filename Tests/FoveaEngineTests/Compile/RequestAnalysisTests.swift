import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// What a plan refuses, in the words that a user reads.
@Suite struct RequestAnalysisTests {
  private static func network() throws -> Network {
    var network = Network(seed: 1)
    let x = try network.addInput("image", shape: [1, 4])
    let y = try network.add(DenseProduct(units: 3), to: [x], name: "logits")
    let targets = try network.addInput("targets", shape: [1])
    try network.add(CrossEntropy(), to: [y, targets], name: "loss")
    return network
  }

  @Test func unknownInput() throws {
    let network = try Self.network()
    let plan = try Plan(network, batch: 2)
    let problem = FoveaError("there is no input 'imag'; the nearest are image, targets")
    #expect(throws: problem) { try plan.setInput("imag", to: .zeros([2, 4])) }
    #expect(throws: problem) { try plan.gradient(ofInput: "imag") }
    #expect(throws: problem) {
      try Plan(
        network, batch: 2,
        request: PlanRequest(origin: .scalar(network.outputs[0]), inputs: ["imag"]))
    }
    #expect(throws: problem) { try Plan(network, shapes: ["imag": [2, 4]]) }
  }

  @Test func wrongShape() throws {
    let network = try Self.network()
    let plan = try Plan(network, batch: 2)
    #expect(throws: FoveaError("input 'image' was compiled for the shape [2, 4], got [1, 4]")) {
      try plan.setInput("image", to: .zeros([1, 4]))
    }
    #expect(
      throws: FoveaError(
        "loss (crossentropy): logits […, classes] need targets of the shape […], got [2, 3] and [1]"
      )
    ) { try Plan(network, shapes: ["image": [2, 4]]) }
  }

  @Test func objectiveThatIsNotOneNumber() throws {
    let network = try Self.network()
    let logits = try network.node("logits").id
    #expect(
      throws: FoveaError("the objective must be one number, but 'logits' has the shape [2, 3]")
    ) {
      try Plan(network, batch: 2, request: PlanRequest(origin: .scalar(logits), inputs: ["image"]))
    }
    #expect(throws: FoveaError("a gradient is asked for, but not of what: name an objective")) {
      try Plan(network, batch: 2, request: PlanRequest(inputs: ["image"]))
    }
  }

  @Test func hookPointThatIsNotThere() throws {
    var network = Network(seed: 1)
    let x = try network.addInput("x", shape: [1, 2, 3])
    let cell = try network.add(Recurrent(.elman(.tanh), hidden: 4), to: [x], name: "cell")
    for (record, step, name) in [("h", 2, "h[2]"), ("q", 0, "q[0]")] {
      let point = HookPoint(node: cell, record: record, step: step)
      #expect(
        throws: FoveaError(
          "there is no hook point 'cell/\(name)'; the nearest are cell/h[0], cell/h[1], cell, x")
      ) { try Plan(network, batch: 1, request: PlanRequest(values: [point])) }
      #expect(throws: FoveaError.self) {
        try Plan(
          network, batch: 1, request: PlanRequest(origin: .seeds([cell]), gradients: [point]))
      }
    }
  }

  @Test func emptyBatch() throws {
    let network = try Self.network()
    #expect(
      throws: FoveaError("'image' has the shape [0, 4], but a plan needs at least one element")
    ) { try Plan(network, batch: 0) }
  }

  @Test func tooManyDimensions() throws {
    var network = Network(seed: 1)
    let shape: Shape = [1, 2, 1, 2, 1, 2, 1, 2, 1]
    let x = try network.addInput("x", shape: shape)
    try network.add(Arithmetic(.add), to: [x, x], name: "sum")
    #expect(
      throws: FoveaError("'x' has the shape \(shape), of more than 8 dimensions")
    ) { try Plan(network, batch: 1) }
  }

  /// A gradient that was asked for but that no path reaches is zero: of nodes, inputs, parameters and states.
  @Test func gradientsWithoutAPath() throws {
    var network = Network(seed: 1)
    let x = try network.addInput("x", shape: [2, 3, 2])
    let other = try network.addInput("other", shape: [2, 4])
    let cell = try network.add(Recurrent(.lstm, hidden: 3), to: [x], name: "cell")
    let dense = try network.add(DenseProduct(units: 2), to: [other], name: "dense")
    let objective = try network.add(Reduction(.sum), to: [dense])
    let state = HookPoint(node: cell, record: "h", step: 1)
    let gate = HookPoint(node: cell, record: "f", step: 0)
    let plan = try Plan(
      network, shapes: [:],
      request: PlanRequest(
        origin: .scalar(objective), parameters: .trainable, inputs: ["x", "other"],
        gradients: [HookPoint(node: cell), state, gate]))
    try plan.setInput("other", to: .away([2, 4]))
    for _ in 0..<2 { try plan.run() }
    #expect(try plan.gradient(ofInput: "x") == .zeros([2, 3, 2]))
    #expect(plan.gradient(of: HookPoint(node: cell)) == .zeros([2, 3, 3]))
    #expect(plan.gradient(of: state) == .zeros([2, 3]))
    #expect(plan.gradient(of: gate) == .zeros([2, 3]))
    #expect(plan.gradient(ofParameter: 0) == .zeros([12, 2]))
    #expect(try plan.gradient(ofInput: "other").scalars.contains { $0 != 0 })
  }

  /// Targets have no gradient; asking for it gives zero rather than a crash.
  @Test func gradientOfTargets() throws {
    let network = try Self.network()
    let plan = try Plan(
      network, batch: 2,
      request: PlanRequest(origin: .scalar(network.outputs[0]), inputs: ["targets", "image"]))
    try plan.run()
    #expect(try plan.gradient(ofInput: "targets") == .zeros([2]))
  }

  @Test func onlyWhatIsAskedIsComputed() throws {
    let network = try Self.network()
    let loss = network.outputs[0]
    func steps(_ request: PlanRequest) throws -> [String] {
      try Plan(network, batch: 2, request: request).stepNames
    }
    let forward = try steps(PlanRequest())
    #expect(!forward.contains { $0.contains("backward") || $0.contains(" by ") })
    let attack = try steps(PlanRequest(origin: .scalar(loss), inputs: ["image"]))
    #expect(attack.contains("logits by input"))
    #expect(!attack.contains { $0.contains("by weights") || $0.contains("by bias") })
    let training = try steps(PlanRequest(origin: .scalar(loss), parameters: .trainable))
    #expect(training.contains("logits by weights") && training.contains("logits by bias"))
    #expect(!training.contains("logits by input"))
    let bias = try steps(PlanRequest(origin: .scalar(loss), parameters: .positions([1])))
    #expect(bias.contains("logits by bias") && !bias.contains("logits by weights"))
    let logits = try network.node("logits").id
    let part = try steps(PlanRequest(outputs: [logits]))
    #expect(!part.contains("loss"))
  }

  @Test func convolutionsOfAnAttackComputeNoWeightGradient() throws {
    var network = Network(seed: 1)
    let x = try network.addInput("image", shape: [1, 3, 6, 6])
    let a = try network.add(Convolution(filters: 16, window: .square(3)), to: [x], name: "conv")
    let b = try network.add(BatchNormalization(), to: [a], name: "norm")
    let c = try network.add(
      Recurrent(.gru, hidden: 4), to: [try flattened(&network, b)], name: "rnn")
    let objective = try network.add(Reduction(.sum), to: [c])
    let attack = try Plan(
      network, batch: 1, request: PlanRequest(origin: .scalar(objective), inputs: ["image"]))
    #expect(attack.stepNames.contains("conv by input"))
    #expect(!attack.stepNames.contains { $0.contains("by weights") || $0.contains("by bias") })
  }

  private func flattened(_ network: inout Network, _ node: Node.ID) throws -> Node.ID {
    try network.add(Reshaping(to: [0, 16, 16]), to: [node])
  }
}
