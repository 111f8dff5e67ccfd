import Fovea

/// A plain recurrent network over a few letters, unrolled into one node for each product, sum and loss.
///
/// h_t = tanh(W_hh h_{t−1} + W_hx x_t + b_h) and y_t = W_yh h_t as in the lecture; L_t is the cross-entropy of y_t's softmax.
struct UnrolledElman {
  /// The letters, in the order of their one-hot codes.
  static let letters = ["a", "c", "e", "h"]
  /// What is read: nothing at first (the lecture's zero vector), then letters.
  static let read: [String?] = [nil, "a", "c", "h"]
  /// What is to be said at each step: the letter that comes next.
  static let wanted = ["a", "c", "h", "e"]
  static let hidden = 2

  let network: Network
  let inputs: [String: Tensor]

  /// Builds the network with weights drawn from a seed.
  init(seed: UInt64) throws(FoveaError) {
    var network = try Network(seed: seed) { (graph) throws(FoveaError) in
      let wide = Initializer.uniform(bound: 1.2)
      var state = try graph.addInput("h0", shape: [1, Self.hidden])
      var losses: [Node.ID] = []
      for step in 1...Self.read.count {
        let x = try graph.addInput("x\(step)", shape: [1, Self.letters.count])
        let target = try graph.addInput("t\(step)", shape: [1])
        let old = try graph.add(
          DenseProduct(units: Self.hidden, hasBias: false, initializer: wide), to: [state],
          name: "W_hh")
        let new = try graph.add(
          DenseProduct(units: Self.hidden, initializer: wide), to: [x], name: "W_hx")
        let sum = try graph.add(Arithmetic(.add), to: [old, new], name: "s\(step)")
        state = try graph.add(Elementwise(.tanh), to: [sum], name: "h\(step)")
        let answer = try graph.add(
          DenseProduct(units: Self.letters.count, hasBias: false, initializer: wide), to: [state],
          name: "W_yh")
        losses.append(
          try graph.add(CrossEntropy(reduction: .sum), to: [answer, target], name: "L\(step)"))
      }
      graph.outputs = losses
    }
    var source = RandomSource(seed: seed, purpose: "bias")
    network.setWeights(
      .uniform([Self.hidden], in: -0.6...0.6, from: &source),
      at: try network.parameterPosition("W_hx.bias"))
    self.network = network
    var inputs = ["h0": Tensor.zeros([1, Self.hidden])]
    for (index, letter) in Self.read.enumerated() {
      inputs["x\(index + 1)"] = Self.code(letter)
      inputs["t\(index + 1)"] = Tensor([Float(Self.position(Self.wanted[index]))])
    }
    self.inputs = inputs
  }

  static func position(_ letter: String) -> Int { letters.firstIndex(of: letter) ?? 0 }

  /// The one-hot code of a letter; zeros for none.
  static func code(_ letter: String?) -> Tensor {
    var code = Tensor.zeros([1, letters.count])
    if let letter { code[0, position(letter)] = 1 }
    return code
  }

  /// The largest difference between the gradients at the states and those of the library's recurrent layer, which keeps the
  /// loop inside of one node.
  func difference(from graph: ComputationGraph) throws(FoveaError) -> Double {
    let steps = Self.read.count
    var looped = try Network { (graph) throws(FoveaError) in
      let x = try graph.addInput("x", shape: [1, steps, Self.letters.count])
      let target = try graph.addInput("t", shape: [1, steps])
      let states = try graph.add(
        Recurrent(.elman(.tanh), hidden: Self.hidden), to: [x], name: "cell")
      let answers = try graph.add(
        DenseProduct(units: Self.letters.count, hasBias: false), to: [states], name: "W_yh")
      graph.output(
        try graph.add(CrossEntropy(reduction: .sum), to: [answers, target], name: "loss"))
    }
    for (old, new) in [
      ("W_hx.weight", "cell.weight_ih"), ("W_hh.weight", "cell.weight_hh"),
      ("W_hx.bias", "cell.bias_ih"), ("W_yh.weight", "W_yh.weight"),
    ] {
      looped.setWeights(try network.weights(of: old), at: try looped.parameterPosition(new))
    }
    looped.setWeights(.zeros([Self.hidden]), at: try looped.parameterPosition("cell.bias_hh"))
    let cell = try looped.node("cell").id
    let points = (0..<steps).map { HookPoint(node: cell, record: "h", step: $0) }
    let plan = try Plan(
      looped, batch: 1,
      request: PlanRequest(origin: .scalar(looped.outputs[0]), gradients: Set(points)))
    let codes = Self.read.flatMap { Self.code($0).scalars }
    try plan.setInput("x", to: Tensor(shape: [1, steps, Self.letters.count], scalars: codes))
    let targets = Self.wanted.map { Float(Self.position($0)) }
    try plan.setInput("t", to: Tensor(shape: [1, steps], scalars: targets))
    try plan.run()
    var largest = 0.0
    for (step, point) in points.enumerated() {
      let own = graph.gradients["h\(step + 1)"]?.scalars ?? []
      for (a, b) in zip(own, plan.gradient(of: point).scalars) {
        largest = max(largest, Double(abs(a - b)))
      }
    }
    return largest
  }

  /// The summed loss after steps of plain gradient descent on all weights.
  func loss(after steps: Int, rate: Float) throws(FoveaError) -> Double {
    let plan = try Plan(
      network, batch: 1,
      request: PlanRequest(
        outputs: network.outputs, origin: .seeds(network.outputs), parameters: .trainable,
        allowsParts: false))
    for (name, value) in inputs.sorted(by: { $0.key < $1.key }) {
      try plan.setInput(name, to: value)
    }
    for output in network.outputs { plan.setSeed(of: output, to: Tensor(1)) }
    for step in 0...steps {
      try plan.run()
      guard step < steps else { break }
      unsafe plan.withTrainableGradients { gradients in
        unsafe plan.parameters.withTrainableValues { values in
          for index in values.indices { unsafe values[index] -= rate * gradients[index] }
        }
      }
    }
    return network.outputs.reduce(0) { $0 + Double(plan.value(of: $1).scalar) }
  }
}
