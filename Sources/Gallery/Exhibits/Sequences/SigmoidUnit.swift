import Fovea

/// One sigmoid unit with itself as its only input, and its loss at the end.
struct SigmoidUnit {
  private let plan: Plan
  private let store: ParameterStore
  private let loss: Node.ID
  private let positions: (w: Int, b: Int)

  init(time: Int, target: Float) throws(FoveaError) {
    var network = Network(seed: 0)
    let input = try network.addInput("nothing", shape: [1, time, 1])
    let state = try network.add(
      Recurrent(.elman(.sigmoid), hidden: 1, returnsSequence: false), to: [input], name: "unit")
    let wanted = try network.addInput("target", shape: [1, 1])
    loss = try network.add(SquaredError(), to: [state, wanted], name: "loss")
    positions = (
      try network.parameterPosition("unit.weight_hh"), try network.parameterPosition("unit.bias_ih")
    )
    store = ParameterStore(network)
    plan = try Plan(
      network, batch: 1,
      request: PlanRequest(origin: .scalar(loss), parameters: .trainable), parameters: store)
    try plan.setInput("nothing", to: .zeros([1, time, 1]))
    try plan.setInput("target", to: Tensor(shape: [1, 1], scalars: [target]))
  }

  /// The loss at two weights and its derivatives by them.
  func loss(w: Double, b: Double) throws(FoveaError) -> (loss: Float, byW: Double, byB: Double) {
    var weights = store.parameters.map { Tensor.zeros($0.shape) }
    weights[positions.w] = Tensor(shape: [1, 1], scalars: [Float(w)])
    weights[positions.b] = Tensor([Float(b)])
    store.load(weights)
    try plan.run()
    return (
      plan.value(of: loss).scalar,
      Double(plan.gradient(ofParameter: positions.w).scalars[0]),
      Double(plan.gradient(ofParameter: positions.b).scalars[0])
    )
  }
}
