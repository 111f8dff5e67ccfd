import Fovea

/// The second lecture's network, forward with biases and backward by the errors of nodes.
struct ErrorsOfNodes: Exhibit {
  let name = "errors-of-nodes"
  let title = "Forward with biases, backward by errors"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    The lecture's network with three inputs, three hidden units and one output, computed by its matrices with a bias in the \
    first column, and its recursion δ⁽⁴⁾ = a⁽⁴⁾ − y, δ⁽ˡ⁾ = Θ⁽ˡ⁾ᵀδ⁽ˡ⁺¹⁾ .* g′(z⁽ˡ⁾) on a network of four layers. All numbers equal \
    the engine's, for the cost −(y log h + (1 − y) log(1 − h)): the lecture writes it without the minus, and the derivative \
    of what it writes is y − a⁽⁴⁾, the opposite of its own δ⁽⁴⁾.
    """

  private static let x: [Float] = [0.5, -1, 2]
  private static let target: Float = 1

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let forward = try Run([3, 1], seed: studio.seed)
    let deep = try Run([3, 2, 1], seed: studio.seed)
    let picture = FigureGrid(
      title: "Forward, 3–3–1",
      panels: [
        Equation(
          [
            forward.weights[0].grid("Θ⁽¹⁾, 3×4", columns: ["bias", "x₁", "x₂", "x₃"]),
            forward.a[0].withBias.grid("x", rows: ["1", "x₁", "x₂", "x₃"]),
            forward.z[0].grid("z⁽²⁾"), forward.a[1].grid("a⁽²⁾"),
          ], signs: ["·", "=", "→ g →"]),
        Equation(
          [
            forward.weights[1].grid("Θ⁽²⁾, 1×4", columns: ["bias", "a₁", "a₂", "a₃"]),
            forward.a[1].withBias.grid("a⁽²⁾ with a₀ = 1"), forward.z[1].grid("z⁽³⁾"),
            forward.a[2].grid("h(x) = a⁽³⁾"),
          ], signs: ["·", "=", "→ g →"]),
      ], columns: 1, hasLetters: false)
    let back = FigureGrid(
      title: "Backward, 3–3–2–1, y = \(Self.target.formatted)",
      panels: [
        Equation(
          [
            deep.a[3].grid("a⁽⁴⁾"), HandMatrix([[Double(Self.target)]]).grid("y"),
            deep.delta[2].grid("δ⁽⁴⁾"),
          ], signs: ["−", "="]),
        Self.step(deep, 2, "δ⁽³⁾", "Θ⁽³⁾ᵀ", "δ⁽⁴⁾", "g′(z⁽³⁾)"),
        Self.step(deep, 1, "δ⁽²⁾", "Θ⁽²⁾ᵀ", "δ⁽³⁾", "g′(z⁽²⁾)"),
      ], columns: 1, hasLetters: false)
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          panels: [picture, back],
          caption: "g is the sigmoid; the bias column has no part in Θᵀδ. Weights drawn by chance, "
            + "seed \(studio.seed)."),
        facts: [
          Fact("h(x)", forward.a[2].rows[0][0]),
          Fact("largest difference of z and a from the engine", forward.forwardDifference),
          Fact("a⁽⁴⁾ − y", deep.a[3].rows[0][0] - Double(Self.target)),
          Fact("the engine's derivative by z⁽⁴⁾", deep.engineError),
          Fact("largest difference of δ from the engine", deep.backwardDifference),
          Fact("largest difference of ∂J/∂Θ = δ aᵀ from the engine", deep.weightDifference),
        ])
    ]
  }

  private static func step(
    _ run: Run, _ layer: Int, _ result: String, _ weight: String, _ delta: String, _ slope: String
  ) -> Equation {
    Equation(
      [
        run.inner[layer].transposed.grid(weight), run.delta[layer].grid(delta),
        run.z[layer - 1].map(HandMatrix.sigmoidSlope).grid(slope),
        run.delta[layer - 1].grid(result),
      ], signs: ["·", ".*", "="])
  }

  /// A network run by the engine and by matrices.
  private struct Run {
    /// Θ with the bias in the first column, and without it.
    var weights: [HandMatrix] = []
    var inner: [HandMatrix] = []
    var z: [HandMatrix] = []
    var a: [HandMatrix]
    /// The errors of the layers behind the first.
    var delta: [HandMatrix]
    var forwardDifference = 0.0
    var backwardDifference = 0.0
    var weightDifference = 0.0
    var engineError = 0.0

    init(_ units: [Int], seed: UInt64) throws {
      let network = try ErrorsOfNodes.network(units, seed: seed)
      let engine = try ComputationGraph(
        network,
        inputs: [
          "x": Tensor(shape: [1, 3], scalars: ErrorsOfNodes.x),
          "y": Tensor(shape: [1, 1], scalars: [ErrorsOfNodes.target]),
        ])
      a = [HandMatrix(column: ErrorsOfNodes.x.map(Double.init))]
      for layer in units.indices {
        inner.append(HandMatrix(try network.weights(of: "z\(layer).weight")))
        let bias = try network.weights(of: "z\(layer).bias").scalars.map(Double.init)
        weights.append(HandMatrix(zip(bias, inner[layer].rows).map { [$0] + $1 }))
        z.append(weights[layer] * a[layer].withBias)
        a.append(z[layer].map(HandMatrix.sigmoid))
      }
      let last = units.count - 1
      delta = a.dropFirst().map { $0 }
      delta[last] = a[last + 1].map { $0 - Double(ErrorsOfNodes.target) }
      for layer in units.indices.dropLast().reversed() {
        delta[layer] = (inner[layer + 1].transposed * delta[layer + 1])
          .times(z[layer].map(HandMatrix.sigmoidSlope))
      }
      for layer in units.indices {
        forwardDifference = max(
          forwardDifference, Self.difference(engine.values["z\(layer)"], z[layer]),
          Self.difference(engine.values["a\(layer)"], a[layer + 1]))
        backwardDifference = max(
          backwardDifference, Self.difference(engine.gradients["z\(layer)"], delta[layer]))
        let own = engine.parameterGradients["z\(layer).weight"].map { HandMatrix($0) }
        weightDifference = max(
          weightDifference, own?.difference(delta[layer] * a[layer].transposed) ?? .nan)
      }
      engineError = Double(engine.gradients["z\(last)"]?.scalars[0] ?? .nan)
    }

    private static func difference(_ tensor: Tensor?, _ matrix: HandMatrix) -> Double {
      tensor.map { HandMatrix($0, asColumn: true).difference(matrix) } ?? .nan
    }
  }

  /// Dense layers with sigmoids and the cross-entropy of the last one; its answer is an output too, without a gradient.
  private static func network(_ units: [Int], seed: UInt64) throws(FoveaError) -> Network {
    var network = try Network(seed: seed) { (graph) throws(FoveaError) in
      var layer = try graph.addInput("x", shape: [1, 3])
      var last = layer
      for (index, units) in units.enumerated() {
        last = try graph.add(
          DenseProduct(units: units, initializer: .uniform(bound: 1)), to: [layer],
          name: "z\(index)")
        layer = try graph.add(Elementwise(.sigmoid), to: [last], name: "a\(index)")
      }
      let target = try graph.addInput("y", shape: [1, 1])
      graph.output(
        try graph.add(BinaryCrossEntropy(reduction: .sum), to: [last, target], name: "J"))
    }
    var source = RandomSource(seed: seed, purpose: "biases")
    for layer in units.indices {
      let bias = try network.parameterPosition("z\(layer).bias")
      network.setWeights(
        .uniform(network.parameters[bias].shape, in: -1...1, from: &source), at: bias)
    }
    return network
  }
}

extension Float {
  fileprivate var formatted: String { Double(self).short }
}
