import FoveaNetwork
import FoveaTensor

/// A network whose values have a wire of their own for each reader.
///
/// The gradient that the engine gives for a value is the sum over all who read it. Where several do, a node that changes
/// nothing is put between, so that each one's share can be read off too.
struct WiredNetwork {
  /// A wire: what the node at `source` gives to the node at `reader`.
  struct Wire {
    let source: Node.ID
    let reader: Node.ID
    /// The node of the wired network that stands for it: the copy, or the source itself where nobody else reads.
    let node: Node.ID
  }

  /// The network with copies.
  let network: Network
  /// The wired network's node for each node of the original.
  let places: [Node.ID]
  /// All wires, in the order of their readers and of what those read.
  let wires: [Wire]

  /// Puts copies where a value has several readers.
  ///
  /// - Throws: what making a network of a description throws.
  init(_ original: Network) throws(FoveaError) {
    var entries: [(name: String, operation: any Operation, inputs: [Int])] = []
    var places: [Node.ID] = []
    var wires: [Wire] = []
    var uses = [Int](repeating: 0, count: original.nodes.count)
    for node in original.nodes { for input in node.inputs { uses[input.position] += 1 } }
    for node in original.nodes {
      var inputs: [Int] = []
      for input in node.inputs {
        var source = places[input.position].position
        if uses[input.position] > 1 {
          entries.append(
            ("wire.\(wires.count)", Elementwise(.linear(scale: 1, offset: 0)), [source]))
          source = entries.count - 1
        }
        inputs.append(source)
        wires.append(Wire(source: input, reader: node.id, node: Node.ID(source)))
      }
      entries.append((node.name, node.operation, inputs))
      places.append(Node.ID(entries.count - 1))
    }
    let description = NetworkDescription(
      nodes: entries, outputs: original.outputs.map { places[$0.position].position },
      seed: original.seed)
    network = try Network(
      description,
      weights: Dictionary(
        zip(original.parameters.map(\.name), original.weights), uniquingKeysWith: { $1 }))
    self.places = places
    self.wires = wires
  }
}
