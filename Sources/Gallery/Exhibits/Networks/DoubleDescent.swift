import Fovea

/// Test error that falls, rises to a peak where the training samples are just fitted, and falls again.
struct DoubleDescent: Exhibit {
  let name = "double-descent"
  let title = "Double descent: random features"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Least squares on random features of digits, from a few features to far more than there are training pictures; of all \
    exact fits the one of least norm is taken (after Belkin, Hsu, Ma & Mandal 2019), and the right panel shows that norm. \
    At the mark there are just as many features as pictures: the training error reaches zero by the only exact fit there \
    is, a wild one of huge weights, and the test error its peak; further right there are many exact fits, and the smallest \
    grows tamer with every feature.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.digits)
    let count = studio.effort.part(of: 300, least: 60)
    let shares = [0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5, 8, 12]
    let widths = shares.map { Int((Double(count) * $0).rounded()) }
    let seeds = studio.seeds(3, least: 2, for: name)
    let check = test.prefix(studio.effort.part(of: 1000, least: 200))
    var (fitted, tested, norms): ([[Double]], [[Double]], [[Double]]) = ([], [], [])
    for seed in seeds {
      var source = RandomSource(seed: seed, purpose: "sample")
      let part = train.gathering(Array(source.permutation(train.count).prefix(count)))
      let (seen, unseen) = try Self.features(of: [part, check], widths.max() ?? 1, seed: seed)
      let fits = try widths.map { width in
        try LeastSquares(seen.map { Array($0.prefix(width)) }, targets: Self.targets(part))
      }
      fitted.append(fits.map { Self.error($0, seen, part) })
      tested.append(fits.map { Self.error($0, unseen, check) })
      norms.append(fits.map(\.norm))
    }
    func mean(_ runs: [[Double]]) -> [Double] {
      widths.indices.map { index in runs.reduce(0) { $0 + $1[index] } / Double(runs.count) }
    }
    let errors = mean(tested)
    let threshold = widths.firstIndex(of: count) ?? 0
    let peak = errors.indices.max { errors[$0] < errors[$1] } ?? 0
    let valley = errors[..<threshold].indices.min { errors[$0] < errors[$1] } ?? 0
    return [
      ExhibitFigure(
        name, figure(widths, fitted, tested, norms, count, studio.seed),
        facts: [
          .count("training pictures", count), .count("features at the peak", widths[peak]),
          Fact("test error at the peak", errors[peak]),
          .count("features of the best fit before the peak", widths[valley]),
          Fact("test error there", errors[valley]),
          Fact("test error with \(widths.last ?? 0) features", errors.last ?? .nan),
          Fact("training error at the mark", mean(fitted)[threshold]),
          Fact("norm of the weights at the mark", mean(norms)[threshold]),
          Fact("norm with \(widths.last ?? 0) features", mean(norms).last ?? .nan),
        ])
    ]
  }

  private func figure(
    _ widths: [Int], _ fitted: [[Double]], _ tested: [[Double]], _ norms: [[Double]], _ count: Int,
    _ seed: UInt64
  ) -> FigureGrid {
    let x = widths.map(Double.init)
    let mark = MarkedLine.vertical(Double(count), "as many as pictures: \(count)")
    let top = tested.joined().max() ?? 1
    var errors = LineChart(
      title: "squared error", xLabel: "features", yLabel: "mean over pictures",
      xScale: .logarithmic, yScale: .logarithmic, yRange: 0.02...2 * top,
      series: [
        Series(name: "training", x: x, runs: fitted.map { $0.map { max($0, 1e-12) } }),
        Series(name: "test", x: x, runs: tested, showsPoints: true),
      ], marks: [mark])
    errors.plotSize = Size(360, 240)
    var sizes = LineChart(
      title: "norm of the weights", xLabel: "features", yLabel: "norm", xScale: .logarithmic,
      yScale: .logarithmic,
      series: [
        Series(name: "", x: x, runs: norms, color: Theme.standard.color(2), showsPoints: true)
      ], marks: [mark])
    sizes.plotSize = Size(300, 240)
    return FigureGrid(
      title: "Least squares on random features", panels: [errors, sizes],
      caption:
        "\(count) digits of MNIST; a feature is max(0, w·x + b) with w and b drawn by chance and "
        + "kept; ten outputs with targets 0 and 1, the error is summed over them. A training "
        + "error below 0.02 lies below the panel. Means and bands of \(norms.count) draws. Seed "
        + "\(seed).")
  }

  /// What a dense layer that is never trained makes of pictures: a row of features for each.
  private static func features(
    of sets: [ImageSet], _ width: Int, seed: UInt64
  ) throws -> ([[Double]], [[Double]]) {
    let network = try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Flatten()
      Dense("drawn", width)
      ReLU("features")
    }
    let rows = try sets.map { set in
      let values = try network.values(at: ["features"], on: set.images)[0]
      return (0..<set.count).map { row in
        values.scalars[row * width..<(row + 1) * width].map { Double($0) }
      }
    }
    return (rows[0], rows[1])
  }

  private static func targets(_ images: ImageSet) -> [[Double]] {
    images.labels.map { label in (0..<10).map { $0 == label ? 1 : 0 } }
  }

  /// The squared error of the ten outputs, summed over them, on average over pictures.
  private static func error(
    _ map: LeastSquares, _ rows: [[Double]], _ images: ImageSet
  ) -> Double {
    let wanted = targets(images)
    let sum = rows.indices.reduce(0.0) { sum, row in
      let outputs = map.outputs(for: Array(rows[row].prefix(map.weights.count)))
      return sum
        + zip(outputs, wanted[row]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return sum / Double(rows.count)
  }
}
