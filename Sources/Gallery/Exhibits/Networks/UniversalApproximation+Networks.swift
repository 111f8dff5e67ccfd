import Fovea

extension UniversalApproximation {
  private static func network(
    units: Int, _ function: Elementwise.Function, seed: UInt64
  ) throws -> Network {
    try Network(input: .vector(1), seed: seed) {
      Dense("hidden", units, initializer: .normal(deviation: 3 + Float(units) / 8))
      Activation(function)
      Dense("answer", 1, initializer: .glorotUniform)
    }
  }

  /// Steps of the target at the middles of equal parts, each a sigmoid so steep that it is one.
  static func staircase(units: Int) throws -> Network {
    var network = try network(units: units, .sigmoid, seed: 0)
    let steep = 4000.0
    let width = 2 / Double(units)
    // The first step lies left of all points: it lifts the staircase to its beginning.
    let edges = middles(of: units).map { $0 - width / 2 }
    let levels = edges.map { target($0 + width / 2) }
    let rises = [levels[0]] + zip(levels.dropFirst(), levels).map { $0 - $1 }
    try network.setWeights(of: "hidden.weight", to: edges.map { _ in Float(steep) })
    try network.setWeights(
      of: "hidden.bias", to: ([edges[0] - 0.1] + edges.dropFirst()).map { Float(-steep * $0) })
    try network.setWeights(of: "answer.weight", to: rises.map(Float.init))
    return network
  }

  static func trained(units: Int, _ steps: Int, seed: UInt64) throws -> [Double] {
    var start = try network(units: units, .tanh, seed: seed)
    // Each unit bends at a place of its own, spread evenly (after Nguyen & Widrow 1990).
    let slopes = try start.weights(of: "hidden.weight").scalars.map(Double.init)
    try start.setWeights(
      of: "hidden.bias", to: zip(slopes, middles(of: units)).map { Float(-$0 * $1) })
    let samples = try TensorSamples(
      inputs: inputs,
      targets: Tensor(shape: [count, 1], scalars: places.map { Float(target($0)) }))
    var trainer = try Trainer(
      start, optimizer: Adam(learningRate: 0.02), schedule: .cosine(steps: steps),
      loss: .meanSquared, batchSize: count, seed: seed)
    try trainer.fit(samples, epochs: steps)
    return try answers(of: trainer.network)
  }

  static func answers(of network: Network) throws -> [Double] {
    try network.answer(to: inputs).scalars.map(Double.init)
  }
}
