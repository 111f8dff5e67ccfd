import Fovea

/// The lecture's network of two inputs, two hidden layers of three and one output, backwards by matrices.
struct BackpropagationAsLinearAlgebra: Exhibit {
  let name = "linear-algebra-of-backpropagation"
  let title = "Backpropagation as linear algebra"
  let lectures: [Lecture] = [.rafiey, .ma]
  let explanation = """
    The network a, b → c, d, e → f, g, h → z with its values and the derivatives ∂z/∂node, and the two matrix rules of the \
    lecture: δ_i = W_iᵀ δ̄_{i+1} for nodes and an outer product for weights (bar δ in the picture), computed by hand and equal \
    to the engine's gradients, which stand beside them. The lecture prints the second rule as v_i δ_{i+1}ᵀ, but the derivative \
    by the sum before the nonlinearity is needed (δ̄, with a bar), and in the lecture's own arrangement of Δ_i (a row \
    for each later node) it is δ̄_{i+1} v_iᵀ.
    """

  private static let names = [["a", "b"], ["c", "d", "e"], ["f", "g", "h"], ["z"]]
  private static let given: [Float] = [1, -0.5]

  /// Values and derivatives layer by layer: v, v̄ (the sums), δ, δ̄ and the derivatives Δ of the weights.
  private struct Pass {
    var v: [HandMatrix]
    var sums: [HandMatrix] = []
    var delta: [HandMatrix]
    var deltaBar: [HandMatrix]
    var weights: [HandMatrix]

    /// Runs forward and backward through weight matrices; the nonlinearity is the sigmoid.
    init(_ weights: [HandMatrix], _ input: HandMatrix) {
      self.weights = weights
      v = [input]
      for matrix in weights {
        sums.append(matrix * v[v.count - 1])
        v.append(sums[sums.count - 1].map(HandMatrix.sigmoid))
      }
      delta = Array(repeating: HandMatrix([[1]]), count: v.count)
      deltaBar = delta
      for layer in weights.indices.reversed() {
        deltaBar[layer + 1] = sums[layer].map(HandMatrix.sigmoidSlope).times(delta[layer + 1])
        delta[layer] = weights[layer].transposed * deltaBar[layer + 1]
      }
    }

    /// Δ_i, a row for each node of layer i + 1.
    func weightGradient(_ layer: Int) -> HandMatrix { deltaBar[layer + 1] * v[layer].transposed }
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let network = try Self.network(seed: studio.seed)
    let engine = try ComputationGraph(
      network, inputs: ["v0": Tensor(shape: [1, 2], scalars: Self.given)])
    let weights = try (0...2).map { HandMatrix(try network.weights(of: "W\($0).weight")) }
    let pass = Pass(weights, HandMatrix(column: Self.given.map(Double.init)))
    var nodes = 0.0
    var products = 0.0
    for layer in 0...2 {
      let own = engine.gradients["v\(layer)"].map { HandMatrix($0, asColumn: true) }
      nodes = max(nodes, own?.difference(pass.delta[layer]) ?? .nan)
      let weight = engine.parameterGradients["W\(layer).weight"].map { HandMatrix($0) }
      products = max(products, weight?.difference(pass.weightGradient(layer)) ?? .nan)
    }
    let unbarred = pass.delta[2] * pass.v[1].transposed
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "A network forward and backward by matrices",
          panels: [
            Self.diagram(pass), Self.nodeRule(pass, engine.gradients["v1"]),
            Self.weightRule(pass, engine.parameterGradients["W1.weight"]),
          ], columns: 1,
          caption:
            "δ: ∂z/∂value; bar δ: ∂z/∂sum before the sigmoid s, bar δ = s′(sum) × δ element by "
            + "element. Weights drawn by chance, seed \(studio.seed)."),
        facts: [
          Fact("z", pass.v[3].rows[0][0]),
          Fact("largest difference of ∂z/∂node, matrices and engine", nodes),
          Fact("largest difference of ∂z/∂weight, matrices and engine", products),
          Fact(
            "largest error of the second rule without the bar",
            unbarred.difference(pass.weightGradient(1))),
        ])
    ]
  }

  private static func network(seed: UInt64) throws(FoveaError) -> Network {
    try Network(seed: seed) { (graph) throws(FoveaError) in
      var layer = try graph.addInput("v0", shape: [1, 2])
      for (index, units) in [3, 3, 1].enumerated() {
        layer = try graph.add(
          DenseProduct(units: units, hasBias: false, initializer: .uniform(bound: 1.5)),
          to: [layer],
          name: "W\(index)")
        layer = try graph.add(Elementwise(.sigmoid), to: [layer], name: "v\(index + 1)")
      }
    }
  }

  // MARK: - Pictures

  private static func diagram(_ pass: Pass) -> Diagram {
    var diagram = Diagram(
      title: "Values and derivatives of z", layout: .grid(cell: Size(150, 50)),
      kinds: [Diagram.Kind("node", Theme.standard.color(0))],
      caption: "In each node its value and ∂z/∂node.")
    diagram.showsLegend = false
    var before: [Int] = []
    for (layer, row) in names.enumerated() {
      let nodes = row.enumerated().map { index, name in
        diagram.add(
          DiagramNode(
            name,
            lines: [
              pass.v[layer].rows[index][0].decimals(3),
              "∂ " + pass.delta[layer].rows[index][0].decimals(3),
            ], kind: "node",
            cell: Point(Double(layer), Double(index) + (3 - Double(row.count)) / 2)))
      }
      for from in before { for to in nodes { diagram.connect(from, to) } }
      before = nodes
    }
    return diagram
  }

  private static func nodeRule(_ pass: Pass, _ engine: Tensor?) -> Equation {
    let same: [any Figure] =
      engine.map { gradient -> [any Figure] in
        [HandMatrix(gradient, asColumn: true).grid("engine", rows: names[1])]
      } ?? []
    return Equation(
      [
        pass.weights[1].transposed.grid("W₁ᵀ", rows: names[1], columns: names[2]),
        pass.deltaBar[2].grid("bar δ₂", rows: names[2]),
        pass.delta[1].grid("δ₁", rows: names[1]),
      ] + same, signs: ["·", "="] + same.map { _ in "=" },
      title: "Rule 1: derivatives of nodes are a matrix product")
  }

  private static func weightRule(_ pass: Pass, _ engine: Tensor?) -> Equation {
    let same: [any Figure] =
      engine.map { gradient -> [any Figure] in
        [HandMatrix(gradient).grid("engine", rows: names[2], columns: names[1])]
      } ?? []
    return Equation(
      [
        pass.deltaBar[2].grid("bar δ₂", rows: names[2]),
        pass.v[1].transposed.grid("v₁ᵀ", columns: names[1]),
        pass.weightGradient(1).grid("Δ₁ = ∂z/∂W₁", rows: names[2], columns: names[1]),
      ] + same, signs: ["·", "="] + same.map { _ in "=" },
      title: "Rule 2: derivatives of weights are an outer product")
  }
}
