import Fovea

/// The convolution of two short sequences as signal processing draws it: one of them reversed and slid.
struct LTITable: Exhibit {
  let name = "lti-table"
  let title = "The output of a linear time-invariant system"
  let lectures: [Lecture] = [.chopra, .ma]
  let explanation = """
    The input x = [3 1 2] meets the unit-sample response h = [3 2 1]: h is reversed and slides from left to right, and where \
    the two overlap, products are summed to y[n]. The outlined columns are the overlap; it grows to three products and \
    shrinks to none, so five outputs are not zero: 9, 9, 11, 5 and 2.
    """

  private let places = -2...5

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (x, h) = (LectureNumbers.signal, LectureNumbers.response)
    // One zero more behind than a full convolution has, for the lecture's y[5].
    let wide = KernelFilter(h, isFlipped: true, padding: .explicit(before: [2], behind: [3]))
    let y = try wide.response(to: x)
    let full = try KernelFilter(h, isFlipped: true, padding: .full).response(to: x)
    let steps = y.scalars.indices.map { step($0, x, h, y: y.scalars[$0]) }
    return [
      ExhibitFigure(
        "\(name)-steps",
        FigureGrid(
          title: "y[n] = Σ x[k] h[n − k]", panels: steps, columns: 2, hasLetters: false,
          caption: "k runs from −2, one less than the length of h below zero, to 5."),
        facts: y.scalars.enumerated().map { Fact("y[\($0)]", Double($1)) } + [
          Fact(
            "largest difference from the lecture's values",
            LectureNumbers.difference(y, LectureNumbers.output)),
          .count("length of the full convolution", full.shape[0]),
        ]),
      ExhibitFigure("\(name)-whole", whole(x, h, y)),
    ]
  }

  /// The numbers of a sequence whose first element lies at `start`; nothing elsewhere.
  private func row(_ values: [Float], from start: Int) -> [NumberGrid.Cell] {
    places.map { place in
      values.indices.contains(place - start) ? NumberGrid.Cell(values[place - start]) : .empty
    }
  }

  private var heads: [String] { places.map { "\(Double($0).short)" } }

  private func step(_ n: Int, _ x: Tensor, _ h: Tensor, y: Float) -> NumberGrid {
    let overlap = (max(0, n - 2)..<max(max(0, n - 2), min(3, n + 1)))
    let products = overlap.map { x.scalars[$0] * h.scalars[n - $0] }
    let terms = overlap.map { "\(Double(x.scalars[$0]).short)·\(Double(h.scalars[n - $0]).short)" }
    let value = Double(y).short
    let sum =
      terms.isEmpty ? "\(value) (no overlap)" : "\(terms.joined(separator: " + ")) = \(value)"
    var grid = NumberGrid(
      [
        row(x.scalars, from: 0), row(h.scalars.reversed(), from: n - 2),
        row(products, from: overlap.lowerBound),
      ],
      title: "y[\(n)] = \(sum)",
      rowLabels: ["x[k]", n == 0 ? "h[−k]" : "h[\(n)−k]", "product"], columnLabels: heads)
    if !overlap.isEmpty {
      let first = overlap.lowerBound - places.lowerBound
      grid.marks = [
        .init(rows: 0..<3, columns: first..<first + overlap.count, color: Theme.okabeIto[0])
      ]
    }
    return grid
  }

  private func whole(_ x: Tensor, _ h: Tensor, _ y: Tensor) -> NumberGrid {
    var rows = [row(x.scalars, from: 0) + [.nothing, .nothing]]
    var marks: [NumberGrid.Mark] = [
      .init(rows: 0..<1, columns: 2..<5, color: Theme.okabeIto[0])
    ]
    for (n, value) in y.scalars.enumerated() {
      rows.append(row(h.scalars.reversed(), from: n - 2) + [.nothing, NumberGrid.Cell(value)])
      marks.append(.init(row: n + 1, column: places.count + 1, color: Theme.okabeIto[1]))
    }
    return NumberGrid(
      rows, title: "[3 1 2] ∗ [3 2 1]",
      rowLabels: ["x[k]"] + y.scalars.indices.map { $0 == 0 ? "h[−k]" : "h[\($0)−k]" },
      columnLabels: heads + ["", "y[n]"], marks: marks,
      caption: "Each row times the first, summed, is the number at its end.")
  }
}
