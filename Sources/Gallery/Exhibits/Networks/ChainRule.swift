import Fovea

/// The gradient of two layers as a product of three derivatives.
struct ChainRule: Exhibit {
  let name = "chain-rule"
  let title = "The chain rule of two layers"
  let lectures: [Lecture] = [.ma]
  let explanation = """
    Prediction g₂(g₁(x)) with two layers of sigmoids and the squared error ℓ: the derivatives of the lecture as matrices, each \
    measured by the engine on its own, and their product beside the gradient that backpropagation gives in one pass. A \
    column of the last factor is one weight of W₁ᵀ, row by row; every further layer multiplies by the slopes of its sigmoids, \
    which are at most 1/4, and where weights are not large the product shrinks: so gradients vanish in deep networks.
    """

  private static let x: [Float] = [1, -2]
  private static let target: Float = 1

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let whole = try Self.pass(outputs: ["loss"], upstream: [:], seed: studio.seed)
    let byAnswer = HandMatrix(try Self.gradient("g2", whole))
    let answer = try Self.pass(
      outputs: ["g2"], upstream: ["g2": Tensor(shape: [1, 1], scalars: [1])], seed: studio.seed)
    let byHidden = HandMatrix(try Self.gradient("g1", answer))
    var byWeights: [[Double]] = []
    for unit in 0..<2 {
      var one = Tensor.zeros([1, 2])
      one[0, unit] = 1
      let hidden = try Self.pass(outputs: ["g1"], upstream: ["g1": one], seed: studio.seed)
      byWeights.append(try Self.weights("W1.weight", hidden))
    }
    let product = byAnswer * byHidden * HandMatrix(byWeights)
    let engine = HandMatrix([try Self.weights("W1.weight", whole)])
    let bySecond = HandMatrix([try Self.weights("W2.weight", answer)])
    let second = HandMatrix([try Self.weights("W2.weight", whole)])
    let figure = FigureGrid(
      title: "Gradients as products of derivatives",
      panels: [
        Equation(
          [
            byAnswer.grid("dℓ/dg₂"), bySecond.grid("dg₂/dW₂"),
            (byAnswer * bySecond).grid("dℓ/dW₂"), second.grid("backpropagation"),
          ], signs: ["·", "=", "="], title: "The second layer"),
        Equation(
          [
            byAnswer.grid("dℓ/dg₂"), byHidden.grid("dg₂/dg₁"),
            HandMatrix(byWeights).grid("dg₁/dW₁"), product.grid("dℓ/dW₁"),
            engine.grid("backpropagation"),
          ], signs: ["·", "·", "=", "="], title: "The first layer"),
      ], columns: 1,
      caption: "x = (1, −2), y = 1, ℓ = (g₂ − y)². Weights drawn by chance, seed \(studio.seed).")
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          Fact("dℓ/dW₂: product against backpropagation", (byAnswer * bySecond).difference(second)),
          Fact("dℓ/dW₁: product against backpropagation", product.difference(engine)),
          Fact("largest element of dg₂/dg₁", Self.largest(byHidden)),
          Fact("largest element of dℓ/dW₂", Self.largest(second)),
          Fact("largest element of dℓ/dW₁", Self.largest(engine)),
        ])
    ]
  }

  private static func largest(_ matrix: HandMatrix) -> Double {
    matrix.rows.joined().map { abs($0) }.max() ?? .nan
  }

  private static func gradient(_ label: String, _ graph: ComputationGraph) throws -> Tensor {
    guard let gradient = graph.gradients[label] else {
      throw FoveaError("no gradient reaches '\(label)'")
    }
    return gradient
  }

  private static func weights(_ name: String, _ graph: ComputationGraph) throws -> [Double] {
    guard let gradient = graph.parameterGradients[name] else {
      throw FoveaError("no gradient reaches '\(name)'")
    }
    return gradient.scalars.map(Double.init)
  }

  /// Runs the network as far as some outputs and back from them.
  private static func pass(
    outputs: [String], upstream: [String: Tensor], seed: UInt64
  ) throws -> ComputationGraph {
    var network = try Network(seed: seed) { (graph) throws(FoveaError) in
      let x = try graph.addInput("x", shape: [1, 2])
      let target = try graph.addInput("y", shape: [1, 1])
      let wide = Initializer.uniform(bound: 1)
      let first = try graph.add(
        DenseProduct(units: 2, hasBias: false, initializer: wide), to: [x], name: "W1")
      let hidden = try graph.add(Elementwise(.sigmoid), to: [first], name: "g1")
      let second = try graph.add(
        DenseProduct(units: 1, hasBias: false, initializer: wide), to: [hidden], name: "W2")
      let answer = try graph.add(Elementwise(.sigmoid), to: [second], name: "g2")
      try graph.add(SquaredError(reduction: .sum), to: [answer, target], name: "loss")
    }
    network.outputs = try outputs.map { try network.node($0).id }
    return try ComputationGraph(
      network,
      inputs: [
        "x": Tensor(shape: [1, 2], scalars: x), "y": Tensor(shape: [1, 1], scalars: [target]),
      ], upstream: upstream)
  }
}
