/// The inside of a chart: two axes and the rectangle from (0, 0) to `plot` that they span.
struct PlotArea {
  var x: Axis
  var y: Axis
  var plot: Size
  var theme: Theme
  /// Whether the x axis counts something.
  var isCounting = false
  /// The distance of the ticks on the x axis, where somebody asks for one.
  var xStep: Double?

  var xTicks: [AxisTick] {
    xStep.map { x.ticks(every: $0) } ?? x.ticks(length: plot.width, wholeNumbers: isCounting)
  }
  var yTicks: [AxisTick] { y.ticks(length: plot.height, spacing: 34) }

  /// Where a pair of numbers lies, or `nil` where an axis has no place for it.
  func place(_ point: Point) -> Point? {
    guard let across = x.position(of: point.x), let up = y.position(of: point.y) else { return nil }
    return Point(across * plot.width, (1 - up) * plot.height)
  }

  /// Where a number that has a place on the x axis only would lie: at the bottom or the top.
  func edge(x value: Double, top: Bool) -> Point? {
    guard let across = x.position(of: value), (0...1).contains(across) else { return nil }
    return Point(across * plot.width, top ? 0 : plot.height)
  }

  /// The points that have a place, in runs without gaps.
  func runs(_ points: [Point]) -> [[Point]] {
    var runs: [[Point]] = []
    var run: [Point] = []
    for point in points {
      if let place = place(point) {
        run.append(place)
      } else if !run.isEmpty {
        runs.append(run)
        run = []
      }
    }
    return run.isEmpty ? runs : runs + [run]
  }

  /// Draws grid lines behind what comes next.
  func drawGrid(on canvas: any Canvas, vertical: Bool = true, horizontal: Bool = true) {
    let pen = Stroke(theme.grid, width: 0.7)
    if vertical {
      for tick in xTicks where !tick.label.isEmpty && (0...1).contains(tick.position) {
        let x = tick.position * plot.width
        canvas.line(Point(x, 0), Point(x, plot.height), pen)
      }
    }
    if horizontal {
      for tick in yTicks where !tick.label.isEmpty && (0...1).contains(tick.position) {
        let y = (1 - tick.position) * plot.height
        canvas.line(Point(0, y), Point(plot.width, y), pen)
      }
    }
  }

  /// Draws the frame and its ticks over what came before.
  func drawFrame(on canvas: any Canvas, xTicks: Bool = true, yTicks: Bool = true) {
    let pen = Stroke(theme.ink, width: 0.8)
    canvas.stroke(Rectangle(x: 0, y: 0, width: plot.width, height: plot.height), pen)
    if xTicks {
      for tick in self.xTicks {
        let x = tick.position * plot.width
        canvas.line(
          Point(x, plot.height), Point(x, plot.height + (tick.label.isEmpty ? 2 : 3.5)), pen)
      }
    }
    if yTicks {
      for tick in self.yTicks {
        let y = (1 - tick.position) * plot.height
        canvas.line(Point(tick.label.isEmpty ? -2 : -3.5, y), Point(0, y), pen)
      }
    }
  }
}

extension Axis {
  /// Ticks at the multiples of a number that lie on the axis; none where there would be more than a thousand.
  func ticks(every step: Double) -> [AxisTick] {
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first < 1000, max(abs(first), abs(last)) < 1e15 else { return [] }
    return (Int(first)...Int(last)).compactMap { index in
      let value = Double(index) * step
      return position(of: value).map { AxisTick(position: $0, label: value.short) }
    }
  }
}
