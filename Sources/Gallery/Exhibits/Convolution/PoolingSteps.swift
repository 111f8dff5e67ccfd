import Fovea

/// The lecture's pooling of five numbers in windows of three, and of 5×5 in windows of 3×3.
struct PoolingSteps: Exhibit {
  let name = "pooling-steps"
  let title = "Max pooling, step by step"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan]
  let explanation = """
    A window of three over five numbers gives three maxima with stride 1 and two with stride 2, which the lecture gives as \
    [6 8], and a window of 3×3 over 5×5 gives 3×3. The lecture's five numbers are on a picture that its text lacks, so the \
    engine pooled all 59,049 rows of the digits 0 to 8, and the first of the fitting ones with five different digits is shown.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] { [try line(), try plane()] }

  private static func pool(_ input: Tensor, stride: Int) throws -> Tensor {
    let network = try Network(input: NetworkInput(element: [1, 5])) {
      Apply(
        "pool",
        Pooling(
          .max, window: Window(kernel: [3], stride: [stride], dilation: [1], border: .valid)))
    }
    return try network.plainAnswer(to: input)
  }

  /// All rows of five digits from 0 to 8.
  private static var rows: Tensor {
    var scalars: [Float] = []
    scalars.reserveCapacity(59_049 * 5)
    for number in 0..<59_049 {
      var rest = number
      var digits = [Float](repeating: 0, count: 5)
      for place in (0..<5).reversed() {
        digits[place] = Float(rest % 9)
        rest /= 9
      }
      scalars += digits
    }
    return Tensor(shape: [59_049, 1, 5], scalars: scalars)
  }

  private func line() throws -> ExhibitFigure {
    let rows = Self.rows
    let pooled = try Self.pool(rows, stride: 2).scalars
    let fitting = (0..<rows.shape[0]).filter { pooled[2 * $0] == 6 && pooled[2 * $0 + 1] == 8 }
    let distinct = fitting.first { Set(rows.element($0).scalars).count == 5 }
    guard let chosen = distinct else {
      throw FoveaError("no row of five different digits pools to [6 8]")
    }
    let row = rows[chosen..<chosen + 1]
    let input = Tensor(row.scalars)
    let results = try [1, 2].map { Tensor(try Self.pool(row, stride: $0).scalars) }
    var panels: [any Figure] = []
    for (index, result) in results.enumerated() {
      let steps = try WindowSteps(
        over: input, extent: [1, 3], stride: index + 1, result: result)
      panels += (0..<steps.count).map { place in
        steps.figure(place, title: "stride \(index + 1), place \(place + 1)")
      }
    }
    return ExhibitFigure(
      "\(name)-line",
      FigureGrid(
        title: "Five numbers, a window of three", panels: panels, columns: 3, hasLetters: false,
        caption: "(M − P)/S + 1 is 3 with stride 1 and 2 with stride 2."),
      facts: results[0].scalars.enumerated().map { Fact("stride 1: number \($0 + 1)", Double($1)) }
        + results[1].scalars.enumerated().map { Fact("stride 2: number \($0 + 1)", Double($1)) }
        + [
          .count("rows of five digits", rows.shape[0]),
          .count("of them with [6 8] at stride 2", fitting.count),
        ])
  }

  private func plane() throws -> ExhibitFigure {
    let network = try Network(input: .image(channels: 1, height: 5, width: 5)) {
      MaxPool2D("pool", kernel: 3, stride: 1)
    }
    let result = try network.plainAnswer(to: LectureNumbers.matrix.reshaped(to: [1, 1, 5, 5]))
      .reshaped(to: [3, 3])
    let steps = try WindowSteps(over: LectureNumbers.matrix, extent: [3, 3], result: result)
    return ExhibitFigure(
      "\(name)-plane",
      FigureGrid(
        title: "5×5 numbers, a window of 3×3", panels: (0..<steps.count).map { steps.figure($0) },
        columns: 3, hasLetters: false,
        caption:
          "The lecture lets pooling take every M×N×3 patch, the whole image; P×Q×1, the window in each channel, is meant, as "
          + "its output size says."),
      facts: [
        .count("side of the result", result.shape[0]),
        Fact("sum of the maxima", result.scalars.reduce(0) { $0 + Double($1) }),
      ])
  }
}
