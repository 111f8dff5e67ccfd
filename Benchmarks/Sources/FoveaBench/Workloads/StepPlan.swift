import Fovea

/// A compiled training step as a user writes one without `Trainer`: a plan and an optimizer over the flat weights.
@safe
final class StepPlan {
  let plan: Plan
  private let lossNode: Node.ID
  private let store: ParameterStore
  private let optimizer = SGD(learningRate: 0.01, momentum: 0.9)
  private let velocity: UnsafeMutableBufferPointer<Float>
  private var number = 0
  /// The floating point operations of a step, without the optimizer's.
  let operations: Double

  /// Compiles a step of a network with one input and logits as its output.
  ///
  /// - Parameter extend: asks for more, such as hooks.
  init(
    _ network: Network, input: Tensor, labels: Tensor,
    extend: (inout PlanRequest, Network) throws -> Void = { _, _ in }
  ) throws {
    var graph = network
    graph.outputs = network.outputs
    let targets = try graph.addInput(
      "labels", shape: labels.shape.replacing(0, with: 1))
    lossNode = try Loss.crossEntropy.attach(
      to: &graph, output: network.outputs[0], targets: targets, name: "loss")
    store = ParameterStore(graph)
    var request = PlanRequest(
      mode: .training, outputs: [lossNode], origin: .scalar(lossNode), parameters: .trainable)
    try extend(&request, graph)
    let name = network.inputs[0].name
    plan = try Plan(
      graph, shapes: [name: input.shape, "labels": labels.shape], request: request,
      parameters: store)
    try plan.setInput(name, to: input)
    try plan.setInput("labels", to: labels)
    unsafe velocity = UnsafeMutableBufferPointer.allocate(capacity: store.trainableCount)
    unsafe velocity.initialize(repeating: 0)
    operations = try Arithmetic(network, batch: input.shape[0]).trainStep
  }

  deinit { unsafe velocity.deallocate() }

  /// The loss of the last run.
  var loss: Tensor { plan.value(of: lossNode) }

  /// Forward, backward and update.
  func run() throws {
    try plan.run()
    update()
  }

  /// Changes the weights by the gradients of the last run.
  func update() {
    number += 1
    unsafe plan.withTrainableGradients { gradients in
      unsafe store.withTrainableValues { weights in
        optimizer.apply(
          unsafe OptimizerStep(
            weights: weights, gradients: gradients, states: [velocity],
            rate: optimizer.learningRate, number: number))
      }
    }
  }
}
