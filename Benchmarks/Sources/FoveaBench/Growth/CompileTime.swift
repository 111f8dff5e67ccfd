import Fovea
import Measuring

/// How long it takes to compile plans of ResNet-18 at 224².
enum CompileTime {
  /// The first plan of each kind in this process, and the median of five more, whose primitives oneDNN has already.
  static func measure() throws -> [CompileMeasurement] {
    let network = try Zoo.network(named: "resnet18", seed: 1)
    let (graph, loss) = try network.attaching(.loss(.crossEntropy))
    let kinds: [(title: String, network: Network, batch: Int, request: PlanRequest)] = [
      ("inference, batch 1", network, 1, PlanRequest()),
      (
        "input gradient, batch 8", graph, 8,
        PlanRequest(
          outputs: [loss], origin: .scalar(loss), inputs: [network.inputs[0].name])
      ),
      (
        "training step, batch 8", graph, 8,
        PlanRequest(
          mode: .training, outputs: [loss], origin: .scalar(loss), parameters: .trainable)
      ),
    ]
    return try kinds.map { kind in
      let store = ParameterStore(kind.network)
      let clock = ContinuousClock()
      let seconds = try (0..<6).map { _ in
        let start = clock.now
        _ = try Plan(
          kind.network, batch: kind.batch, request: kind.request, parameters: store)
        return (clock.now - start) / .seconds(1)
      }
      return CompileMeasurement(
        title: kind.title, first: seconds[0], again: Spread(Array(seconds.dropFirst())).median)
    }
  }
}
