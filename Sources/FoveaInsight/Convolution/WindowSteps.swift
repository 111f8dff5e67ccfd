public import FoveaDrawing
public import FoveaTensor

/// A window on its way over a matrix: for each place what lies in it, and the results so far.
///
/// The window's cells bear the kernel's weights as notes; the newest result is outlined in the same colour.
public struct WindowSteps: Sendable {
  /// What it slides over, `[rows, columns]`.
  public let input: Tensor
  /// The weights as they slide, `[height, width]`; `nil` for a pooling.
  public let kernel: Tensor?
  /// The results, `[rows, columns]`.
  public let result: Tensor
  /// The extents of the window.
  public let extent: [Int]
  /// The distance from one place to the next along both axes.
  public let stride: Int
  /// The colour of the window.
  public var color = Theme.okabeIto[0]

  /// Creates the steps of a window; vectors are matrices of one row.
  ///
  /// - Parameter result: computed elsewhere: one number for each place.
  /// - Throws: `FoveaError` where the window's places and the results do not agree in number.
  public init(
    over input: Tensor, kernel: Tensor? = nil, extent: [Int]? = nil, stride: Int = 1,
    result: Tensor
  ) throws(FoveaError) {
    func matrix(_ tensor: Tensor) -> Tensor {
      tensor.shape.rank == 1 ? tensor.reshaped(to: [1, tensor.shape[0]]) : tensor
    }
    let (input, result) = (matrix(input), matrix(result))
    let kernel = kernel.map(matrix)
    let extent = extent ?? kernel?.shape.dimensions ?? [1, 1]
    guard input.shape.rank == 2, result.shape.rank == 2, extent.count == 2,
      (0..<2).allSatisfy({ axis in
        input.shape[axis] >= extent[axis] && stride > 0
          && (input.shape[axis] - extent[axis]) / stride + 1 == result.shape[axis]
      })
    else {
      throw FoveaError(
        "a window of \(extent) that moves by \(stride) over \(input.shape) does not give "
          + "\(result.shape)")
    }
    self.input = input
    self.kernel = kernel
    self.result = result
    self.extent = extent
    self.stride = stride
  }

  /// The number of places.
  public var count: Int { result.shape.count }

  /// The upper left corner of the window at a step: row and column.
  public func corner(_ step: Int) -> (row: Int, column: Int) {
    (step / result.shape[1] * stride, step % result.shape[1] * stride)
  }

  /// What the window slides over, with the window at a step.
  public func inputGrid(_ step: Int) -> NumberGrid {
    let (row, column) = corner(step)
    var grid = Self.grid(input, notes: kernel)
    if let kernel {
      for y in 0..<extent[0] {
        for x in 0..<extent[1] {
          grid.cells[row + y][column + x].note = Double(kernel[y, x]).short
        }
      }
    }
    grid.marks = [
      .init(rows: row..<row + extent[0], columns: column..<column + extent[1], color: color)
    ]
    return grid
  }

  /// The results up to a step, the newest one outlined.
  public func resultGrid(_ step: Int) -> NumberGrid {
    var grid = Self.grid(result).keeping(first: step + 1)
    let columns = result.shape[1]
    grid.marks = [.init(row: step / columns, column: step % columns, color: color)]
    return grid
  }

  /// Numbers in cells that are as wide as any step needs.
  private static func grid(_ values: Tensor, notes: Tensor? = nil) -> NumberGrid {
    var grid = NumberGrid(values)
    grid.theme.margin = 4
    let font = grid.font
    let widest = values.scalars.map { font.width(of: Double($0).short(4)) }.max() ?? 0
    let note = notes?.scalars.map { font.width(of: Double($0).short) }.max() ?? 0
    grid.leastCellWidth = widest + note + 10
    return grid
  }

  /// Input and results of a step side by side.
  public func figure(_ step: Int, title: String = "", caption: String = "") -> Equation {
    var figure = Equation(
      [inputGrid(step), resultGrid(step)], signs: ["→"], title: title, caption: caption)
    figure.theme.margin = 6
    return figure
  }

  /// The sum of a step written out, terms of weight zero left out, such as `1·3 + 2·(−1) = 1`.
  public func sum(_ step: Int) -> String {
    guard let kernel else { return "" }
    let (row, column) = corner(step)
    func factor(_ value: Float) -> String {
      let text = Double(value).short
      return value < 0 ? "(\(text))" : text
    }
    let terms = (0..<extent[0] * extent[1]).compactMap { index -> String? in
      let (y, x) = (index / extent[1], index % extent[1])
      guard kernel[y, x] != 0 else { return nil }
      return "\(factor(kernel[y, x]))·\(factor(input[row + y, column + x]))"
    }
    return terms.joined(separator: " + ") + " = \(Double(result.scalars[step]).short(4))"
  }
}
