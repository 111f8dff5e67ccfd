import Fovea

/// Why gradients are clipped: the loss of one recurrent unit has a cliff, and a step taken on it leads far away.
struct ClippingCliff: Exhibit {
  let name = "clipping-cliff"
  let title = "A cliff in the loss, with and without clipping"
  let lectures: [Lecture] = [.chopra, .ramakrishnan]
  let explanation = """
    The loss of a single sigmoid unit after 50 steps of h ← σ(w h + b), as a surface over its two weights, with two runs of \
    gradient descent that start at one place (after Pascanu, Mikolov & Bengio 2013). Where the colours change abruptly the \
    gradient explodes: the free run is thrown out of the picture by one step, the run whose gradient is scaled down to a norm \
    of at most 1 stays at the foot of the cliff and goes on learning.
    """

  private let time = 50
  private let target: Float = 0.7
  private let rate = 0.3
  private let limit = 1.0
  private let start = (w: 6.0, b: -2.5)
  private let shown = (w: 3.0...8.0, b: -4.0...0.0)
  private let levels = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let unit = try SigmoidUnit(time: time, target: target)
    let cells = studio.effort.part(of: 90, least: 30)
    let (lowW, lowB) = (shown.w.lowerBound, shown.b.lowerBound)
    let stepW = (shown.w.upperBound - lowW) / Double(cells - 1)
    let stepB = (shown.b.upperBound - lowB) / Double(cells - 1)
    var surface: [Float] = []
    for row in 0..<cells {
      for column in 0..<cells {
        surface.append(
          try unit.loss(w: lowW + stepW * Double(column), b: lowB + stepB * Double(row)).loss)
      }
    }
    let free = try run(unit, clips: false)
    let clipped = try run(unit, clips: true)
    var map = HeatMap(
      values: Tensor(shape: [cells, cells], scalars: surface), title: "the loss's surface",
      xLabel: "recurrent weight w", yLabel: "bias b",
      columns: .numbers(first: lowW, step: stepW), rows: .numbers(first: lowB, step: stepB),
      colorMap: .viridis, unit: "(h₅₀ − 0.7)²")
    map.growsUp = true
    map.plotSize = Size(260, 220)
    let heights = levels.map { $0.short }.joined(separator: ", ")
    let figure = FigureGrid(
      title: title,
      panels: [
        map, path(clipped, free, map.values),
        course("loss", \.loss, clipped, free, .linear),
        course("norm of the gradient", \.norm, clipped, free, .logarithmic, named: false),
      ], columns: 2,
      caption: "Gradient descent with the rate \(rate.short) from w = \(start.w.short), "
        + "b = \(start.b.short); norms are those before clipping. b: grey lines of equal loss, "
        + "\(heights); where they crowd is the cliff, and the free run leaves the picture.")
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          Fact("largest norm of a gradient, clipped run", clipped.map(\.norm).max() ?? .nan),
          Fact("largest norm of a gradient, free run", free.map(\.norm).max() ?? .nan),
          Fact("farthest from the start, clipped run", Self.reach(clipped)),
          Fact("farthest from the start, free run", Self.reach(free)),
          .count("steps of the free run within the picture", inside(free)),
          .count("steps of the clipped run within the picture", inside(clipped)),
          Fact("loss at the start", clipped[0].loss),
          Fact("loss at the end, clipped run", clipped[clipped.count - 1].loss),
          Fact("loss at the end, free run", free[free.count - 1].loss),
        ])
    ]
  }

  /// A moment of a run.
  private struct Moment {
    let w: Double
    let b: Double
    let loss: Double
    let norm: Double
  }

  private func run(_ unit: SigmoidUnit, clips: Bool) throws -> [Moment] {
    var (w, b) = start
    var moments: [Moment] = []
    for _ in 0..<320 {
      let (loss, byW, byB) = try unit.loss(w: w, b: b)
      let norm = (byW * byW + byB * byB).squareRoot()
      moments.append(Moment(w: w, b: b, loss: Double(loss), norm: norm))
      let factor = clips ? min(1, limit / max(norm, 1e-30)) : 1
      w -= rate * factor * byW
      b -= rate * factor * byB
    }
    return moments
  }

  /// The number of places of a run before it first leaves the picture.
  private func inside(_ run: [Moment]) -> Int {
    run.firstIndex { !shown.w.contains($0.w) || !shown.b.contains($0.b) } ?? run.count
  }

  private static func reach(_ run: [Moment]) -> Double {
    run.map {
      (($0.w - run[0].w) * ($0.w - run[0].w) + ($0.b - run[0].b) * ($0.b - run[0].b)).squareRoot()
    }
    .max() ?? .nan
  }

  /// Both runs over lines of equal loss, each up to its first step out of the picture, which the frame cuts off.
  private func path(_ clipped: [Moment], _ free: [Moment], _ surface: Tensor) -> LineChart {
    func series(_ name: String, _ run: [Moment], _ color: Int) -> Series {
      Series(
        name: name, points: run.prefix(inside(run) + 1).map { Point($0.w, $0.b) },
        color: Theme.standard.color(color))
    }
    let contours = levels.flatMap { level in
      ContourLines(of: surface, x: shown.w, y: shown.b, level: level)
        .series(color: Color(0x9A9A9A))
    }
    var chart = LineChart(
      title: "two paths over the weights", xLabel: "recurrent weight w", yLabel: "bias b",
      xRange: shown.w, yRange: shown.b,
      series: contours + [series("clipped", clipped, 0), series("not clipped", free, 1)])
    chart.plotSize = Size(260, 220)
    return chart
  }

  private func course(
    _ title: String, _ value: KeyPath<Moment, Double>, _ clipped: [Moment], _ free: [Moment],
    _ scale: AxisScale, named: Bool = true
  ) -> LineChart {
    var chart = LineChart(
      title: title, xLabel: "step", yLabel: title, yScale: scale,
      yRange: scale == .logarithmic ? 1e-4...1e3 : nil,
      series: [
        Series(name: named ? "clipped" : "", values: clipped.map { $0[keyPath: value] }),
        Series(name: named ? "not clipped" : "", values: free.map { $0[keyPath: value] }),
      ])
    chart.plotSize = Size(260, 160)
    return chart
  }
}
