import Fovea

/// The two computational graphs of the lecture on backpropagation, run and drawn.
struct ComputationalGraphs: Exhibit {
  let name = "computational-graphs"
  let title = "Computational graphs with values and gradients"
  let lectures: [Lecture] = [.ma]
  let explanation = """
    The lecture's two examples as graphs of Fovea's own nodes, f(x, y, z) = (x + y)z at (−2, 5, −4) and a neuron with a \
    sigmoid in elementary gates and as a single one, and the same drawing of a network with layers. Above each wire stands the value that \
    flows forward, below it the gradient that flows back, which each gate makes of the one behind it and of its own slope; \
    both forms of the neuron end in the same gradients.
    """

  /// The neuron's numbers in the Stanford course from which the lecture took the example.
  static let neuron: [(name: String, value: Float)] = [
    ("w0", 2), ("x0", -1), ("w1", -3), ("x1", -2), ("w2", -3),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let product = try ComputationGraph(
      try Self.product(), inputs: ["x": Tensor(-2), "y": Tensor(5), "z": Tensor(-4)],
      outputNames: ["f": "f"], title: "f(x, y, z) = (x + y) z")
    let inputs = Dictionary(
      uniqueKeysWithValues: Self.neuron.map { ($0.name, Tensor($0.value)) })
    let gates = try ComputationGraph(
      try Self.neuron(isOneGate: false), inputs: inputs, outputNames: ["f": "f"],
      title: "The neuron 1 / (1 + exp(−(w₀x₀ + w₁x₁ + w₂))) in elementary gates")
    let whole = try ComputationGraph(
      try Self.neuron(isOneGate: true), inputs: inputs, outputNames: ["f": "f"],
      title: "The same neuron with the sigmoid as one gate",
      caption: "The slope of the sigmoid is (1 − f) f: 1.00 · (1 − 0.73) · 0.73 = 0.20.")
    let layers = try ComputationGraph(
      try Self.layers(seed: studio.seed),
      inputs: [
        "x": Tensor(shape: [1, 2], scalars: [1, 0.5]), "t": Tensor(shape: [1, 1], scalars: [1]),
      ], outputNames: ["loss": "L"], title: "A network of layers, with vectors on its wires",
      caption: "Weights drawn by chance, seed \(studio.seed).")
    return [
      ExhibitFigure(
        "\(name)-product", product,
        facts: ["x", "y", "z"].map { Fact("∂f/∂\($0)", Self.gradient($0, product)) }
          + [Fact("f", Self.value("f", product)), Fact("∂f/∂q", Self.gradient("q", product))]),
      ExhibitFigure(
        "\(name)-neuron",
        FigureGrid(
          title: "A neuron with a sigmoid, two ways", panels: [gates, whole], columns: 1,
          caption: "Values above the wires, gradients below, with two digits after the point."),
        facts: Self.facts(gates, whole)),
      ExhibitFigure("\(name)-layers", layers),
    ]
  }

  static func value(_ label: String, _ graph: ComputationGraph) -> Double {
    Double(graph.values[label]?.scalar ?? .nan)
  }

  static func gradient(_ label: String, _ graph: ComputationGraph) -> Double {
    Double(graph.gradients[label]?.scalar ?? .nan)
  }

  private static func facts(_ gates: ComputationGraph, _ whole: ComputationGraph) -> [Fact] {
    let difference = neuron.map { abs(gradient($0.name, gates) - gradient($0.name, whole)) }.max()
    return [
      Fact("output", value("f", gates)),
      Fact("output of the sigmoid as one gate", value("f", whole)),
      Fact("gradient at the sum", gradient("sum", gates)),
    ] + neuron.map { Fact("∂f/∂\($0.name)", gradient($0.name, gates)) } + [
      Fact("largest difference between both forms", difference ?? .nan)
    ]
  }

  /// Two dense layers with a shortcut around a ReLU and a squared error.
  private static func layers(seed: UInt64) throws(FoveaError) -> Network {
    try Network(seed: seed) { (graph) throws(FoveaError) in
      let x = try graph.addInput("x", shape: [1, 2])
      let target = try graph.addInput("t", shape: [1, 1])
      let hidden = try graph.add(DenseProduct(units: 3), to: [x], name: "hidden")
      let bent = try graph.add(Elementwise(.relu), to: [hidden])
      let both = try graph.add(Arithmetic(.add), to: [bent, hidden])
      let answer = try graph.add(DenseProduct(units: 1), to: [both], name: "answer")
      graph.output(
        try graph.add(SquaredError(reduction: .sum), to: [answer, target], name: "loss"))
    }
  }

  /// (x + y) z.
  static func product() throws(FoveaError) -> Network {
    try Network { (graph) throws(FoveaError) in
      let x = try graph.addInput("x", shape: .scalar, isBatched: false)
      let y = try graph.addInput("y", shape: .scalar, isBatched: false)
      let z = try graph.addInput("z", shape: .scalar, isBatched: false)
      let sum = try graph.add(Arithmetic(.add), to: [x, y], name: "q")
      graph.output(try graph.add(Arithmetic(.multiply), to: [sum, z], name: "f"))
    }
  }

  /// The sigmoid of w₀x₀ + w₁x₁ + w₂.
  static func neuron(isOneGate: Bool) throws(FoveaError) -> Network {
    try Network { (graph) throws(FoveaError) in
      var given: [Node.ID] = []
      for (name, _) in Self.neuron {
        given.append(try graph.addInput(name, shape: .scalar, isBatched: false))
      }
      let first = try graph.add(Arithmetic(.multiply), to: [given[0], given[1]])
      let second = try graph.add(Arithmetic(.multiply), to: [given[2], given[3]])
      let both = try graph.add(Arithmetic(.add), to: [first, second])
      let sum = try graph.add(Arithmetic(.add), to: [both, given[4]], name: "sum")
      if isOneGate {
        graph.output(try graph.add(Elementwise(.sigmoid), to: [sum], name: "f"))
      } else {
        let opposite = try graph.add(Elementwise(.linear(scale: -1, offset: 0)), to: [sum])
        let power = try graph.add(Elementwise(.exp), to: [opposite])
        let next = try graph.add(Elementwise(.linear(scale: 1, offset: 1)), to: [power])
        graph.output(try graph.add(Unary(.reciprocal), to: [next], name: "f"))
      }
    }
  }
}
