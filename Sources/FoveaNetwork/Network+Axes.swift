public import FoveaTensor

extension Network {
  /// What lies along each axis of every node's output, by position, such as `batch, channel, row, column`.
  ///
  /// Known from what the operations mean; an axis of which that says nothing is called by its number, `axis 1`.
  public func axisNames(shapes: [Shape]) -> [[String]] {
    var names: [[String]] = []
    for node in nodes {
      let rank = shapes[node.id.position].rank
      let before = node.inputs.first.map { names[$0.position] } ?? []
      let known =
        node.inputs.isEmpty
        ? inputAxes(of: node, rank: rank, shapes) : axes(of: node, rank: rank, before: before)
      names.append(known.count == rank ? known : Self.numbered(rank))
    }
    return names
  }

  /// The axes of a hook point, where those of the nodes' outputs are known.
  public func axisNames(of point: HookPoint, outputs: [[String]]) -> [String] {
    point.step == nil ? outputs[point.node.position] : ["batch", "unit"]
  }

  private func axes(of node: Node, rank: Int, before: [String]) -> [String] {
    switch node.operation {
    case is Convolution, is Pooling, is LocalResponseNormalization, is AffineSampling,
      is WindowReduction, is TransposedConvolution:
      return Self.spatial(rank)
    case is GlobalPooling: return ["batch", "channel"]
    case let recurrent as Recurrent:
      return recurrent.returnsSequence ? ["batch", "time", "unit"] : ["batch", "unit"]
    case is RecurrentSequence: return ["batch", "time", "unit"]
    case is DenseProduct: return before.dropLast() + ["unit"]
    case is EmbeddingLookup: return before + ["feature"]
    case is Flattening where rank == 2: return ["batch", "unit"]
    case let transposition as Transposition:
      return before.count == rank ? transposition.order.map { before[$0] } : []
    case is Reshaping: return []
    default: return rank == before.count ? before : []
    }
  }

  /// An input is named by the first operation that reads it, directly or through others that keep its shape.
  private func inputAxes(of node: Node, rank: Int, _ shapes: [Shape]) -> [String] {
    var same: Set<Node.ID> = [node.id]
    for reader in nodes where reader.inputs.contains(where: { same.contains($0) }) {
      switch reader.operation {
      case is Convolution, is Pooling, is GlobalPooling, is LocalResponseNormalization,
        is WindowReduction, is TransposedConvolution, is GroupNormalization:
        return Self.spatial(rank)
      case is Recurrent, is RecurrentSequence:
        return rank == 3 ? ["batch", "time", "feature"] : ["batch", "unit"]
      case is EmbeddingLookup where rank == 2: return ["batch", "time"]
      case is DenseProduct where rank == 2: return ["batch", "feature"]
      default:
        if shapes[reader.id.position] == shapes[node.id.position] { same.insert(reader.id) }
      }
    }
    return rank == 4 ? Self.spatial(rank) : Self.numbered(rank)
  }

  private static func spatial(_ rank: Int) -> [String] {
    switch rank {
    case 3: ["batch", "channel", "position"]
    case 4: ["batch", "channel", "row", "column"]
    case 5: ["batch", "channel", "slice", "row", "column"]
    default: numbered(rank)
    }
  }

  private static func numbered(_ rank: Int) -> [String] {
    (0..<rank).map { $0 == 0 ? "batch" : "axis \($0)" }
  }
}
