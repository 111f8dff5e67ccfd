import Fovea

/// One training step of a recurrent layer with a classifier on its last state; with `hooks`, ∂L/∂h_t is kept for every t.
final class RecurrentStep: Workload {
  private let network: Network
  private let step: StepPlan
  private let input: Tensor
  private let labels: Tensor
  private let states: [HookPoint]
  let operations: Double?
  let traffic: Double?

  private static let classes = 10

  init(_ parameters: Parameters) throws {
    let (time, hidden) = (try parameters.number("time"), try parameters.number("hidden"))
    let (features, batch) = (try parameters.number("features"), try parameters.number("batch"))
    let cell = try parameters.text("cell")
    network = try Network(input: .sequence(length: time, features: features), seed: 3) {
      switch cell {
      case "lstm": LSTM("cell", hidden: hidden, returnsSequence: false)
      case "gru": GRU("cell", hidden: hidden, returnsSequence: false)
      default: ElmanRNN("cell", hidden: hidden, returnsSequence: false)
      }
      Dense("logits", Self.classes)
    }
    var random = RandomSource(seed: 5, purpose: "sequences")
    input = Tensor.normal([batch, time, features], from: &random)
    labels = Tensor((0..<batch).map { Float($0 % Self.classes) })
    let layer = try network.node("cell").id
    states =
      try parameters.number("hooks") == 0
      ? [] : (0..<time).map { HookPoint(node: layer, record: "h", step: $0) }
    step = try StepPlan(network, input: input, labels: labels) { [states] request, _ in
      request.gradients.formUnion(states)
    }
    let gates: [String: Double] = ["elman": 1, "gru": 3, "lstm": 4]
    let width = gates[cell, default: 1] * Double(hidden) * 2 * Double(batch * time)
    // Forward and by weights for both matrices, by data for the recurrent one alone.
    operations = width * Double(2 * (features + hidden) + hidden)
    // As in a network of layers: inputs read twice, states and gates five times; the weights stay in the caches.
    let values = Double(2 * features + 5 * hidden) + 5 * gates[cell, default: 1] * Double(hidden)
    traffic = 4 * Double(batch * time) * values
  }

  func exchange() throws -> SafetensorsFile {
    var file = SafetensorsFile(weightsOf: network)
    file["input"] = input
    file["labels"] = labels
    return file
  }

  func results() throws -> SafetensorsFile {
    try step.plan.run()
    var file = SafetensorsFile([("loss", step.loss)])
    for (position, parameter) in network.parameters.enumerated() {
      file["gradient/\(parameter.name)"] = step.plan.gradient(ofParameter: position)
    }
    if !states.isEmpty {
      file["states' gradients"] = .stacking(states.map { step.plan.gradient(of: $0) })
    }
    return file
  }

  func iterate() throws { try step.run() }
}
