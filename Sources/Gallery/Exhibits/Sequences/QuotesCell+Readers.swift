import Fovea

extension QuotesCell {
  /// Two ways to read from cells whether a quotation is open: by the best of them, and by all (Alain & Bengio 2016).
  struct Readers {
    /// The cell that goes along best.
    let cell: Int
    /// −1 where the cell falls when quotations begin: turned, so that above 0 always means inside.
    let sign: Float
    /// How many cells there are.
    let count: Int
    /// For each way the middle between what it says inside and outside, where it was fitted.
    let middles: [Float]
    private let weights: [Float]

    /// Picks and fits on `[characters, cells]` and 1 for each character that is inside.
    init(_ cells: Tensor, inside: [Float]) throws(FoveaError) {
      let search = try CellSearch(cells, feature: inside)
      let width = cells.shape[1]
      // Neighbouring letters say nearly the same; a fourth of them fits as well.
      let rows = Array(stride(from: 0, to: inside.count, by: 4))
      let features = rows.map { row in
        (0..<width).map { Double(cells.scalars[row * width + $0]) } + [1]
      }
      // Some cells hardly ever move: without a price on weights (Hoerl & Kennard 1970) theirs would be huge and fit noise.
      let price = (0.01 * Double(rows.count)).squareRoot()
      let priced = (0..<width).map { own in (0...width).map { $0 == own ? price : 0 } }
      let fit = try LeastSquares(
        features + priced,
        targets: rows.map { [Double(2 * inside[$0] - 1)] } + priced.map { _ in [0] })
      let sign: Float = search.correlations[search.best] < 0 ? -1 : 1
      let weights = fit.weights.map { Float($0[0]) }
      cell = search.best
      self.sign = sign
      count = width
      self.weights = weights
      middles = Self.tell(cells, cell: search.best, sign, weights).map { values in
        (Score.mean(values, inside, of: 1) + Score.mean(values, inside, of: 0)) / 2
      }
    }

    /// For each way what it says of each character.
    func tell(_ cells: Tensor) -> [[Float]] { Self.tell(cells, cell: cell, sign, weights) }

    private static func tell(
      _ cells: Tensor, cell: Int, _ sign: Float, _ weights: [Float]
    ) -> [[Float]] {
      let (scalars, count) = (cells.scalars, cells.shape[1])
      let own = (0..<cells.shape[0]).map { sign * scalars[$0 * count + cell] }
      let all = (0..<cells.shape[0]).map { row in
        var sum = weights[count]
        for column in 0..<count { sum += weights[column] * scalars[row * count + column] }
        return sum
      }
      return [own, all]
    }
  }

  /// How well numbers tell what is inside.
  struct Score {
    /// Pearson's r with the marks.
    let correlation: Double
    /// The mean of the shares of inner characters above the middle and of outer ones below it.
    let balanced: Double

    init(_ values: [Float], _ marks: [Float], middle: Float) {
      correlation = Tensor(values).correlation(with: Tensor(marks))
      let above = values.map { $0 > middle ? Float(1) : 0 }
      balanced =
        Double(
          Self.mean(above, marks, of: 1) + 1 - Self.mean(above, marks, of: 0)) / 2
    }

    /// The mean of the values of those characters that bear a mark.
    static func mean(_ values: [Float], _ marks: [Float], of mark: Float) -> Float {
      let own = zip(values, marks).filter { $1 == mark }.map(\.0)
      return own.reduce(0, +) / Float(max(1, own.count))
    }
  }
}
