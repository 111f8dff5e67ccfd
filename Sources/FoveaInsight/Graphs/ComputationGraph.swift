public import FoveaDrawing
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// A small network as a graph of gates: above each wire the value that flows along it, below the gradient that flows back.
///
/// Both are the engine's. A wire's gradient is the share that comes back along it: where a value has several readers, the
/// shares stand on the wires after the dot and their sum before it. The gradients of the outputs begin with 1, or with
/// what is given.
public struct ComputationGraph: ComposedFigure {
  /// A value on its way from the node that makes it to one that reads it.
  public struct Wire: Hashable, Sendable {
    /// The label of the node that makes it.
    public let source: String
    /// The label of the node that reads it.
    public let reader: String
    /// What flows forward.
    public let value: Tensor
    /// What flows back along this wire alone; `nil` where nothing does, as into the targets of a loss.
    public let gradient: Tensor?
  }

  /// The wires between nodes.
  public let wires: [Wire]
  /// The value of each node by its label.
  public let values: [String: Tensor]
  /// The whole gradient of each node by its label, all readers together.
  public let gradients: [String: Tensor]
  /// The gradient of each trainable parameter by its name.
  public let parameterGradients: [String: Tensor]
  /// The drawing.
  public private(set) var figure: any Figure

  /// Runs a network forward and backward and draws what happened.
  ///
  /// - Parameters:
  ///   - network: any network; readable to about thirty nodes of a few elements each.
  ///   - inputs: a value for each input by name.
  ///   - upstream: the gradient at an output by its label; ones where none is given.
  ///   - outputNames: what the ends of the output wires are called, instead of the labels of their nodes.
  ///   - decimals: the digits after the point.
  /// - Throws: `FoveaError` where an input is missing, not known or of another shape.
  public init(
    _ network: Network, inputs: [String: Tensor], upstream: [String: Tensor] = [:],
    outputNames: [String: String] = [:], decimals: Int = 2, title: String = "",
    caption: String = ""
  ) throws(FoveaError) {
    let wired = try WiredNetwork(network)
    let plan = try Self.run(wired, network, inputs, upstream)
    let label = { (id: Node.ID) in network.label(of: id) }
    let hasGradient = Self.carriesGradient(wired.network)
    func gradient(_ id: Node.ID) -> Tensor? {
      hasGradient[id.position] ? plan.gradient(of: HookPoint(node: id)) : nil
    }
    wires = wired.wires.map {
      let isTarget = Self.isTarget($0.source, of: $0.reader, network)
      return Wire(
        source: label($0.source), reader: label($0.reader), value: plan.value(of: $0.node),
        gradient: isTarget ? nil : gradient($0.node))
    }
    var values: [String: Tensor] = [:]
    var gradients: [String: Tensor] = [:]
    for (node, place) in zip(network.nodes, wired.places) {
      values[label(node.id)] = plan.value(of: place)
      gradients[label(node.id)] = gradient(place)
    }
    self.values = values
    self.gradients = gradients
    parameterGradients = Dictionary(
      uniqueKeysWithValues: wired.network.parameters.indices.filter {
        wired.network.parameters[$0].isTrainable
      }.map { (wired.network.parameters[$0].name, plan.gradient(ofParameter: $0)) })
    figure = Diagram()
    figure = diagram(
      of: network, outputNames: outputNames, decimals: decimals, title: title, caption: caption)
  }

  /// The wire between two nodes; the first one where there are several.
  public func wire(from source: String, to reader: String) -> Wire? {
    wires.first { $0.source == source && $0.reader == reader }
  }

  // MARK: - Running

  private static func run(
    _ wired: WiredNetwork, _ network: Network, _ inputs: [String: Tensor],
    _ upstream: [String: Tensor]
  ) throws(FoveaError) -> Plan {
    for input in network.inputs where inputs[input.name] == nil {
      throw FoveaError("the input '\(input.name)' has no value")
    }
    let points = Set(wired.network.nodes.map { HookPoint(node: $0.id) })
    let carries = carriesGradient(wired.network)
    let plan = try Plan(
      wired.network, shapes: inputs.mapValues(\.shape),
      request: PlanRequest(
        origin: .seeds(wired.network.outputs), parameters: .trainable, values: points,
        gradients: points.filter { carries[$0.node.position] }, allowsFusion: false,
        allowsParts: false, allowsWinograd: false))
    for (name, value) in inputs.sorted(by: { $0.key < $1.key }) {
      try plan.setInput(name, to: value)
    }
    let labels = network.outputs.map { network.label(of: $0) }
    for name in upstream.keys.sorted() where !labels.contains(name) {
      throw FoveaError.unknown("output", name, known: labels)
    }
    for (name, output) in zip(labels, wired.network.outputs) {
      let shape = plan.shapes[output.position]
      let seed = upstream[name] ?? Tensor(repeating: 1, shape: shape)
      guard seed.shape == shape else {
        throw FoveaError("the gradient at '\(name)' has the shape \(shape), got \(seed.shape)")
      }
      plan.setSeed(of: output, to: seed)
    }
    try plan.run()
    return plan
  }

  /// Which nodes a gradient reaches: those from which a way leads to an output, not into the targets of a loss.
  private static func carriesGradient(_ network: Network) -> [Bool] {
    var carries = [Bool](repeating: false, count: network.nodes.count)
    for output in network.outputs { carries[output.position] = true }
    for node in network.nodes.reversed() where carries[node.id.position] {
      for input in node.inputs where !isTarget(input, of: node.id, network) {
        carries[input.position] = true
      }
    }
    return carries
  }

  /// Whether a node reads another as the targets of a loss, which get no gradient.
  private static func isTarget(_ source: Node.ID, of reader: Node.ID, _ network: Network) -> Bool {
    let node = network.nodes[reader.position]
    let isLoss =
      node.operation is CrossEntropy || node.operation is SquaredError
      || node.operation is BinaryCrossEntropy
    return isLoss && node.inputs[1] == source
  }
}
