import Fovea

/// The size of a convolution's output over kernel, border and stride.
struct OutputSizes: Exhibit {
  let name = "output-sizes"
  let title = "Output sizes"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan, .rafiey, .ma]
  let explanation = """
    The side of the map that a layer makes of a picture of 32×32 pixels, for kernels of side F, borders of P zeros and strides \
    S: the shapes that the engine infers, compared with (W − F + 2P)/S + 1. Orange cells are those where the division leaves a \
    rest, so that the last pixels are never reached and the formula needs rounding down; outlined ones keep the picture's size.
    """

  private let side = 32
  private let kernels = [1, 2, 3, 5, 7, 11]
  private let borders = Array(0...5)
  private let strides = [1, 2, 3, 4]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var (agreeing, uneven, same, all) = (0, 0, 0, 0)
    let panels = try strides.map { stride in
      var grid = NumberGrid(
        [], title: "stride S = \(stride)", rowLabels: kernels.map { "F = \($0)" },
        columnLabels: borders.map { "P = \($0)" })
      for (row, kernel) in kernels.enumerated() {
        var cells: [NumberGrid.Cell] = []
        for (column, border) in borders.enumerated() {
          let output = try FullBorderFormula.side(
            side, kernel: kernel, stride: stride, .symmetric(border))
          let room = side - kernel + 2 * border
          let isUneven = room % stride != 0
          all += 1
          agreeing += output == room / stride + 1 ? 1 : 0
          uneven += isUneven ? 1 : 0
          var cell = NumberGrid.Cell("\(output)")
          if isUneven { cell.ground = Theme.okabeIto[1].lighter(0.75) }
          cells.append(cell)
          guard output == side else { continue }
          same += 1
          grid.marks.append(.init(row: row, column: column, color: Theme.okabeIto[0]))
        }
        grid.cells.append(cells)
      }
      return grid
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "The output's side for a picture of 32×32", panels: panels, columns: 2,
          hasLetters: false,
          caption:
            "All \(all) sizes are ⌊(W − F + 2P)/S⌋ + 1. The size stays with S = 1 and P = (F − 1)/2, for odd F."
        ),
        facts: [
          .count("layers", all), .count("of them as ⌊(W − F + 2P)/S⌋ + 1", agreeing),
          .count("of them with a rest", uneven), .count("of them of the picture's size", same),
        ])
    ]
  }
}
