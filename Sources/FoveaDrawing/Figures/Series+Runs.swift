extension Series {
  /// Creates the mean of several runs, with a band from the lowest to the highest of them.
  ///
  /// Runs of unequal length are taken as far as the shortest; what is not finite in one run makes a gap in the mean, and
  /// is left out of the band.
  ///
  /// - Parameters:
  ///   - x: the places, one for each number of a run; further ones are left out.
  ///   - runs: the numbers of each run.
  /// - Precondition: there is a run, and there are as many places as numbers or more.
  public init(
    name: String, x: [Double], runs: [[Double]], color: Color? = nil, isDashed: Bool = false,
    showsPoints: Bool = false
  ) {
    precondition(!runs.isEmpty, "the mean of no runs has no numbers")
    let length = runs.map(\.count).min() ?? 0
    precondition(length <= x.count, "\(length) numbers do not fit \(x.count) places")
    let points = (0..<length).map { index in
      Point(x[index], runs.reduce(0) { $0 + $1[index] } / Double(runs.count))
    }
    self.init(
      name: name, points: points, color: color, isDashed: isDashed, showsPoints: showsPoints)
    guard runs.count > 1 else { return }
    band = (0..<length).compactMap { index in
      let values = runs.map { $0[index] }.filter(\.isFinite)
      guard let low = values.min(), let high = values.max() else { return nil }
      return Span(x: x[index], low: low, high: high)
    }
  }
}
