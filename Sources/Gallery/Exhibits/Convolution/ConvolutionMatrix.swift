import Fovea

/// A convolution as a product with a matrix, read off the engine's derivatives.
struct ConvolutionMatrix: Exhibit {
  let name = "convolution-matrix"
  let title = "A convolution is a matrix with few numbers"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan, .rafiey]
  let explanation = """
    The matrix ∂u/∂x of the lecture's one-dimensional and two-dimensional examples, measured with the engine's gradients, and \
    that of a 3×3 kernel on 8×8 pixels. Each row is the one above it moved to the right (a Toeplitz matrix; in two dimensions a \
    Toeplitz matrix of Toeplitz blocks, outlined), all else is zero: most weights are forced to 0 and the rest are shared.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try line(), try plane(), try picture(seed: studio.seed)]
  }

  /// A grid of numbers in which zeros are empty.
  private func sparse(_ values: Tensor, _ title: String) -> NumberGrid {
    let reach = Double(values.scalars.map(abs).max() ?? 1)
    var grid = NumberGrid(
      values, title: title, scale: ColorScale(.symmetric, range: -2 * reach...2 * reach))
    for row in grid.cells.indices {
      for column in grid.cells[row].indices where values[row, column] == 0 {
        grid.cells[row][column] = .empty
      }
    }
    return grid
  }

  private func jacobian(_ kernel: Tensor, _ input: Tensor) throws -> Jacobian {
    let network = try Network(
      input: NetworkInput(element: Shape([1] + input.shape.dimensions))
    ) { KernelFilter("u", kernel) }
    return try Jacobian(
      of: network, on: input.reshaped(to: Shape([1] + input.shape.dimensions)))
  }

  private func facts(_ jacobian: Jacobian) -> [Fact] {
    let weights = Set(jacobian.matrix.scalars).subtracting([0])
    return [
      Fact(
        "matrix × input − convolution, largest difference",
        LectureNumbers.difference(jacobian.product, jacobian.output)),
      .count("elements", jacobian.matrix.shape.count),
      .share("of them zero", jacobian.sparsity),
      .count("different weights", weights.count),
    ]
  }

  private func line() throws -> ExhibitFigure {
    let found = try jacobian(LectureNumbers.filter, LectureNumbers.vector)
    let x = found.input.reshaped(to: [found.input.shape.count, 1])
    let u = found.product.reshaped(to: [found.product.shape.count, 1])
    return ExhibitFigure(
      "\(name)-line",
      Equation(
        [
          sparse(found.matrix, "∂u/∂x"), NumberGrid(x, title: "x"), NumberGrid(u, title: "u"),
        ], signs: ["·", "="], title: "x ⊛ [1 2 1] as a product",
        caption: "Empty cells are zero. Each diagonal holds one weight of the kernel."),
      facts: facts(found) + [
        Fact("largest difference inside of a diagonal", Self.unevenness(found.matrix))
      ])
  }

  private func plane() throws -> ExhibitFigure {
    let found = try jacobian(LectureNumbers.kernel, LectureNumbers.matrix)
    var grid = sparse(found.matrix, "The lecture's 5×5 by 3×3 example: nine rows of 25")
    grid.font = Font(8)
    grid.rowLabels = (0..<9).map { "u\($0 / 3 + 1)\($0 % 3 + 1)" }
    grid.columnLabels = (0..<25).map { "\($0 / 5 + 1)\($0 % 5 + 1)" }
    grid.theme.tickFont = Font(7.5)
    for block in 0..<15 {
      grid.marks.append(
        .init(
          rows: block / 5 * 3..<block / 5 * 3 + 3, columns: block % 5 * 5..<block % 5 * 5 + 5,
          color: Theme.okabeIto[4], isTinted: false))
    }
    grid.caption =
      "Columns are pixels (row and column), rows are results. Weights of zero in the kernel leave gaps inside of the "
      + "blocks. The product with x is [12 12 17; 10 17 19; 9 6 14]."
    return ExhibitFigure(
      "\(name)-plane", grid,
      facts: facts(found) + [
        Fact(
          "matrix × input − the lecture's result, largest difference",
          LectureNumbers.difference(
            found.product.reshaped(to: [3, 3]), LectureNumbers.result))
      ])
  }

  private func picture(seed: UInt64) throws -> ExhibitFigure {
    var source = RandomSource(seed: seed, purpose: name)
    let found = try jacobian(
      .normal([3, 3], from: &source), .normal([8, 8], from: &source))
    var map = HeatMap(
      values: found.matrix, title: "A 3×3 kernel on 8×8 pixels", xLabel: "pixel",
      yLabel: "result", columns: .numbers(first: 1, step: 1), rows: .numbers(first: 1, step: 1),
      kind: .symmetric, unit: "∂u/∂x",
      caption:
        "36 results of 64 pixels: 2,304 elements, nine different weights. A block belongs to one row of results and one "
        + "row of pixels.")
    map.block = (rows: 6, columns: 8)
    map.plotSize = Size(448, 252)
    return ExhibitFigure("\(name)-picture", map, facts: facts(found))
  }

  /// The largest difference between an element and its lower right neighbour.
  static func unevenness(_ matrix: Tensor) -> Double {
    var largest = 0.0
    for row in 1..<matrix.shape[0] {
      for column in 1..<matrix.shape[1] {
        largest = max(largest, Double(abs(matrix[row, column] - matrix[row - 1, column - 1])))
      }
    }
    return largest
  }
}
