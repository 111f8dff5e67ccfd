import FoveaNetwork
import FoveaTensor

/// What two walks over one graph, for batches of n and n + 1, agree on: the same nodes, in which the batch is free.
struct BatchAgreement {
  private let operations: [any Operation]
  /// Rows of known values that the graph repeats for each sample, by the draft's position.
  let rows: [Int: Tensor]

  /// Compares the drafts of two walks; `nil` where something else than a batch depends on its size.
  init?(_ first: [NodeDraft], _ second: [NodeDraft], batch: Int) {
    guard first.count == second.count else { return nil }
    var operations: [any Operation] = []
    var rows: [Int: Tensor] = [:]
    for (position, (a, b)) in zip(first, second).enumerated() {
      guard a.inputs == b.inputs, a.source == b.source, a.part == b.part else { return nil }
      if a.operation is Input || AnyHashable(a.operation) == AnyHashable(b.operation) {
        operations.append(a.operation)
      } else if let reshape = Self.reshaping(a, b, first, batch: batch) {
        operations.append(reshape)
      } else if let expansion = Self.expansion(a, b, first, batch: batch) {
        operations.append(expansion)
      } else if let row = Self.repeatedRow(a, b, batch: batch) {
        operations.append(a.operation)
        rows[position] = row
      } else {
        return nil
      }
    }
    self.operations = operations
    self.rows = rows
  }

  /// What both walks have at a position; `nil` behind their end.
  func operation(_ position: Int) -> (any Operation)? {
    operations.indices.contains(position) ? operations[position] : nil
  }

  /// The one extent that grows with the batch.
  private static func growth(_ a: Shape, _ b: Shape, batch: Int) -> Int? {
    guard a.rank == b.rank else { return nil }
    let growing = (0..<a.rank).filter { a[$0] != b[$0] }
    guard growing.count == 1, a[growing[0]] * (batch + 1) == b[growing[0]] * batch else {
      return nil
    }
    return growing[0]
  }

  /// A reshape in which the batch stays free: as an extent that is kept, or as the one that takes what remains.
  private static func reshaping(
    _ a: NodeDraft, _ b: NodeDraft, _ drafts: [NodeDraft], batch: Int
  ) -> Reshaping? {
    guard a.operation is Reshaping, b.operation is Reshaping,
      let place = growth(a.shape, b.shape, batch: batch)
    else { return nil }
    // Extents as they came out, so that −1 and 0 do not matter.
    var extents = a.shape.dimensions
    guard !extents.enumerated().contains(where: { $0.element == 0 && $0.offset != place }) else {
      return nil
    }
    let input = drafts[a.inputs[0]].shape
    let isKept = extents[place] == batch && place < input.rank && input[place] == batch
    extents[place] = isKept ? 0 : -1
    return Reshaping(to: extents)
  }

  /// An expansion of a value that has the batch already: that axis keeps its own extent.
  private static func expansion(
    _ a: NodeDraft, _ b: NodeDraft, _ drafts: [NodeDraft], batch: Int
  ) -> Expansion? {
    guard let wanted = a.operation as? Expansion, b.operation is Expansion,
      let place = growth(a.shape, b.shape, batch: batch)
    else { return nil }
    let input = drafts[a.inputs[0]].shape
    let own = place - (a.shape.rank - input.rank)
    let told = place - (a.shape.rank - wanted.dimensions.count)
    guard own >= 0, told >= 0, input[own] == a.shape[place] else { return nil }
    var extents = wanted.dimensions
    extents[told] = 1
    return Expansion(to: extents)
  }

  /// The row of a known value that has it once for each sample, such as a class token.
  private static func repeatedRow(_ a: NodeDraft, _ b: NodeDraft, batch: Int) -> Tensor? {
    guard growth(a.shape, b.shape, batch: batch) == 0, a.shape[0] == batch,
      let (left, right) = both(a, b)
    else { return nil }
    let row = left[0..<1]
    func repeats(_ tensor: Tensor) -> Bool {
      (0..<tensor.shape[0]).allSatisfy { tensor[$0..<$0 + 1] == row }
    }
    return repeats(left) && repeats(right) ? row : nil
  }

  private static func both(_ a: NodeDraft, _ b: NodeDraft) -> (Tensor, Tensor)? {
    if let left = a.operation as? Constant, let right = b.operation as? Constant {
      return (
        Tensor(shape: left.shape, scalars: left.scalars),
        Tensor(shape: right.shape, scalars: right.scalars)
      )
    }
    guard a.operation is ParameterValue, b.operation is ParameterValue,
      let left = a.parameters["value"], let right = b.parameters["value"]
    else { return nil }
    return (left.tensor, right.tensor)
  }
}
