import ArgumentParser
import Fovea
import Foundation

/// Values and gradients of any model at any hook point, for given inputs.
struct Run: Verb {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a model and writes what its inputs, outputs and chosen nodes hold.",
    discussion: """
      The result is a safetensors file with NODE/value and, with --gradients, NODE/gradient for the
      inputs, the outputs and each node that --record chooses.

      Examples:
        fovea run m.onnx --input x.npy --out out.safetensors --record 'conv*'
        fovea run m.onnx --input a=a.npy --input b=b.npy --out out.safetensors \\
          --gradients --objective 'logits[3]'
      """)

  @OptionGroup var source: ModelArgument
  @OptionGroup var files: InputFiles
  @Option(name: [.short, .long], help: "The safetensors file to write.")
  var out = "out.safetensors"
  @Option(help: "Nodes to record, by name or with * and ?, such as 'layer1.*' or 'lstm/h[0]'.")
  var record: [String] = []
  @Flag(help: "Record the gradients of the objective too.") var gradients = false
  @Option(help: "Of what gradients are taken: 'y[1]' is element 1 of y, summed over the batch.")
  var objective: String?
  @OptionGroup var general: GeneralOptions

  struct Facts: Encodable {
    struct Entry: Encodable {
      let name: String
      let shape: [Int]
    }

    let entries: [Entry]
    let seconds: Double
  }

  func validate() throws {
    if objective != nil, !gradients {
      throw ValidationError("--objective says of what gradients are taken: add --gradients")
    }
  }

  func perform() throws -> Written<Facts> {
    let target = try objective.map { try Objective(parsing: $0) }
    try Writable.check(out)
    let (network, inputs) = try networkAndInputs()
    let clock = ContinuousClock()
    let start = clock.now
    let ends = network.inputs.map(\.id) + network.outputs
    let hooks = ends.map { HookSelector(exactly: network.label(of: $0)) }
    let recording = try network.record(
      hooks + record.map { HookSelector($0) }, gradients ? [.value, .gradient] : [.value],
      on: inputs, objective: target, seed: general.seed)
    let seconds = (clock.now - start) / .seconds(1)
    try recording.save(to: out)
    let entries = recording.entries.map {
      Facts.Entry(name: $0.name, shape: $0.tensor.shape.dimensions)
    }
    return Written(
      [out], facts: Facts(entries: entries, seconds: seconds),
      lines: entries.map { "\($0.name) \(Shape($0.shape))" })
  }

  /// The model for the inputs' values, and these by the network's names.
  private func networkAndInputs() throws -> (Network, [String: Tensor]) {
    let model = source.model
    if try ModelArgument.isName(model) || !isONNX(model) {
      let network = try source.network(seed: general.seed)
      let places = network.inputs.map { node in
        let shape = network.nominalShape(of: node.id).dimensions
        return InputFiles.Place(name: node.name, label: node.name, dimensions: shape)
      }
      return (network, try files.values(for: places))
    }
    let file = try ONNXModel(contentsOf: model)
    let values = try files.values(
      for: file.inputs.map { .init(name: $0.name, label: $0.label, dimensions: $0.dimensions) })
    let imported = try ModelFile.network(of: file, from: model, for: values)
    for note in imported.notes { Console.note("\(model): \(note)") }
    let inputs = file.inputs.filter { !imported.boundInputs.contains($0.name) }
    let named = inputs.map { ($0.label, values[$0.name] ?? .zeros([0])) }
    return (imported.network, Dictionary(named, uniquingKeysWith: { first, _ in first }))
  }

  private func isONNX(_ model: String) throws(FoveaError) -> Bool {
    try ModelArgument.requireFile(model)
    return try !ModelFile.isSafetensors(model)
  }
}
