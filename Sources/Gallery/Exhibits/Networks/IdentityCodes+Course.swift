import Fovea

extension IdentityCodes {
  /// A training, looked at a hundred times.
  struct Course {
    /// When it was looked at.
    let epochs: [Int]
    /// What the eight inputs gave: hidden values `[8, 3]` and outputs `[8, 8]`.
    let moments: [(codes: Tensor, outputs: Tensor)]
    /// The weights into the first hidden unit, its bias last.
    let weights: [[Float]]

    init(epochs: Int, seed: UInt64) throws {
      let start = try Network(input: .vector(8), seed: seed) {
        Dense("hidden", 3, initializer: .uniform(bound: 0.1))
        Sigmoid("code")
        Dense("output", 8, initializer: .uniform(bound: 0.1))
        Sigmoid("answer")
      }
      var identity = Tensor.zeros([8, 8])
      for index in 0..<8 { identity[index, index] = 1 }
      let examples = try TensorSamples(inputs: identity, targets: identity)
      // The mean over eight outputs and eight examples has 1/32 of the gradient of ½ Σ over both.
      var trainer = try Trainer(
        start, optimizer: SGD(learningRate: 32 * 0.3), loss: .meanSquared, batchSize: 8, seed: seed)
      let looked = (0...100).map { $0 * epochs / 100 }
      let networks = try trainer.stages(examples, at: looked)
      let store = ParameterStore(start)
      let nodes = try [start.node("code").id, start.node("answer").id]
      let plan = try Plan(
        start, batch: 8, request: PlanRequest(outputs: nodes), parameters: store)
      try plan.setInput(start.inputs[0].name, to: identity)
      self.epochs = looked
      moments = try networks.map { network in
        store.load(network.weights)
        try plan.run()
        return (plan.value(of: nodes[0]), plan.value(of: nodes[1]))
      }
      weights = try networks.map { network in
        Array(try network.weights(of: "hidden.weight").scalars.prefix(8))
          + [try network.weights(of: "hidden.bias").scalars[0]]
      }
    }

    func totalError(at moment: Int) -> Double {
      (0..<8).map { IdentityCodes.error(moments[moment].outputs, $0) }.reduce(0, +)
    }

    func largestError(_ outputs: Tensor) -> Double {
      var largest: Float = 0
      for (index, output) in outputs.scalars.enumerated() {
        let target: Float = index / 8 == index % 8 ? 1 : 0
        largest = max(largest, abs(output - target))
      }
      return Double(largest)
    }

    /// The first look at which no output is off by a half, or the last epoch where that does not happen.
    var epochWhenRight: Int {
      let first = moments.firstIndex { largestError($0.outputs) < 0.5 }
      return epochs[first ?? epochs.count - 1]
    }
  }
}
