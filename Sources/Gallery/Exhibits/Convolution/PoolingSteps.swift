import Fovea

/// The lecture's pooling of five numbers in windows of three, and of 5×5×3 in windows of 3×3 and through the depth.
struct PoolingSteps: Exhibit {
  let name = "pooling-steps"
  let title = "Max pooling, step by step"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan]
  let explanation = """
    A window of three over five numbers gives three maxima with stride 1 and two with stride 2, which the lecture gives as \
    [6 8], and a window of 3×3 over 5×5×3 gives 3×3×3, or 3×3×1 where it goes through the depth as the lecture's does. The \
    lecture's five numbers are on a picture that its text lacks, so the engine pooled all 59,049 rows of the digits 0 to 8, and \
    the first of the fitting ones with five different digits is shown.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] { [try line(), try volume()] }

  private static func pool(_ input: Tensor, stride: Int) throws -> Tensor {
    let network = try Network(input: NetworkInput(element: [1, 5])) {
      Apply(
        "pool",
        Pooling(
          .max, window: Window(kernel: [3], stride: [stride], dilation: [1], border: .valid)))
    }
    return try network.answer(to: input, allowsWinograd: false)
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

  private func volume() throws -> ExhibitFigure {
    // 26 and 75 have no common divisor: each number from 1 to 75 comes once.
    let volume = Tensor(shape: [3, 5, 5], scalars: (0..<75).map { Float(26 * $0 % 75 + 1) })
    let layer = try Network(input: .image(channels: 3, height: 5, width: 5)) {
      MaxPool2D("pool", kernel: 3, stride: 1)
    }
    let apart = try layer.answer(to: volume.reshaped(to: [1, 3, 5, 5]), allowsWinograd: false)
      .element(0)
    let deep = try Network(input: NetworkInput(element: [1, 3, 5, 5])) {
      Apply(
        "pool",
        Pooling(
          .max,
          window: Window(
            kernel: [3, 3, 3], stride: [1, 1, 1], dilation: [1, 1, 1], border: .valid)))
    }
    let through = try deep.answer(to: volume.reshaped(to: [1, 1, 3, 5, 5]), allowsWinograd: false)
      .element(0).element(0)
    let largest = (0..<9).map { place in
      (0..<3).map { apart.scalars[9 * $0 + place] }.max() ?? .nan
    }
    let origins = (0..<9).flatMap { place in
      (0..<3).filter { apart.scalars[9 * $0 + place] == largest[place] }
    }
    let colors = ["red", "green", "blue"]
    let figure = Equation(
      [
        FigureGrid.slices(of: volume, { colors[$0] }, window: 0..<3, side: 3, at: (1, 2)),
        FigureGrid.slices(
          of: apart, { "maxima of \(colors[$0])" }, window: 0..<3, side: 1, at: (1, 2)),
        FigureGrid.slices(
          of: through, { _ in "through the depth" }, window: 0..<1, side: 1, at: (1, 2)),
      ], signs: ["→", "→"], title: "5×5×3 numbers, a window of 3×3 or 3×3×3",
      caption:
        "The lecture takes its maximum through all three channels, so that 5×5×3 becomes 3×3×1. Pooling layers of networks "
        + "end one step before and treat each channel by itself: 3×3×3.")
    return ExhibitFigure(
      "\(name)-volume", figure,
      facts: [
        .count("maxima of single channels", apart.shape.count),
        .count("maxima through the depth", through.shape.count),
        .count("different ones among these", Set(through.scalars).count),
        .count("channels that these come from", Set(origins).count),
        Fact("maximum through the depth at row 2, column 3", Double(through[0, 1, 2])),
        Fact(
          "through the depth − largest of the channels, largest difference",
          LectureNumbers.difference(through, Tensor(shape: [1, 3, 3], scalars: largest))),
      ])
  }
}
