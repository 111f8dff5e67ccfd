import FoveaNetwork
import FoveaTensor

/// Whether a batch may be cut into parts that are computed side by side, and how the parts' results join.
///
/// It may where every node treats each sample on its own, up to a loss or a sum at the very end. Each thread then runs the
/// whole list of steps on its part of the batch, and they meet once in a run instead of once in every step: a thread that
/// has to wait for a processor holds up the others once. (Batch normalisation in training, and objectives that go on
/// computing after samples were joined, are not separable; their steps are spread over threads one by one.)
struct Separability {
  /// How a node's values of all parts become the whole batch's.
  enum Join: Equatable {
    /// One behind the other along the first dimension.
    case concatenated
    /// The same in every part.
    case equal
    /// Added up.
    case summed
    /// Averaged, each part with its weight.
    case averaged
  }

  /// For each node, by position.
  let joins: [Join]

  /// `nil` where the request cannot be computed in parts.
  static func analyze(_ network: Network, shapes: [Shape], request: PlanRequest) -> Separability? {
    var joins: [Join] = []
    for node in network.nodes {
      guard let join = join(of: node, joins, shapes, request),
        !countsUnequally(node, join, network)
      else { return nil }
      joins.append(join)
    }
    // A sum over the batch cannot be changed in parts.
    for point in network.edits.keys {
      guard [.concatenated, .equal].contains(joins[point.node.position]) else { return nil }
    }
    for origin in request.origins {
      guard joins[origin.position] != .equal else { return nil }
      if case .seeds = request.origin, joins[origin.position] != .concatenated { return nil }
    }
    return Separability(joins: joins)
  }

  private static func join(
    of node: Node, _ joins: [Join], _ shapes: [Shape], _ request: PlanRequest
  ) -> Join? {
    if let input = node.operation as? Input { return input.isBatched ? .concatenated : .equal }
    let inputs = node.inputs.map { joins[$0.position] }
    guard !inputs.contains(.summed), !inputs.contains(.averaged) else { return nil }
    guard inputs.contains(.concatenated) else {
      // A choice of elements depends on the sample, and running moments would be updated by each part.
      let differs = node.operation is DropoutMask || node.operation is BatchNormalization
      return differs && request.mode == .training ? nil : .equal
    }
    guard let operation = node.operation as? any SampleWise else { return nil }
    let shapesIn = node.inputs.map { shapes[$0.position] }
    return operation.join(inputs: inputs, shapes: shapesIn, mode: request.mode)
  }
}

extension Separability {
  /// Whether targets that are left out could not be counted before a run, since they are no input.
  private static func countsUnequally(_ node: Node, _ join: Join, _ network: Network) -> Bool {
    join == .averaged && node.operation is CrossEntropy
      && !(network.nodes[node.inputs[1].position].operation is Input)
  }
}

extension Separability {
  /// For operands that broadcast: one that is the same for all parts must not have a batch dimension of its own.
  static func joinOfBroadcast(_ inputs: [Join], _ shapes: [Shape]) -> Join? {
    let rank = shapes.map(\.rank).max() ?? 0
    for (join, shape) in zip(inputs, shapes) {
      let fits =
        join == .concatenated ? shape.rank == rank : shape.rank < rank || shape[0] == 1
      guard fits else { return nil }
    }
    return .concatenated
  }
}

/// An operation that can be computed for parts of a batch.
protocol SampleWise: Operation {
  /// How the parts' outputs join, where at least one input comes in parts; `nil` where samples mix.
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join?
}

extension SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { inputs[0] == .concatenated ? .concatenated : nil }
}

extension Convolution: SampleWise {}
extension DenseProduct: SampleWise {}
extension Pooling: SampleWise {}
extension GlobalPooling: SampleWise {}
extension Elementwise: SampleWise {}
extension Standardization: SampleWise {}
extension LocalResponseNormalization: SampleWise {}
extension DropoutMask: SampleWise {}
extension EmbeddingLookup: SampleWise {}

extension AffineSampling: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    guard inputs[1] == .concatenated || shapes[1][0] == 1 else { return nil }
    return inputs[0] == .concatenated ? .concatenated : nil
  }
}

extension BatchNormalization: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { mode == .inference ? .concatenated : nil }
}

extension LayerNormalization: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { axes < shapes[0].rank ? .concatenated : nil }
}

extension Recurrent: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { inputs.allSatisfy { $0 == .concatenated } ? .concatenated : nil }
}

extension MatrixProduct: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    // The matrices themselves are not cut, and a batch that is shared is only read.
    let rank = max(shapes[0].rank, shapes[1].rank)
    if inputs == [.concatenated, .equal], shapes[1].rank == 2 { return .concatenated }
    for (join, shape) in zip(inputs, shapes) {
      let isCut = join == .concatenated
      guard shape.rank > 2 || !isCut, isCut ? shape.rank == rank : shape.rank < rank else {
        return nil
      }
    }
    return .concatenated
  }
}

extension Arithmetic: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { Separability.joinOfBroadcast(inputs, shapes) }
}

extension SoftmaxFunction: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { axis == 0 || axis == -shapes[0].rank ? nil : .concatenated }
}

extension Reduction: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    guard let reduced = try? reducedAxes(of: shapes[0]) else { return nil }
    guard reduced.contains(0) else { return .concatenated }
    return switch function {
    case .sum, .l1, .sumOfSquares: .summed
    case .mean: .averaged
    case .l2, .maximum, .minimum, .product, .logSum, .logSumExp: nil
    }
  }
}

extension Reshaping: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { dimensions.first == 0 ? .concatenated : nil }
}

extension Flattening: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { axis > 0 ? .concatenated : nil }
}

extension Transposition: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { order.first == 0 ? .concatenated : nil }
}

extension Slicing: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { axis == 0 || axis == -shapes[0].rank ? nil : .concatenated }
}

extension Concatenation: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    guard axis != 0, axis != -shapes[0].rank else { return nil }
    return inputs.allSatisfy { $0 == .concatenated } ? .concatenated : nil
  }
}

extension Padding: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { before[0] == 0 && behind[0] == 0 ? .concatenated : nil }
}

extension LossReduction {
  fileprivate func join(_ inputs: [Separability.Join]) -> Separability.Join? {
    guard inputs == [.concatenated, .concatenated] else { return nil }
    return switch self {
    case .none: .concatenated
    case .sum: .summed
    case .mean: .averaged
    }
  }
}

extension CrossEntropy: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { reduction.join(inputs) }
}

extension SquaredError: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { reduction.join(inputs) }
}

extension BinaryCrossEntropy: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { reduction.join(inputs) }
}
