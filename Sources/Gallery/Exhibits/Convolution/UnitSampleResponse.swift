import Fovea

/// A signal as a sum of shifted unit samples, and its response as the sum of theirs.
struct UnitSampleResponse: Exhibit {
  let name = "unit-sample-response"
  let title = "Unit samples and their responses"
  let lectures: [Lecture] = [.ma]
  let explanation = """
    Left, a signal is taken apart into unit samples, each shifted to its place k and scaled by x[k]; right, what the system \
    makes of each of them: the unit-sample response h, shifted and scaled alike. Each column's sum is the last row: on the \
    left the signal again, on the right the same as the system's answer to the whole signal.
    """

  /// The places of the signal, and those of the table.
  private static let k = -2...2
  private static let n = -2...4

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let x: [Float] = [2, -1, 3, 1, -2]
    let count = Self.n.count
    // The signal's parts, the signal itself, and the unit sample at 0: one batch through the system.
    var batch = Tensor.zeros([x.count + 2, 1, count])
    for (index, value) in x.enumerated() {
      batch[index, 0, index] = value
      batch[x.count, 0, index] = value
    }
    batch[x.count + 1, 0, -Self.n.lowerBound] = 1
    let network = try Network(input: NetworkInput(element: [1, count])) {
      KernelFilter(
        "system", LectureNumbers.response, isFlipped: true,
        padding: .explicit(before: [2], behind: [0]))
    }
    let answers = try network.answer(to: batch, allowsWinograd: false)
    func rows(_ tensor: Tensor) -> Tensor { tensor.reshaped(to: [tensor.shape[0], count]) }
    let parts = rows(batch[0..<x.count])
    let responses = rows(answers[0..<x.count])
    let sums = (Self.sum(parts), Self.sum(responses))
    let h = answers.element(x.count + 1).scalars.dropFirst(-Self.n.lowerBound).prefix(3)
    return [
      ExhibitFigure(
        name,
        Equation(
          [
            Self.table(parts, sums.0, "signal", { "x[\(Double($0).short)] δ[n\(Self.minus($0))]" }),
            Self.table(
              responses, sums.1, "response", { "x[\(Double($0).short)] h[n\(Self.minus($0))]" }),
          ], signs: ["→"], title: "The response to a sum is the sum of the responses",
          caption: "h = [3 2 1], as in the lecture, read off the system's answer to δ[n]."),
        facts: [
          Fact(
            "sum of the parts − signal, largest difference",
            LectureNumbers.difference(sums.0, Tensor(batch.element(x.count).scalars))),
          Fact(
            "sum of the responses − response to the signal, largest difference",
            LectureNumbers.difference(sums.1, Tensor(answers.element(x.count).scalars))),
        ] + h.enumerated().map { Fact("h[\($0)]", Double($1)) })
    ]
  }

  private static func minus(_ k: Int) -> String {
    k == 0 ? "" : k < 0 ? " + \(-k)" : " − \(k)"
  }

  private static func sum(_ rows: Tensor) -> Tensor {
    Tensor((0..<rows.shape[1]).map { n in (0..<rows.shape[0]).reduce(0) { $0 + rows[$1, n] } })
  }

  private static func table(
    _ rows: Tensor, _ sum: Tensor, _ title: String, _ label: (Int) -> String
  ) -> NumberGrid {
    let scale = ColorScale(.symmetric, range: -15...15)
    var grid = NumberGrid(
      Tensor(shape: [rows.shape[0] + 1, rows.shape[1]], scalars: rows.scalars + sum.scalars),
      title: title, columnLabels: n.map { "n = \(Double($0).short)" }, scale: scale)
    grid.rowLabels = k.map(label) + ["sum"]
    for row in 0..<rows.shape[0] {
      for column in 0..<rows.shape[1] where rows[row, column] == 0 {
        grid.cells[row][column] = .empty
      }
    }
    grid.marks = [
      .init(
        rows: rows.shape[0]..<rows.shape[0] + 1, columns: 0..<rows.shape[1],
        color: Theme.okabeIto[1], isTinted: false)
    ]
    return grid
  }
}
