import Fovea

/// Where gradients go behind a pooling layer, on numbers.
struct PoolingGradients: Exhibit {
  let name = "pooling-gradients"
  let title = "Backpropagation through pooling"
  let lectures: [Lecture] = [.chopra]
  let explanation = """
    The gradients that arrive at four pooled numbers (coloured by window) on their way back to sixteen inputs, and the same for \
    windows that overlap. A maximum sends all of a window's gradient to its largest input and none to the others, a mean \
    spreads it evenly, and an L2 norm shares it out by the inputs; where windows overlap, what they send is added.
    """

  private static let colors = [0, 1, 2, 4].map { Theme.okabeIto[$0] }

  func draw(in studio: Studio) throws -> [ExhibitFigure] { [try side(), try overlapping()] }

  private static func pooling(_ kind: String, _ window: Window) -> any Layer {
    switch kind {
    case "maximum": Apply("pool", Pooling(.max, window: window))
    case "mean": Apply("pool", Pooling(.average, window: window))
    default: Apply("pool", WindowReduction(.norm(p: 2), window: window))
    }
  }

  private func pull(
    _ kind: String, _ window: Window, _ input: Tensor, _ delta: Tensor
  ) throws -> (output: Tensor, gradient: Tensor) {
    let (height, width) = (input.shape[0], input.shape[1])
    let network = try Network(input: .image(channels: 1, height: height, width: width)) {
      Sequential([Self.pooling(kind, window)])
    }
    let found = try Pullback(
      of: network, on: input.reshaped(to: [1, 1, height, width]),
      seed: delta.reshaped(to: Shape([1, 1] + delta.shape.dimensions)))
    return (
      found.output.reshaped(to: delta.shape), found.input.reshaped(to: input.shape)
    )
  }

  // MARK: - Windows side by side

  private func side() throws -> ExhibitFigure {
    let input = LectureNumbers.pooled
    let delta = LectureNumbers.tensor([[8, -4], [2, 6]])
    var panels: [Equation] = []
    var facts: [Fact] = []
    for kind in ["maximum", "mean", "L2 norm"] {
      let (output, gradient) = try pull(kind, .square(2, stride: 2), input, delta)
      panels.append(
        Equation(
          [
            Self.grid(input, "input", inWindows: true, colorsZeros: true), Self.grid(output, kind),
            Self.grid(delta, "arrives"), Self.grid(gradient, "∂L/∂input", inWindows: true),
          ], signs: ["→", "  ", "→"]))
      facts.append(
        .count("\(kind): inputs with a gradient", gradient.scalars.count { $0 != 0 }))
      facts.append(
        Fact("\(kind): sum of ∂L/∂input", gradient.scalars.reduce(0) { $0 + Double($1) }))
    }
    facts.append(Fact("sum of what arrives", delta.scalars.reduce(0) { $0 + Double($1) }))
    return ExhibitFigure(
      "\(name)-windows",
      FigureGrid(
        title: "2×2 windows with stride 2", panels: panels, columns: 1, hasLetters: false,
        caption: "The numbers are those that the lecture 003 pools; what arrives is chosen."),
      facts: facts)
  }

  /// Numbers in the colours of their windows; zeros of a gradient stay white.
  private static func grid(
    _ values: Tensor, _ title: String, inWindows: Bool = false, colorsZeros: Bool = false
  ) -> NumberGrid {
    var grid = NumberGrid(values, digits: 3, title: title)
    for row in grid.cells.indices {
      for column in grid.cells[row].indices where colorsZeros || values[row, column] != 0 {
        let window = inWindows ? row / 2 * 2 + column / 2 : row * 2 + column
        grid.cells[row][column].ground = colors[window].lighter(0.7)
      }
    }
    return grid
  }

  // MARK: - Overlapping windows

  private func overlapping() throws -> ExhibitFigure {
    let input = LectureNumbers.matrix
    let delta = LectureNumbers.tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    var panels: [Equation] = []
    var facts: [Fact] = []
    for kind in ["maximum", "mean"] {
      let (output, gradient) = try pull(kind, .square(3), input, delta)
      let scale = ColorScale(.symmetric, range: -60...60)
      panels.append(
        Equation(
          [
            NumberGrid(input, title: "input"), NumberGrid(output, digits: 3, title: kind),
            NumberGrid(delta, title: "arrives"),
            NumberGrid(gradient, digits: 3, title: "∂L/∂input", scale: scale),
          ], signs: ["→", "  ", "→"]))
      facts.append(
        Fact("\(kind): sum of ∂L/∂input", gradient.scalars.reduce(0) { $0 + Double($1) }))
      facts.append(
        Fact("\(kind): largest ∂L/∂input", Double(gradient.scalars.max() ?? .nan)))
    }
    return ExhibitFigure(
      "\(name)-overlapping",
      FigureGrid(
        title: "3×3 windows with stride 1", panels: panels, columns: 1, hasLetters: false,
        caption:
          "Each input lies in up to nine windows. Where several inputs of a window are the largest, the engine sends the "
          + "gradient to the first of them."),
      facts: facts)
  }
}
