import Fovea

/// The gradient of a shared weight as the sum of the gradients at all its places.
struct WeightSharing: Exhibit {
  let name = "weight-sharing"
  let title = "Shared weights share their gradient"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey]
  let explanation = """
    A convolution written out as a dense layer with the same numbers: each element of its weight's gradient ∂L/∂W is one input \
    times one output's gradient. Cells of one colour hold the same kernel weight, and their sum is what the engine gives as the \
    kernel's own gradient; grey cells are the gradients that a dense layer would follow as well, which would undo the sharing.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let kernel = LectureNumbers.filter
    let vector = LectureNumbers.vector
    let (inputs, outputs) = (vector.shape[0], vector.shape[0] - kernel.shape[0] + 1)
    let batch = vector.reshaped(to: [1, 1, inputs])
    let arriving = Tensor([1, -1, 2, 0, 1, -2, 1, 3])
    let shared = try Network(input: NetworkInput(element: [1, inputs])) {
      KernelFilter("u", kernel)
    }
    let matrix = try Jacobian(of: shared, on: batch.element(0)).matrix
    let written = try Network(input: NetworkInput(element: [1, inputs])) {
      Dense("u", outputs, bias: false, initializer: .values(matrix.scalars))
    }
    let seed = arriving.reshaped(to: [1, 1, outputs])
    let first = try Pullback(of: shared, on: batch, seed: seed)
    let second = try Pullback(of: written, on: batch, seed: seed)
    let gradient = try second.gradient(of: "u.weight")
    let own = try first.gradient(of: "u.weight").scalars

    var grid = NumberGrid(
      gradient, title: "∂L/∂W of the dense layer",
      rowLabels: arriving.scalars.map { "δ = \(Double($0).short)" },
      columnLabels: vector.scalars.map { Double($0).short })
    var sums = [Float](repeating: 0, count: kernel.shape[0])
    for row in 0..<outputs {
      for column in 0..<inputs {
        let weight = column - row
        if sums.indices.contains(weight) {
          sums[weight] += gradient[row, column]
          grid.cells[row][column].ground = Self.color(weight)
        } else {
          grid.cells[row][column].ink = Color(grey: 0.65)
        }
      }
    }
    func row(_ values: [Float]) -> [NumberGrid.Cell] {
      values.enumerated().map { NumberGrid.Cell($1, ground: Self.color($0)) }
    }
    let table = NumberGrid(
      [row(kernel.scalars), row(sums), row(own)], title: "the kernel",
      rowLabels: ["weights", "sums of the diagonals", "∂L/∂w, engine"],
      columnLabels: ["w₁", "w₂", "w₃"])
    return [
      ExhibitFigure(
        name,
        Equation(
          [grid, table], signs: ["→"], title: "Eighty products, three sums",
          caption:
            "Columns bear the inputs, rows the gradients that arrive. Both layers give the same outputs and the same "
            + "∂L/∂x."),
        facts: own.enumerated().map { Fact("∂L/∂w\($0 + 1)", Double($1)) } + [
          Fact(
            "sums of the diagonals − kernel's gradient, largest difference",
            LectureNumbers.difference(Tensor(sums), Tensor(own))),
          Fact(
            "outputs: dense − shared, largest difference",
            LectureNumbers.difference(first.output, second.output)),
          Fact(
            "∂L/∂x: dense − shared, largest difference",
            LectureNumbers.difference(first.input, second.input)),
        ])
    ]
  }

  private static func color(_ weight: Int) -> Color {
    Theme.okabeIto[[0, 1, 2][weight]].lighter(0.65)
  }
}
