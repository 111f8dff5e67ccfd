/// Where everything in a bar chart lies, found once before it is drawn.
struct BarArrangement {
  let chart: BarChart
  let axis: Axis
  let plot: Size
  let legend: Legend
  let legendCorner: Point
  let frame: FrameLayout
  private let slot: Double
  private let barWidth: Double

  init(_ chart: BarChart) {
    self.chart = chart
    let theme = chart.theme
    let labels = chart.groups.flatMap { $0.values.map { chart.text(of: $0) } }
    let labelWidth = chart.showsValues ? labels.map { theme.tickFont.width(of: $0) }.max() ?? 0 : 0
    axis = Self.axis(of: chart, room: chart.isHorizontal ? labelWidth + 8 : 14)
    let bars = Double(chart.groups.count)
    let least = chart.isHorizontal ? 14 : max(10, chart.showsValues ? labelWidth + 3 : 0)
    let spare = 260 / Double(max(chart.categories.count, 1)) / bars * 0.75
    barWidth = max(least, min(spare, chart.isHorizontal ? 18 : 44)).rounded(.up)
    slot = (barWidth * bars + max(8, barWidth * 0.4)).rounded(.up)
    let across = slot * Double(chart.categories.count)
    plot = chart.isHorizontal ? Size(chart.length * 1.4, across) : Size(across, chart.length)
    var frame = FrameLayout(plot: plot, theme: theme)
    let names = chart.categories.enumerated().map { index, name in
      AxisTick(position: (Double(index) + 0.5) / Double(chart.categories.count), label: name)
    }
    if chart.isHorizontal {
      frame.addBottomTicks(axis.ticks(length: plot.width))
      frame.addLeftTicks(names, growsDown: true)
      frame.reserve(Rectangle(x: -6 - chart.nameWidth, y: 0, width: chart.nameWidth, height: 1))
      frame.addAxisTitles(x: chart.valueLabel, y: chart.categoryLabel)
    } else {
      frame.addBottomTicks(names)
      frame.addLeftTicks(axis.ticks(length: plot.height, spacing: 34))
      frame.addAxisTitles(x: chart.categoryLabel, y: chart.valueLabel)
    }
    frame.addLabels(of: chart.marks, in: PlotArea(x: axis, y: axis, plot: plot, theme: theme))
    legend = Legend(
      chart.groups.enumerated().map { index, group in
        Legend.Entry(name: group.name, color: group.color ?? theme.color(index), sample: .block)
      }, theme: theme)
    legendCorner = Point(frame.bounds.maxX + 8, 0)
    if !legend.entries.isEmpty {
      frame.reserve(
        Rectangle(x: legendCorner.x, y: 0, width: legend.size.width, height: legend.size.height))
    }
    frame.addTitle(chart.title)
    frame.addNotes([], caption: chart.caption)
    self.frame = frame
  }

  /// Zero, all bars and error lines, with room for a label beyond the longest bars.
  private static func axis(of chart: BarChart, room: Double) -> Axis {
    let bars = chart.groups.flatMap { group in
      group.values.enumerated().flatMap { index, value in
        let error = group.errors.isEmpty ? 0 : group.errors[index]
        return [value - error, value + error]
      }
    }.filter(\.isFinite)
    let ends = bars + chart.marks.map(\.value).filter(\.isFinite)
    let low = min(0, chart.range?.lowerBound ?? ends.min() ?? 0)
    var high = max(0, chart.range?.upperBound ?? ends.max() ?? 1)
    if low == high { high = 1 }
    guard chart.range == nil else { return Axis(scale: .linear, range: low...high) }
    let length = chart.isHorizontal ? chart.length * 1.4 : chart.length
    let air = chart.showsValues ? room / max(length - 2 * room, 1) : 0.04
    let span = high - low
    return Axis(
      scale: .linear,
      range: (low < 0 ? low - air * span : 0)...(high > 0 ? high + air * span : 0))
  }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    let area = PlotArea(x: axis, y: axis, plot: plot, theme: chart.theme)
    area.drawGrid(on: canvas, vertical: chart.isHorizontal, horizontal: !chart.isHorizontal)
    for (index, group) in chart.groups.enumerated() {
      for category in group.values.indices { draw(group, index, category, on: canvas) }
    }
    for mark in chart.marks {
      guard let position = axis.position(of: mark.value) else { continue }
      let (x, y) = (position * plot.width, (1 - position) * plot.height)
      canvas.polyline(
        mark.isVertical
          ? [Point(x, 0), Point(x, plot.height)] : [Point(0, y), Point(plot.width, y)],
        Stroke(mark.color ?? chart.theme.ink, width: 1, dashes: [4, 3]))
    }
    area.drawFrame(on: canvas, xTicks: chart.isHorizontal, yTicks: !chart.isHorizontal)
    if let zero = axis.position(of: 0), axis.range.lowerBound < 0 {
      let pen = Stroke(chart.theme.ink, width: 0.8)
      let x = zero * plot.width
      let y = (1 - zero) * plot.height
      canvas.polyline(
        chart.isHorizontal
          ? [Point(x, 0), Point(x, plot.height)] : [Point(0, y), Point(plot.width, y)], pen)
    }
    if !legend.entries.isEmpty { legend.draw(on: canvas, at: legendCorner, framed: false) }
    frame.drawTexts(on: canvas)
  }

  /// The bar between zero and a value.
  func bar(_ value: Double, group: Int, category: Int) -> Rectangle? {
    guard let zero = axis.position(of: 0), let end = axis.position(of: value) else { return nil }
    let bars = barWidth * Double(chart.groups.count)
    let across = (Double(category) + 0.5) * slot - bars / 2 + Double(group) * barWidth
    let from = min(max(min(zero, end), 0), 1)
    let to = min(max(max(zero, end), 0), 1)
    return chart.isHorizontal
      ? Rectangle(
        x: from * plot.width, y: across, width: (to - from) * plot.width, height: barWidth - 1)
      : Rectangle(
        x: across, y: (1 - to) * plot.height, width: barWidth - 1,
        height: (to - from) * plot.height)
  }

  private func draw(_ group: BarChart.Group, _ index: Int, _ category: Int, on canvas: any Canvas) {
    let value = group.values[category]
    let theme = chart.theme
    let isDown = value < 0
    if let bar = bar(value, group: index, category: category) {
      canvas.fill(bar, group.color ?? theme.color(index))
    }
    let error = group.errors.isEmpty ? 0 : group.errors[category]
    if error > 0 { drawError(value, error, index, category, on: canvas) }
    guard chart.showsValues || !value.isFinite else { return }
    // What has no bar is written at zero.
    let tip = value.isFinite ? value + (isDown ? -error : error) : 0
    guard let bar = bar(tip, group: index, category: category) else { return }
    let text = chart.text(of: value)
    let color = value.isFinite ? theme.ink : Color(0xB00020)
    let point: Point
    let style: TextStyle
    if chart.isHorizontal {
      point = Point(isDown ? bar.x - 4 : bar.maxX + 4, bar.midY)
      style = TextStyle(theme.tickFont, color, isDown ? .end : .start, .middle)
    } else {
      point = Point(bar.midX, isDown ? bar.maxY + 3 : bar.y - 3)
      style = TextStyle(theme.tickFont, color, .middle, isDown ? .top : .baseline)
    }
    canvas.draw(text, at: point, style)
  }

  private func drawError(
    _ value: Double, _ error: Double, _ group: Int, _ category: Int, on canvas: any Canvas
  ) {
    guard let bar = bar(value, group: group, category: category),
      let low = axis.position(of: value - error), let high = axis.position(of: value + error)
    else { return }
    let pen = Stroke(chart.theme.ink, width: 0.9)
    if chart.isHorizontal {
      canvas.line(Point(low * plot.width, bar.midY), Point(high * plot.width, bar.midY), pen)
      for x in [low * plot.width, high * plot.width] {
        canvas.line(Point(x, bar.midY - 3), Point(x, bar.midY + 3), pen)
      }
    } else {
      let ends = [(1 - low) * plot.height, (1 - high) * plot.height]
      canvas.line(Point(bar.midX, ends[0]), Point(bar.midX, ends[1]), pen)
      for y in ends { canvas.line(Point(bar.midX - 3, y), Point(bar.midX + 3, y), pen) }
    }
  }
}
