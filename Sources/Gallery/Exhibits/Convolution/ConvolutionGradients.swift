import Fovea

/// The two gradients of a convolution, which are convolutions themselves, on numbers.
struct ConvolutionGradients: Exhibit {
  let name = "convolution-gradients"
  let title = "Backpropagation through a convolution"
  let lectures: [Lecture] = [.chopra, .gavankar]
  let explanation = """
    The lecture's layer of four inputs, two weights and a bias with numbers put in, and the 5×5 by 3×3 example: the gradient \
    that arrives, δ, becomes ∂L/∂w by sliding δ over the input, and ∂L/∂x by sliding the turned kernel over δ between zeros. \
    In each row the result computed that way stands beside the engine's own; the lecture's second sign ∗ is, like its \
    first one, a correlation.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] { [try line(), try plane()] }

  /// A row of numbers with a title, the engine's twin of it behind it.
  private func pair(_ computed: Tensor, _ engine: Tensor, _ title: String) -> [NumberGrid] {
    [
      NumberGrid(computed, title: title),
      NumberGrid(engine, title: "engine", scale: ColorScale(.symmetric, range: -30...30)),
    ]
  }

  /// How far both gradients lie from the engine's: δ slid over the input, and the turned kernel over δ.
  private static func differences(
    _ slid: Tensor, _ byWeight: Tensor, _ full: Tensor, _ byInput: Tensor
  ) -> [Fact] {
    [
      Fact("x ⊛ δ − engine's ∂L/∂w, largest difference", LectureNumbers.difference(slid, byWeight)),
      Fact("δ ∗ w − engine's ∂L/∂x, largest difference", LectureNumbers.difference(full, byInput)),
    ]
  }

  // MARK: - Four inputs, two weights

  private func line() throws -> ExhibitFigure {
    let x = Tensor([2, -1, 3, 1])
    let w = Tensor([1, -2])
    let bias: Float = 0.5
    let delta = Tensor([1, -1, 2])
    var network = try Network(input: NetworkInput(element: [1, 4])) {
      Apply(
        "y",
        Convolution(
          filters: 1, window: Window(kernel: [2], stride: [1], dilation: [1], border: .valid),
          initializer: .values(w.scalars)))
    }
    network.setWeights(Tensor([bias]), at: try network.parameterPosition("y.bias"))
    let batch = x.reshaped(to: [1, 1, 4])
    let engine = try Pullback(of: network, on: batch, seed: delta.reshaped(to: [1, 1, 3]))
    let byWeight = try engine.gradient(of: "y.weight").reshaped(to: [2])
    let byBias = try engine.gradient(of: "y.bias")
    let byInput = engine.input.reshaped(to: [4])
    let output = engine.output.reshaped(to: [3])

    let forward = try KernelFilter(w).response(to: x).map { $0 + bias }
    let slid = try KernelFilter(delta).response(to: x)
    let full = try KernelFilter(w, isFlipped: true, padding: .full).response(to: delta)
    let sum = Tensor([delta.scalars.reduce(0, +)])
    let rows = try (0..<3).map { place in
      var one = Tensor.zeros([1, 1, 3])
      one.scalars[place] = 1
      return try Pullback(of: network, on: batch, seed: one).gradient(of: "y.weight").scalars
    }
    let matrix = LectureNumbers.tensor(rows)
    let panels = [
      Equation(
        [
          NumberGrid(x, title: "x"), NumberGrid(w, title: "w"),
          NumberGrid(Tensor([bias]), title: "b"),
        ] + pair(forward, output, "y"), signs: ["⊛", "+", "=", "  "],
        title: "forwards: y = x ⊛ w + b"),
      Equation(
        [NumberGrid(delta, title: "δ"), NumberGrid(matrix, title: "∂y/∂w")]
          + pair(slid, byWeight, "x ⊛ δ"), signs: ["·", "=", "  "],
        title: "∂L/∂w = δ ∂y/∂w = x ⊛ δ"),
      Equation(
        [
          NumberGrid(try Self.framed(delta, by: 1), title: "δ between zeros"),
          NumberGrid(Tensor(w.scalars.reversed()), title: "w turned"),
        ] + pair(full, byInput, "∂L/∂x"), signs: ["⊛", "=", "  "], title: "∂L/∂x = δ ∗ w, full"),
      Equation(
        [NumberGrid(delta, title: "δ")] + pair(sum, byBias, "Σ δ"), signs: ["→", "  "],
        title: "∂L/∂b = Σ δ"),
    ]
    let own = [
      Fact("Σ δ − engine's ∂L/∂b", LectureNumbers.difference(sum, byBias)),
      Fact("∂L/∂w₁", Double(byWeight.scalars[0])), Fact("∂L/∂w₂", Double(byWeight.scalars[1])),
    ]
    return ExhibitFigure(
      "\(name)-line",
      FigureGrid(
        title: "A layer of two weights", panels: panels, columns: 1, hasLetters: false,
        caption:
          "Coloured (red above 0, blue below): the engine's own y and gradients, all on one scale. ∂y/∂w holds the inputs "
          + "that each weight meets."),
      facts: [Fact("y − engine, largest difference", LectureNumbers.difference(forward, output))]
        + Self.differences(slid, byWeight, full, byInput) + own)
  }

  /// A row or matrix with zeros around it.
  private static func framed(_ inner: Tensor, by width: Int) throws -> Tensor {
    let sides = [0, 0] + [Int](repeating: width, count: inner.shape.rank)
    let element = Shape([1] + inner.shape.dimensions)
    let network = try Network(input: NetworkInput(element: element)) {
      Apply("framed", Padding(before: sides, behind: sides, mode: .zeros))
    }
    let batch = inner.reshaped(to: Shape([1] + element.dimensions))
    return try network.answer(to: batch, allowsWinograd: false).element(0).element(0)
  }

  // MARK: - A matrix

  private func plane() throws -> ExhibitFigure {
    let x = LectureNumbers.matrix
    let w = LectureNumbers.kernel
    let delta = LectureNumbers.tensor([[1, 0, -1], [2, 1, 0], [0, -2, 1]])
    let network = try Network(input: .image(channels: 1, height: 5, width: 5)) {
      KernelFilter("u", w)
    }
    let engine = try Pullback(
      of: network, on: x.reshaped(to: [1, 1, 5, 5]), seed: delta.reshaped(to: [1, 1, 3, 3]))
    let byWeight = try engine.gradient(of: "u.weight").reshaped(to: [3, 3])
    let byInput = engine.input.reshaped(to: [5, 5])
    let slid = try KernelFilter(delta).response(to: x)
    let full = try KernelFilter(w, isFlipped: true, padding: .full).response(to: delta)
    let turned = Tensor(shape: w.shape, scalars: w.scalars.reversed())
    let panels = [
      Equation(
        [NumberGrid(x, title: "x"), NumberGrid(delta, title: "δ")] + pair(slid, byWeight, "∂L/∂w"),
        signs: ["⊛", "=", "  "]),
      Equation(
        [
          NumberGrid(try Self.framed(delta, by: 2), title: "δ between zeros"),
          NumberGrid(turned, title: "w turned"),
        ]
          + pair(full, byInput, "∂L/∂x"), signs: ["⊛", "=", "  "]),
    ]
    return ExhibitFigure(
      "\(name)-plane",
      FigureGrid(
        title: "The 5×5 by 3×3 example backwards", panels: panels, columns: 1,
        caption:
          "a: δ slides over x, nine places for nine weights. b: the kernel, turned by half a turn, slides over δ with two "
          + "zeros on each side. Coloured (red above 0, blue below): the engine's gradients."),
      facts: Self.differences(slid, byWeight, full, byInput)
        + [Fact("∂L/∂w in the middle", Double(byWeight[1, 1]))])
  }
}
