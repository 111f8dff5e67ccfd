import Fovea

extension ErrorsOfNodes {
  /// A network run by the engine and by matrices.
  struct Run {
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
