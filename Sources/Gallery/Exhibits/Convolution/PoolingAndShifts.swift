import Fovea

/// What a shift of the input changes in front of a max pooling and behind it, on rows of ten numbers.
struct PoolingAndShifts: Exhibit {
  let name = "pooling-and-shifts"
  let title = "A shifted row before and after max pooling"
  let lectures: [Lecture] = [.chopra, .ramakrishnan, .rafiey]
  let explanation = """
    A row of ten numbers and its maxima in windows of three, and the same row moved by one place with a new number at its start; \
    changed numbers are orange. Every input has changed but only two outputs have, as in the lecture's picture, whose numbers \
    its text lacks: this row is the first such of many drawn at random, of which the bars count how many outputs change.
    """

  private let length = 10

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let count = studio.effort.part(of: 20_000, least: 5000)
    var source = RandomSource(seed: studio.seed, purpose: name)
    // One number more than shown: the new one that a shift brings in.
    let drawn = (0..<count).map { _ in
      (0...length).map { _ in (10 * source.uniform(in: 0...1)).rounded() / 10 }
    }
    let before = Tensor(shape: [count, 1, length], scalars: drawn.flatMap { $0.dropFirst() })
    let after = Tensor(shape: [count, 1, length], scalars: drawn.flatMap { $0.dropLast() })
    let pooled = (try pool(before), try pool(after))
    let inputs = changes(before.scalars, after.scalars)
    let outputs = changes(pooled.0.scalars, pooled.1.scalars)
    guard let shown = (0..<count).first(where: { inputs[$0] == length && outputs[$0] == 2 }) else {
      throw FoveaError("no drawn row has all inputs changed and two outputs")
    }
    let complete = (0..<count).filter { inputs[$0] == length }
    let panels: [any Figure] = [
      FigureGrid(
        panels: [
          grid(pooled, shown, of: 0, "maxima"), grid((before, after), shown, of: 0, "row"),
          grid(pooled, shown, of: 1, "maxima, shifted"),
          grid((before, after), shown, of: 1, "row, shifted"),
        ], columns: 1, hasLetters: false),
      histogram(complete.map { outputs[$0] }),
    ]
    let mean = complete.reduce(0.0) { $0 + Double(outputs[$1]) } / Double(complete.count)
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "All inputs change, fewer maxima do", panels: panels, columns: 2,
          caption: "Windows of three, stride 1, borders left out. Seed \(studio.seed)."),
        facts: [
          .count("inputs that change in the row shown", inputs[shown]),
          .count("outputs that change in the row shown", outputs[shown]),
          .count("rows with all inputs changed", complete.count),
          Fact("outputs that change in these, on average", mean),
          .share(
            "of these rows with at most two outputs changed",
            Double(complete.count { outputs[$0] <= 2 }) / Double(complete.count)),
        ])
    ]
  }

  /// For each row the number of places where two batches differ.
  private func changes(_ a: [Float], _ b: [Float]) -> [Int] {
    stride(from: 0, to: a.count, by: length).map { row in
      (row..<row + length).count { a[$0] != b[$0] }
    }
  }

  private func pool(_ rows: Tensor) throws -> Tensor {
    let network = try Network(input: NetworkInput(element: [1, length])) {
      Apply(
        "pool",
        Pooling(.max, window: Window(kernel: [3], stride: [1], dilation: [1], border: .same)))
    }
    return try network.answer(to: rows, allowsWinograd: false)
  }

  private func grid(
    _ pair: (Tensor, Tensor), _ row: Int, of side: Int, _ title: String
  ) -> NumberGrid {
    let values = (side == 0 ? pair.0 : pair.1).element(row).element(0)
    var grid = NumberGrid(values, title: title)
    grid.theme.margin = 4
    guard side == 1 else { return grid }
    for column in 0..<length where pair.0[row, 0, column] != pair.1[row, 0, column] {
      grid.cells[0][column].ground = Theme.okabeIto[1].lighter(0.6)
    }
    return grid
  }

  private func histogram(_ outputs: [Int]) -> BarChart {
    var chart = BarChart(
      title: "Rows with all inputs changed", categories: (0...length).map(String.init),
      values: (0...length).map { number in
        Double(outputs.count { $0 == number }) / Double(max(1, outputs.count))
      }, valueLabel: "share of rows", categoryLabel: "outputs that change")
    chart.showsValues = false
    chart.length = 150
    return chart
  }
}
