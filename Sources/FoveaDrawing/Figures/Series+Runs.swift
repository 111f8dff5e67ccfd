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
    let samples = (0..<length).map { index in runs.map { $0[index] } }
    self.init(
      name: name, x: Array(x.prefix(length)), samples: samples, color: color, isDashed: isDashed,
      showsPoints: showsPoints)
    if runs.count == 1 { band = [] }
  }

  /// Creates the means of what was found at each place, with a band from the lowest to the highest of it.
  ///
  /// What is not finite makes a gap in the mean, and is left out of the band.
  ///
  /// - Parameter samples: the numbers found at each place; there may be more of them at one place than at another.
  /// - Precondition: there is a number at each place.
  public init(
    name: String, x: [Double], samples: [[Double]], color: Color? = nil, isDashed: Bool = false,
    showsPoints: Bool = false
  ) {
    precondition(
      x.count == samples.count && samples.allSatisfy { !$0.isEmpty },
      "each of \(x.count) places needs a number")
    let points = x.indices.map { index in
      Point(x[index], samples[index].reduce(0, +) / Double(samples[index].count))
    }
    self.init(
      name: name, points: points, color: color, isDashed: isDashed, showsPoints: showsPoints)
    band = x.indices.compactMap { index in
      let values = samples[index].filter(\.isFinite)
      guard let low = values.min(), let high = values.max() else { return nil }
      return Span(x: x[index], low: low, high: high)
    }
  }
}
