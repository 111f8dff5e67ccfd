import FoveaNetwork
import FoveaTensor

/// Imports a model so that the batch stays free where the graph allows it.
///
/// Shape arithmetic in a file is computed for one batch size, and the result may stand in a reshape. So the graph is
/// walked for two sizes: what is the same for both does not depend on the batch, an extent that grows with it is the
/// batch, and anything else ties the network to the size that it was made with.
final class BatchedImport {
  private let model: ONNXModel
  private let choice: InputShapes
  private let bound: [String: KnownTensor]
  /// Inputs whose values would have to be known.
  private(set) var wantedValues: Set<String> = []
  /// How many weights were made of nothing so far.
  private var madeCount = 0

  init(_ model: ONNXModel, _ choice: InputShapes, bound: [String: KnownTensor]) {
    self.model = model
    self.choice = choice
    self.bound = bound
  }

  func network() throws(FoveaError) -> ImportedNetwork {
    guard let batch = choice.batch, choice.entries.contains(where: \.mayBeBatch) else {
      return try assemble(try walk(batch: nil), nil, isBatched: false, notes: [])
    }
    // A batch of 1 could broadcast by chance; where the file leaves it free, larger ones are looked at.
    let size = choice.isBatchFree && batch == 1 ? 2 : batch
    do throws(FoveaError) {
      let (first, second) = (try walk(batch: size), try walk(batch: size + 1))
      if let agreement = BatchAgreement(first.drafts, second.drafts, batch: size) {
        return try assemble(first, agreement, isBatched: true, notes: [])
      }
    } catch {
      guard wantedValues.isEmpty else { throw error }
    }
    let note = "the graph ties the network to a batch of \(batch)"
    return try assemble(
      try walk(batch: batch), nil, isBatched: false,
      notes: choice.isBatchFree ? [note] : [])
  }

  private func walk(batch: Int?) throws(FoveaError) -> GraphImport {
    let walk = GraphImport(model, shapes: try choice.shapes(batch: batch), given: bound)
    defer { wantedValues.formUnion(walk.wantedValues) }
    try walk.run()
    return walk
  }

  // MARK: - The network

  private func assemble(
    _ walk: GraphImport, _ agreement: BatchAgreement?, isBatched: Bool, notes: [String]
  ) throws(FoveaError) -> ImportedNetwork {
    let outputs = try outputs(of: walk)
    let drafts = walk.drafts
    let names = NodeNames(drafts, of: walk.nodes, outputs: model.outputs)
    var nodes: [(name: String, operation: any Operation, inputs: [Int])] = []
    var weights: [String: Tensor] = [:]
    // Where each draft ended up: repeated rows take two places.
    var places: [Int] = []
    let reference = drafts.firstIndex { draft in
      choice.entries.contains { $0.mayBeBatch && draft.name == $0.name && draft.source == nil }
    }
    for (position, draft) in drafts.enumerated() {
      let label = names.labels[position]
      if let row = agreement?.rows[position], let reference {
        let isWeight = draft.operation is ParameterValue
        let operation: any Operation =
          isWeight ? ParameterValue(shape: row.shape) : Constant(row)
        nodes.append(("\(label).row", operation, []))
        if isWeight { weights["\(label).row.value"] = row }
        nodes.append((label, BatchRepetition(), [nodes.count - 1, places[reference]]))
      } else {
        let operation = self.operation(draft, agreement?.operation(position), isBatched)
        nodes.append((label, operation, draft.inputs.map { places[$0] }))
        try add(draft, label, to: &weights)
      }
      places.append(nodes.count - 1)
    }
    let description = NetworkDescription(
      nodes: nodes, outputs: outputs.map { places[$0] }, seed: model.seed, metadata: model.facts)
    let network = try Network(description, weights: weights)
    return ImportedNetwork(
      network: network, notes: model.notes + choice.notes + walk.notes + notes,
      names: names.mapping, boundInputs: bound.keys.sorted())
  }

  /// What a draft becomes: as both walks agree, and inputs with the shapes that were chosen.
  private func operation(
    _ draft: NodeDraft, _ agreed: (any Operation)?, _ isBatched: Bool
  ) -> any Operation {
    guard draft.operation is Input,
      let entry = choice.entries.first(where: { draft.name == $0.name })
    else { return agreed ?? draft.operation }
    return Input(shape: Shape(entry.dimensions), isBatched: isBatched && entry.mayBeBatch)
  }

  /// The positions of the outputs, each of which has a node of its own name.
  private func outputs(of walk: GraphImport) throws(FoveaError) -> [Int] {
    var result: [Int] = []
    let labels = NodeNames(walk.drafts, of: walk.nodes, outputs: model.outputs).labels
    for name in model.outputs {
      guard let value = walk.value(name) else {
        throw FoveaError("the output '\(name)' is not computed")
      }
      switch value {
      case .computed(let computed) where labels[computed.position] == NodeNames.cleaned(name):
        result.append(computed.position)
      case .computed(let computed):
        let alias = try walk.add(
          Elementwise(.linear(scale: 1, offset: 0)), to: [computed], parameters: [:],
          kind: computed.kind, source: nil, part: nil, name: name)
        result.append(alias.position)
      case .known(let tensor):
        guard tensor.shape.count <= KnownTensor.madeLimit else {
          throw FoveaError("the output '\(name)' has more than 2^28 elements")
        }
        let constant = try walk.add(
          Constant(tensor.tensor), to: [], parameters: [:], kind: tensor.kind, source: nil,
          part: nil, name: name)
        result.append(constant.position)
      }
    }
    return result
  }

  /// Reads a draft's weights from the file.
  private func add(
    _ draft: NodeDraft, _ label: String, to weights: inout [String: Tensor]
  ) throws(FoveaError) {
    for (role, tensor) in draft.parameters where weights["\(label).\(role)"] == nil {
      if case .uniform = tensor.content { madeCount += tensor.shape.count }
      guard madeCount <= KnownTensor.madeLimit else {
        throw FoveaError("the file asks for more than 2^28 weights that it does not hold")
      }
      weights["\(label).\(role)"] = tensor.tensor
    }
  }
}

extension ONNXModel {
  /// The seed of the first weights, where Fovea wrote the file.
  var seed: UInt64 { metadata[OwnFile.seedKey].flatMap { UInt64($0) } ?? 0 }

  /// The file's facts without those that Fovea keeps for itself.
  var facts: [String: String] { metadata.filter { !$0.key.hasPrefix("fovea.") } }
}
