import FoveaNetwork
import FoveaTensor

/// The weights of recurrent cells as the standard lays them out, and back.
///
/// Blocks of H rows, one for each gate: Fovea and PyTorch have i, f, g, o and r, z, n; the standard has i, o, f, c and
/// z, r, h. Both biases are one tensor there.
enum RecurrentLayout {
  /// For each of the standard's blocks, Fovea's block that it is.
  static func blocks(of cell: Recurrent.Cell) -> [Int] {
    switch cell {
    case .elman: [0]
    case .lstm: [0, 3, 1, 2]
    case .gru: [1, 0, 2]
    }
  }

  /// Rows in the standard's order.
  static func exported(_ tensor: Tensor, _ cell: Recurrent.Cell) -> Tensor {
    arranged(tensor, blocks(of: cell))
  }

  /// Rows in Fovea's order.
  static func imported(_ tensor: Tensor, _ cell: Recurrent.Cell) -> Tensor {
    let order = blocks(of: cell)
    return arranged(tensor, order.indices.map { block in order.firstIndex(of: block) ?? block })
  }

  private static func arranged(_ tensor: Tensor, _ order: [Int]) -> Tensor {
    let length = tensor.shape.count / order.count
    var scalars: [Float] = []
    scalars.reserveCapacity(tensor.shape.count)
    for block in order {
      scalars.append(contentsOf: tensor.scalars[block * length..<(block + 1) * length])
    }
    return Tensor(shape: tensor.shape, scalars: scalars)
  }
}
