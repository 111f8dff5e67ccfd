import Fovea

/// A training step that keeps every activation and every gradient of the network.
final class RecordedStep: Workload {
  private let network: Network
  private let step: StepPlan
  private let images: Tensor
  private let labels: Tensor
  private var recorder: Recorder

  init(_ parameters: Parameters) throws {
    network = try Zoo.network(named: try parameters.text("model"), seed: 3).awayFromKinks
    (images, labels) = try ModelInputs.batch(for: network, count: parameters.number("batch"))
    let layers = network.nodes.filter { !($0.operation is Input) }.map(\.name)
    var recorder = Recorder(layers.map { HookSelector($0) }, [.value, .gradient])
    let batch = images.shape[0]
    step = try StepPlan(network, input: images, labels: labels) { request, graph in
      try recorder.extend(&request, for: graph, batch: batch)
    }
    self.recorder = recorder
  }

  var operations: Double? { step.operations }

  func exchange() throws -> SafetensorsFile {
    var file = SafetensorsFile(weightsOf: network)
    file["images"] = images
    file["labels"] = labels
    return file
  }

  func results() throws -> SafetensorsFile {
    try recorder.run(step.plan)
    var file = SafetensorsFile([("loss", step.loss)])
    for entry in recorder.recording.entries { file[entry.name] = entry.tensor }
    return file
  }

  func iterate() throws {
    try recorder.run(step.plan)
    step.update()
  }
}
