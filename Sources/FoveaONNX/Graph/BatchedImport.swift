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

  init(_ model: ONNXModel, _ choice: InputShapes, bound: [String: KnownTensor]) {
    self.model = model
    self.choice = choice
    self.bound = bound
  }

  func network() throws(FoveaError) -> ImportedNetwork {
    guard let batch = choice.batch, choice.entries.contains(where: \.mayBeBatch) else {
      return try assemble(try walk(batch: nil), drafts: nil, isBatched: false, notes: [])
    }
    // A batch of 1 could broadcast by chance; where the file leaves it free, larger ones are looked at.
    let size = choice.isBatchFree && batch == 1 ? 2 : batch
    do throws(FoveaError) {
      let (first, second) = (try walk(batch: size), try walk(batch: size + 1))
      if let drafts = Self.reconciled(first.drafts, second.drafts, batch: size) {
        return try assemble(first, drafts: drafts, isBatched: true, notes: [])
      }
    } catch {
      guard wantedValues.isEmpty else { throw error }
    }
    let note = "the graph ties the network to a batch of \(batch)"
    return try assemble(
      try walk(batch: batch), drafts: nil, isBatched: false,
      notes: choice.isBatchFree ? [note] : [])
  }

  private func walk(batch: Int?) throws(FoveaError) -> GraphImport {
    let walk = GraphImport(model, shapes: try choice.shapes(batch: batch), given: bound)
    defer { wantedValues.formUnion(walk.wantedValues) }
    try walk.run()
    return walk
  }

  // MARK: - Two walks made one

  private static func reconciled(
    _ first: [NodeDraft], _ second: [NodeDraft], batch: Int
  ) -> [any Operation]? {
    guard first.count == second.count else { return nil }
    var result: [any Operation] = []
    for (a, b) in zip(first, second) {
      guard a.inputs == b.inputs, a.source == b.source, a.part == b.part else { return nil }
      if a.operation is Input || AnyHashable(a.operation) == AnyHashable(b.operation) {
        result.append(a.operation)
      } else if let reshape = reshaping(a, b, first, batch: batch) {
        result.append(reshape)
      } else {
        return nil
      }
    }
    return result
  }

  /// A reshape in which the batch stays free: as an extent that is kept, or as the one that takes what remains.
  private static func reshaping(
    _ a: NodeDraft, _ b: NodeDraft, _ drafts: [NodeDraft], batch: Int
  ) -> Reshaping? {
    guard a.operation is Reshaping, b.operation is Reshaping, a.shape.rank == b.shape.rank else {
      return nil
    }
    // Extents as they came out, so that −1 and 0 do not matter.
    var extents = a.shape.dimensions
    let growing = extents.indices.filter { a.shape[$0] != b.shape[$0] }
    guard growing.count == 1, let place = growing.first,
      a.shape[place] * (batch + 1) == b.shape[place] * batch
    else { return nil }
    let input = drafts[a.inputs[0]].shape
    let isKept = a.shape[place] == batch && place < input.rank && input[place] == batch
    guard !extents.enumerated().contains(where: { $0.element == 0 && $0.offset != place }) else {
      return nil
    }
    extents[place] = isKept ? 0 : -1
    return Reshaping(to: extents)
  }

  // MARK: - The network

  private func assemble(
    _ walk: GraphImport, drafts operations: [any Operation]?, isBatched: Bool, notes: [String]
  ) throws(FoveaError) -> ImportedNetwork {
    let outputs = try outputs(of: walk)
    let drafts = walk.drafts
    let names = NodeNames(drafts, of: walk.nodes, outputs: model.outputs)
    var nodes: [(name: String, operation: any Operation, inputs: [Int])] = []
    for (position, draft) in drafts.enumerated() {
      var operation = draft.operation
      if let operations, position < operations.count { operation = operations[position] }
      if let entry = choice.entries.first(where: { draft.name == $0.name && draft.source == nil }) {
        operation = Input(
          shape: Shape(entry.dimensions), isBatched: isBatched && entry.mayBeBatch)
      }
      nodes.append((names.labels[position], operation, draft.inputs))
    }
    let description = NetworkDescription(
      nodes: nodes, outputs: outputs, seed: model.seed, metadata: model.facts)
    let network = try Network(description, weights: try weights(drafts, names.labels))
    return ImportedNetwork(
      network: network, notes: model.notes + choice.notes + walk.notes + notes,
      names: names.mapping, boundInputs: bound.keys.sorted())
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
        let constant = try walk.add(
          Constant(tensor.tensor), to: [], parameters: [:], kind: tensor.kind, source: nil,
          part: nil, name: name)
        result.append(constant.position)
      }
    }
    return result
  }

  private func weights(
    _ drafts: [NodeDraft], _ labels: [String]
  ) throws(FoveaError) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    var made = 0
    for (draft, label) in zip(drafts, labels) {
      for (role, tensor) in draft.parameters where result["\(label).\(role)"] == nil {
        if case .uniform = tensor.content { made += tensor.shape.count }
        guard made <= KnownTensor.madeLimit else {
          throw FoveaError("the file asks for more than 2^28 weights that it does not hold")
        }
        result["\(label).\(role)"] = tensor.tensor
      }
    }
    return result
  }
}

extension ONNXModel {
  /// The seed of the first weights, where Fovea wrote the file.
  var seed: UInt64 { metadata[OwnFile.seedKey].flatMap { UInt64($0) } ?? 0 }

  /// The file's facts without those that Fovea keeps for itself.
  var facts: [String: String] { metadata.filter { !$0.key.hasPrefix("fovea.") } }
}
