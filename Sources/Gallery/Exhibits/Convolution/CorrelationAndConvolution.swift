import Fovea

/// The same kernel slid as it stands and turned round.
struct CorrelationAndConvolution: Exhibit {
  let name = "correlation-and-convolution"
  let title = "Correlation and convolution"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey]
  let explanation = """
    Networks slide a kernel as it stands (correlation, ⊛), signal processing turns it by half a turn first (convolution, ∗): \
    shown on a single 1 among zeros and on the lecture's matrix, and in one dimension, where a kernel looks back, ahead or to \
    both sides. A single 1 answers with the kernel under convolution and \
    with the turned kernel under correlation, so the two differ wherever a kernel is not its own half turn.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] { [try plane(), try line()] }

  private func plane() throws -> ExhibitFigure {
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
    return ExhibitFigure(
      name,
      FigureGrid(
        title: "One kernel, two rules", panels: panels, columns: 2,
        caption:
          "Red is above 0, blue below, each table on its own scale. c is the result that the lecture prints, which it calls a "
          + "convolution and rightly asks SciPy's correlate2d for. What a network learns is the same under both rules, "
          + "but for the half turn of its filters."),
      facts: [
        Fact("δ ∗ w − w, largest difference", LectureNumbers.difference(results[1], kernel)),
        Fact(
          "δ ⊛ w − w turned, largest difference", LectureNumbers.difference(results[0], turned)),
        Fact(
          "x ⊛ w − x ∗ w, largest difference",
          LectureNumbers.difference(results[2], results[3])),
        Fact(
          "x ∗ w − x ⊛ (w turned), largest difference",
          LectureNumbers.difference(results[3], byTurned)),
        Fact("x ∗ w − w ∗ x, largest difference (full borders)", try exchange(true)),
        Fact("x ⊛ w − w ⊛ x, largest difference (full borders)", try exchange(false)),
      ])
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

  // MARK: - In one dimension

  /// The three sums of the lecture: over preceding, succeeding and centred neighbours.
  private func line() throws -> ExhibitFigure {
    let w = Tensor([1, 2, 3])
    let x = LectureNumbers.vector
    var sample = Tensor.zeros(x.shape)
    sample[3] = 1
    func answers(to input: Tensor) throws -> [Tensor] {
      [
        try KernelFilter(w, isFlipped: true, padding: .explicit(before: [2], behind: [0]))
          .response(to: input),
        try KernelFilter(w, padding: .explicit(before: [0], behind: [2])).response(to: input),
        try KernelFilter(w, padding: .explicit(before: [1], behind: [1])).response(to: input),
      ]
    }
    let rules = [
      "preceding, ∗: Σ w[a] x[i − a]", "succeeding, ⊛: Σ w[a] x[i + a]",
      "centred, ⊛: Σ w[a] x[i + a]",
    ]
    let (single, whole) = (try answers(to: sample), try answers(to: x))
    let panels = [("a single 1", sample, single), ("the lecture's numbers", x, whole)].map {
      title, input, answers in
      NumberGrid(
        LectureNumbers.tensor([input.scalars] + answers.map(\.scalars)), title: title,
        rowLabels: ["x[i]"] + rules, columnLabels: (1...x.shape[0]).map { "i = \($0)" },
        marks: [.init(rows: 0..<1, columns: 0..<x.shape[0], color: Theme.okabeIto[0])])
    }
    /// How far apart the two rules are on the lecture's numbers.
    func distance(_ filter: Tensor) throws -> Double {
      LectureNumbers.difference(
        try KernelFilter(filter).response(to: x),
        try KernelFilter(filter, isFlipped: true).response(to: x))
    }
    func part(_ tensor: Tensor, _ range: Range<Int>) -> Tensor {
      Tensor(Array(tensor.scalars[range]))
    }
    let half = Double(w.shape[0]) / 2
    let bounds = (printed: Int((-half).rounded(.down)), meant: -Int(half.rounded(.down)))
    let top = Int(half.rounded(.down))
    return ExhibitFigure(
      "\(name)-line",
      FigureGrid(
        title: "w = [1 2 3] looks back, ahead and to both sides", panels: panels, columns: 1,
        hasLetters: false,
        caption:
          "Beyond the ends are zeros. a runs from 0 to 2, in the centred sum from −1 to 1. The lecture's lower bound of that sum, "
          + "⌊−m/2⌋, is \(Double(bounds.printed).short) for m = 3 and asks for a fourth weight; −⌊m/2⌋ is meant."
      ),
      facts: [
        Fact("δ ∗ w − w, largest difference", LectureNumbers.difference(part(single[0], 3..<6), w)),
        Fact(
          "δ ⊛ w − w turned, largest difference",
          LectureNumbers.difference(part(single[1], 1..<4), Tensor(w.scalars.reversed()))),
        Fact(
          "centred − succeeding moved by one, largest difference",
          LectureNumbers.difference(part(whole[2], 1..<10), part(whole[1], 0..<9))),
        Fact("x ⊛ w − x ∗ w, largest difference", try distance(w)),
        Fact(
          "the same for the lecture's [1 2 1]", try distance(LectureNumbers.filter)),
        .count("terms of the centred sum as printed", top - bounds.printed + 1),
        .count("terms of the centred sum from −⌊m/2⌋", top - bounds.meant + 1),
      ])
  }
}
