import Fovea

/// The same kernel slid as it stands and turned round.
struct CorrelationAndConvolution: Exhibit {
  let name = "correlation-and-convolution"
  let title = "Correlation and convolution"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey]
  let explanation = """
    Networks slide a kernel as it stands (correlation, ⊛), signal processing turns it by half a turn first (convolution, ∗): \
    shown on a single 1 among zeros and on the lecture's matrix. A single 1 answers with the kernel under convolution and \
    with the turned kernel under correlation, so the two differ wherever a kernel is not its own half turn.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var sample = Tensor.zeros([5, 5])
    sample[2, 2] = 1
    let kernel = LectureNumbers.kernel
    let inputs = [("δ", sample), ("x", LectureNumbers.matrix)]
    var panels: [any Figure] = []
    var results: [Tensor] = []
    for (name, input) in inputs {
      for isFlipped in [false, true] {
        let result = try KernelFilter(kernel, isFlipped: isFlipped).response(to: input)
        results.append(result)
        panels.append(Self.equation(name, input, kernel, result, isFlipped: isFlipped))
      }
    }
    let turned = Tensor(shape: kernel.shape, scalars: kernel.scalars.reversed())
    let byTurned = try KernelFilter(turned).response(to: LectureNumbers.matrix)
    func exchange(_ isFlipped: Bool) throws -> Double {
      let xw = try KernelFilter(kernel, isFlipped: isFlipped, padding: .full)
        .response(to: LectureNumbers.matrix)
      let wx = try KernelFilter(LectureNumbers.matrix, isFlipped: isFlipped, padding: .full)
        .response(to: kernel)
      return LectureNumbers.difference(xw, wx)
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "One kernel, two rules", panels: panels, columns: 2,
          caption:
            "Positive weights are red. c is the result that the lecture prints, which it calls a "
            + "convolution and rightly asks SciPy's correlate2d for. What a network learns is the same under both rules, "
            + "but for the half turn of its filters."),
        facts: [
          Fact("δ ∗ w − w, largest difference", LectureNumbers.difference(results[1], kernel)),
          Fact(
            "δ ⊛ w − w turned, largest difference",
            LectureNumbers.difference(results[0], turned)),
          Fact(
            "x ⊛ w − x ∗ w, largest difference",
            LectureNumbers.difference(results[2], results[3])),
          Fact(
            "x ∗ w − x ⊛ (w turned), largest difference",
            LectureNumbers.difference(results[3], byTurned)),
          Fact("x ∗ w − w ∗ x, largest difference (full borders)", try exchange(true)),
          Fact("x ⊛ w − w ⊛ x, largest difference (full borders)", try exchange(false)),
        ])
    ]
  }

  private static func equation(
    _ name: String, _ input: Tensor, _ kernel: Tensor, _ result: Tensor, isFlipped: Bool
  ) -> Equation {
    let reach = Double(result.scalars.map(abs).max() ?? 1)
    return Equation(
      [
        NumberGrid(input, title: name),
        NumberGrid(kernel, title: "w", scale: ColorScale(.symmetric, range: -6...6)),
        NumberGrid(
          result, title: "\(name) \(isFlipped ? "∗" : "⊛") w",
          scale: ColorScale(.symmetric, range: -3 * reach...3 * reach)),
      ], signs: [isFlipped ? "∗" : "⊛", "="])
  }
}
