import Foundation
import Fovea

/// A matrix of doubles with the few rules that backpropagation by hand needs; a vector is one column.
struct HandMatrix: Equatable {
  /// The elements, row by row.
  var rows: [[Double]]

  init(_ rows: [[Double]]) { self.rows = rows }

  /// A column.
  init(column: [Double]) { rows = column.map { [$0] } }

  /// The elements of a tensor: a matrix as it is, a batch of one sample as a column.
  init(_ tensor: Tensor, asColumn: Bool = false) {
    let scalars = tensor.scalars.map(Double.init)
    let width = asColumn || tensor.shape.rank < 2 ? 1 : tensor.shape[-1]
    rows = stride(from: 0, to: scalars.count, by: width).map { Array(scalars[$0..<$0 + width]) }
  }

  var transposed: HandMatrix {
    HandMatrix((rows.first ?? []).indices.map { column in rows.map { $0[column] } })
  }

  /// The product of matrices.
  static func * (left: HandMatrix, right: HandMatrix) -> HandMatrix {
    let columns = right.transposed.rows
    return HandMatrix(
      left.rows.map { row in
        columns.map { column in zip(row, column).reduce(0) { $0 + $1.0 * $1.1 } }
      })
  }

  /// The product element by element.
  func times(_ other: HandMatrix) -> HandMatrix {
    HandMatrix(zip(rows, other.rows).map { a, b in zip(a, b).map { $0 * $1 } })
  }

  /// A function of each element.
  func map(_ function: (Double) -> Double) -> HandMatrix {
    HandMatrix(rows.map { $0.map(function) })
  }

  /// The column with a 1 before its first element.
  var withBias: HandMatrix { HandMatrix([[1]] + rows) }

  /// The largest difference of an element from another matrix's; infinite where the extents differ.
  func difference(_ other: HandMatrix) -> Double {
    guard rows.map(\.count) == other.rows.map(\.count) else { return .infinity }
    return zip(rows.joined(), other.rows.joined()).map { abs($0 - $1) }.max() ?? 0
  }

  /// The matrix as a grid of numbers.
  func grid(
    _ title: String, rows labels: [String] = [], columns: [String] = [], scale: ColorScale? = nil
  ) -> NumberGrid {
    let cells = rows.map { row in
      row.map { NumberGrid.Cell($0.decimals(3), value: $0) }
    }
    return NumberGrid(
      cells, title: title, rowLabels: labels, columnLabels: columns, scale: scale)
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  static func sigmoidSlope(_ x: Double) -> Double { sigmoid(x) * (1 - sigmoid(x)) }
}
