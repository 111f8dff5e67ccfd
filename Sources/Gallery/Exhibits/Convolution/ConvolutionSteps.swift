import Fovea

/// The lecture's two examples of a convolution by hand, place by place.
struct ConvolutionSteps: Exhibit {
  let name = "convolution-steps"
  let title = "A convolution, step by step"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey]
  let explanation = """
    A kernel slides over a row and over a matrix: at each place the numbers below it are multiplied with its weights (the \
    small figures) and summed. The outlined window gives the outlined result; eight places of ten numbers and nine of \
    twenty-five give all results, which are smaller by the kernel's extent less one.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] { [try line(), try plane()] }

  private func line() throws -> ExhibitFigure {
    let filter = KernelFilter("u", LectureNumbers.filter)
    let result = try filter.response(to: LectureNumbers.vector)
    let steps = try WindowSteps(
      over: LectureNumbers.vector, kernel: LectureNumbers.filter, result: result)
    let figure = FigureGrid(
      title: "x ⊛ w with w = [1 2 1]",
      panels: (0..<steps.count).map { steps.figure($0, caption: "u\($0 + 1) = \(steps.sum($0))") },
      columns: 1, hasLetters: false,
      caption:
        "The lecture leaves the eight results to the listener. Its filter is symmetric: here correlation and "
        + "convolution are the same.")
    let facts = result.scalars.enumerated().map { Fact("u\($0 + 1)", Double($1)) }
    return ExhibitFigure("\(name)-line", figure, facts: facts)
  }

  private func plane() throws -> ExhibitFigure {
    let result = try KernelFilter("u", LectureNumbers.kernel).response(to: LectureNumbers.matrix)
    let steps = try WindowSteps(
      over: LectureNumbers.matrix, kernel: LectureNumbers.kernel, result: result)
    let figure = FigureGrid(
      title: "A 3×3 kernel on a 5×5 matrix", panels: (0..<steps.count).map { steps.figure($0) },
      columns: 3, hasLetters: false,
      caption:
        "The small figures are the kernel's weights. All nine results are the lecture's."
    )
    return ExhibitFigure(
      "\(name)-plane", figure,
      facts: [
        Fact(
          "largest difference from the lecture's result",
          LectureNumbers.difference(result, LectureNumbers.result)),
        Fact("sum of all results", result.scalars.reduce(0) { $0 + Double($1) }),
      ])
  }
}
