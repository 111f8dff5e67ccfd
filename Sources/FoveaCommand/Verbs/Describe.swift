import ArgumentParser
import Fovea
import Foundation

/// Layers, shapes, parameters, memory and hook points of a network.
struct Describe: Verb {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Shows a network's layers, shapes, parameters, memory and hook points.",
    discussion: """
      With --output the network is drawn too: a box for each layer with its activations, name, operation, output shape, \
      parameters and multiply-adds; in large networks layers in a row share a box.

      With --value a small network is run forwards and backwards: the table has each node's value and its
      gradient, of the outputs' sum, and the drawing has them on its wires.

      Example:
        fovea describe deep-cnn --batch 128
        fovea describe resnet50.onnx --shape input=1,3,320,320 -o resnet50.svg
        fovea describe small.onnx --value x=-2 --value y=5,1 -o graph.svg
      """)

  @OptionGroup var source: ModelArgument
  @Option(parsing: .unconditional, help: "How many samples a batch has.")
  var batch = 1
  @OptionGroup var free: ShapeOptions
  @OptionGroup var numbers: InputNumbers
  @OptionGroup var target: OutputOption
  @OptionGroup var general: GeneralOptions

  func validate() throws {
    guard (1...1 << 20).contains(batch) else {
      throw ValidationError("--batch must be 1 or more (and at most 1048576), got \(batch)")
    }
    if batch > 1, !numbers.texts.isEmpty {
      throw ValidationError("--value is of one sample: leave out --batch")
    }
  }

  func perform() throws -> NetworkReport {
    let path = try target.output.map { (path) throws(FoveaError) in try target.path(or: path) }
    let imported = try ModelArgument.imported(
      source.model, seed: general.seed, shapes: try free.shapes())
    let graph = try graph(of: imported.network)
    var report = try NetworkReport(imported, batch: batch)
    report.values = graph.map { graph in
      imported.network.nodes.compactMap { node in
        NetworkReport.Held(imported.network.label(of: node.id), in: graph)
      }
    }
    if let path {
      if let graph {
        try graph.write(to: path, settings: settings)
      } else {
        try draw(report.network, to: path)
      }
      report.picture = path
    }
    return report
  }

  /// The network's name, for a heading.
  private var name: String {
    URL(fileURLWithPath: source.model).deletingPathExtension().lastPathComponent
  }

  private var settings: [Setting] {
    var settings: [Setting] = [
      ("verb", "describe"), ("model", source.model), ("batch", "\(batch)"),
    ]
    for text in numbers.texts { settings.append((key: "value", value: text)) }
    return settings
  }

  /// The network run forwards and backwards, where there are numbers for its inputs.
  private func graph(of network: Network) throws -> ComputationGraph? {
    guard !numbers.texts.isEmpty else { return nil }
    let most = 40
    guard network.nodes.count <= most else {
      throw FoveaError(
        "'\(source.model)' has \(network.nodes.count) nodes, values are shown of at most \(most): leave out --value"
      )
    }
    return try ComputationGraph(
      network, inputs: try numbers.values(for: network), title: name,
      caption: "Above each wire its value, below it the gradient of the outputs' sum.")
  }

  private func draw(_ network: NetworkSummary, to path: String) throws(FoveaError) {
    let diagram = NetworkDiagram(
      network, title: name,
      caption: "Boxes: name, operation and what follows it, output (channels×height×width), "
        + "parameters, multiply-adds for a batch of \(batch).")
    try diagram.write(to: path, settings: settings)
  }
}

/// What a network is, in numbers, for one batch size.
struct NetworkReport: Encodable, CustomStringConvertible {
  /// Places of one kind that can be hooked: a node's output, or a value inside of it at all its steps.
  struct Hook: Encodable {
    let name: String
    /// How many points these are: time steps.
    let points: Int
    let shape: [Int]
    /// The bytes of one point's value; its gradient takes as many.
    let bytes: Int
  }

  /// Bytes that a network takes.
  struct Memory: Encodable {
    let parameters: Int
    let forward: Int
    let training: Int
  }

  /// What a node holds: its value, and its gradient where one reaches it.
  struct Held: Encodable {
    let name: String
    let value: [Float]
    let gradient: [Float]?

    /// Creates what a graph holds of a node; `nil` where there is none of that name.
    init?(_ name: String, in graph: ComputationGraph) {
      guard let value = graph.values[name] else { return nil }
      self.name = name
      self.value = value.scalars
      gradient = graph.gradients[name]?.scalars
    }

    /// The first numbers.
    static func text(_ numbers: [Float]) -> String {
      let shown = numbers.prefix(6).map { Double($0).short }.joined(separator: ", ")
      return numbers.count > 6 ? "\(shown), … (\(numbers.count))" : shown
    }
  }

  let network: NetworkSummary
  let batch: Int
  let hooks: [Hook]
  let memory: Memory
  /// The nodes of a foreign file and what they are called here.
  let names: [FileName]
  /// What the nodes hold for given numbers.
  var values: [Held]?
  /// The file that the network was drawn into.
  var picture: String?

  /// A node's name in its file.
  struct FileName: Encodable {
    let file: String
    let node: String
  }

  init(_ imported: ImportedNetwork, batch: Int) throws(FoveaError) {
    let network = imported.network
    names = imported.names.map { FileName(file: $0.file, node: $0.label) }
    let shapes = try network.shapes(batch: batch)
    let bytes = MemoryLayout<Float>.stride
    self.network = try network.summary(batch: batch)
    self.batch = batch
    hooks = network.nodes.flatMap { node in
      let label = network.label(of: node.id)
      let output = shapes[node.id.position]
      let inside = node.operation.records(for: node.inputs.map { shapes[$0.position] })
      return [Hook(name: label, points: 1, shape: output.dimensions, bytes: output.count * bytes)]
        + inside.map { record in
          Hook(
            name: "\(label)/\(record.name)[0..<\(record.steps)]", points: record.steps,
            shape: record.shape.dimensions, bytes: record.shape.count * bytes)
        }
    }
    let weights = ParameterStore(network)
    memory = Memory(
      parameters: network.parameters.reduce(0) { $0 + $1.shape.count } * bytes,
      forward: try Plan(network, batch: batch, parameters: weights).memoryBytes,
      training: try Plan(
        network, batch: batch,
        request: PlanRequest(
          mode: .training, origin: .seeds([network.outputs[0]]), parameters: .trainable),
        parameters: weights
      ).memoryBytes)
  }

  var description: String {
    var table = TextTable(columns: [
      ("hook point", .left), ("points", .right), ("shape", .left), ("bytes each", .right),
    ])
    for hook in hooks {
      table.add([
        hook.name, "\(hook.points)",
        "[" + hook.shape.map(String.init).joined(separator: ", ") + "]",
        "\(hook.bytes)",
      ])
    }
    var lines = ["\(network)", "", table.text, ""]
    lines.append(
      "memory at batch \(batch): parameters \(Bytes.text(memory.parameters)), "
        + "forward pass \(Bytes.text(memory.forward)), training \(Bytes.text(memory.training))")
    let renamed = names.filter { $0.file != $0.node }
    if !renamed.isEmpty {
      var table = TextTable(columns: [("node in the file", .left), ("hook point", .left)])
      for name in renamed { table.add([name.file, name.node]) }
      lines += ["", table.text]
    }
    if let values {
      var table = TextTable(columns: [("node", .left), ("value", .left), ("gradient", .left)])
      for held in values {
        table.add([held.name, Held.text(held.value), held.gradient.map(Held.text) ?? "–"])
      }
      lines += ["", table.text]
    }
    for (key, value) in network.metadata.sorted(by: { $0.key < $1.key }) {
      lines.append("\(key): \(value)")
    }
    if let picture { lines.append("wrote \(picture)") }
    return lines.joined(separator: "\n")
  }
}
