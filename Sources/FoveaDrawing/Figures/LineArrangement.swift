/// Where everything in a line chart lies, found once before it is drawn.
struct LineArrangement {
  /// One series in the plot's coordinates.
  struct Trace {
    var color: Color
    var dashes: [Double]
    var band: [Point]
    var raw: [[Point]]
    var smooth: [[Point]]
    var edges: [(mark: EdgeMark, at: Point)]
    var showsPoints: Bool
    var width: Double
  }

  let chart: LineChart
  let area: PlotArea
  let traces: [Trace]
  let legend: Legend
  let legendCorner: Point
  let isLegendInside: Bool
  let frame: FrameLayout

  init(_ chart: LineChart) {
    self.chart = chart
    let area = Self.area(of: chart)
    let traces = chart.series.enumerated().map { Self.trace($1, index: $0, area, chart.theme) }
    let legend = Self.legend(of: chart, traces)
    var frame = FrameLayout(plot: chart.plotSize, theme: chart.theme)
    frame.addBottomTicks(area.xTicks)
    frame.addLeftTicks(area.yTicks)
    frame.addAxisTitles(x: chart.xLabel, y: chart.yLabel)
    frame.addLabels(of: chart.marks, in: area)
    let drawn = Self.drawn(traces, chart.marks, area)
    let inside =
      legend.entries.isEmpty ? .zero : legend.freeCorner(in: chart.plotSize, drawn: drawn)
    legendCorner = inside ?? Point(frame.bounds.maxX + 12, 0)
    isLegendInside = inside != nil
    if inside == nil {
      frame.reserve(
        Rectangle(
          x: legendCorner.x, y: legendCorner.y, width: legend.size.width, height: legend.size.height
        ))
    }
    frame.addTitle(chart.title)
    let kinds = Set(traces.flatMap { $0.edges.map(\.mark) })
    let notes = EdgeMark.allCases.filter { kinds.contains($0) }.map(\.note)
    frame.addNotes(notes.isEmpty ? [] : [notes.joined(separator: "  ·  ")], caption: chart.caption)
    self.area = area
    self.traces = traces
    self.legend = legend
    self.frame = frame
  }

  private static func area(of chart: LineChart) -> PlotArea {
    let xs = chart.series.lazy.flatMap { $0.points.map(\.x) }
    let ys = chart.series.lazy.flatMap { series in
      series.points.map(\.y) + series.band.flatMap { [$0.low, $0.high] }
    }
    let marked = (
      x: chart.marks.filter(\.isVertical).map(\.value),
      y: chart.marks.filter { !$0.isVertical }.map(\.value)
    )
    let isCounting = xs.allSatisfy { $0 == $0.rounded() }
    return PlotArea(
      x: Axis.fit(Array(xs) + marked.x, chart.xScale, padding: 0.02, range: chart.xRange),
      y: Axis.fit(Array(ys) + marked.y, chart.yScale, range: chart.yRange), plot: chart.plotSize,
      theme: chart.theme, isCounting: isCounting, xStep: chart.xStep)
  }

  private static func trace(
    _ series: Series, index: Int, _ area: PlotArea, _ theme: Theme
  ) -> Trace {
    Trace(
      color: series.color ?? theme.color(index),
      dashes: series.isDashed ? [5, 3] : series.color == nil ? theme.dashes(index) : [],
      band: outline(of: series.band, area),
      raw: area.runs(series.points),
      smooth: series.smoothing > 0 ? area.runs(series.smoothed) : [],
      edges: edgeMarks(of: series.points, in: area), showsPoints: series.showsPoints,
      width: series.width)
  }

  /// The band's outline; on a logarithmic axis what lies at zero or less ends at the lower end.
  private static func outline(of band: [Series.Span], _ area: PlotArea) -> [Point] {
    let floor = area.y.range.lowerBound
    func place(_ x: Double, _ y: Double) -> Point? {
      area.place(Point(x, area.y.excludes(y) ? floor : y))
    }
    let complete = band.compactMap { span in
      place(span.x, span.high).flatMap { high in
        place(span.x, span.low).map { low in (high: high, low: low) }
      }
    }
    return complete.map(\.high) + complete.reversed().map(\.low)
  }

  private static func legend(of chart: LineChart, _ traces: [Trace]) -> Legend {
    let entries = zip(chart.series, traces).map { series, trace in
      Legend.Entry(
        name: series.name, color: trace.color,
        sample: .line(width: trace.width, dashes: trace.dashes))
    }
    return Legend(entries, theme: chart.theme)
  }

  /// Everything that a legend might hide.
  private static func drawn(
    _ traces: [Trace], _ marks: [MarkedLine], _ area: PlotArea
  ) -> [[Point]] {
    let lines = marks.compactMap { ends(of: $0, area) }.map { [$0.0, $0.1] }
    return lines
      + traces.flatMap { trace in
        trace.raw + trace.smooth + [trace.band] + trace.edges.map { [$0.at] }
      }
  }

  private static func ends(of mark: MarkedLine, _ area: PlotArea) -> (Point, Point)? {
    let axis = mark.isVertical ? area.x : area.y
    guard let position = axis.position(of: mark.value), (0...1).contains(position) else {
      return nil
    }
    let across = position * area.plot.width
    let down = (1 - position) * area.plot.height
    return mark.isVertical
      ? (Point(across, 0), Point(across, area.plot.height))
      : (Point(0, down), Point(area.plot.width, down))
  }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    area.drawGrid(on: canvas)
    let inside = Rectangle(x: 0, y: 0, width: area.plot.width, height: area.plot.height)
    canvas.within(clip: inside) {
      for trace in traces { canvas.fill(.polygon(trace.band), trace.color.opacity(0.18)) }
      for mark in chart.marks {
        guard let (from, to) = Self.ends(of: mark, area) else { continue }
        canvas.line(
          from, to, Stroke(mark.color ?? chart.theme.quietInk, width: 1, dashes: [4, 3]))
      }
      for trace in traces where !trace.smooth.isEmpty {
        var pale = Stroke(trace.color.opacity(0.35), width: 0.8)
        pale.isCoarse = true
        draw(trace.raw, pale, on: canvas)
      }
      for trace in traces {
        let lines = trace.smooth.isEmpty ? trace.raw : trace.smooth
        draw(lines, Stroke(trace.color, width: trace.width, dashes: trace.dashes), on: canvas)
      }
    }
    area.drawFrame(on: canvas)
    for trace in traces {
      // Whole markers, also where a point lies on the frame.
      let points = trace.showsPoints ? trace.raw.joined().filter { inside.contains($0) } : []
      canvas.draw(points.map { PlacedMarker(.circle, at: $0, trace.color) })
      for edge in trace.edges {
        canvas.marker(edge.mark.marker, at: edge.at, radius: 3.2, trace.color)
      }
    }
    if !legend.entries.isEmpty {
      legend.draw(on: canvas, at: legendCorner, framed: isLegendInside)
    }
    frame.drawTexts(on: canvas)
  }

  /// Draws runs as lines, and a run of one point as a dot, which a line would not show.
  private func draw(_ runs: [[Point]], _ stroke: Stroke, on canvas: any Canvas) {
    for run in runs {
      if run.count == 1 {
        canvas.circle(run[0], radius: stroke.width * 1.4, stroke.color)
      } else {
        canvas.polyline(run, stroke)
      }
    }
  }
}

extension FrameLayout {
  /// Adds the labels of marked lines outside of the frame, moved apart where they would touch.
  mutating func addLabels(of marks: [MarkedLine], in area: PlotArea) {
    let font = theme.tickFont
    var lowest = -Double.infinity
    let across = marks.filter { !$0.isVertical && !$0.label.isEmpty }
      .sorted { $0.value > $1.value }
    for mark in across {
      guard let position = area.y.position(of: mark.value), (0...1).contains(position) else {
        continue
      }
      let y = max((1 - position) * plot.height, lowest + font.lineHeight)
      lowest = y
      add(
        font.fitting(mark.label, width: 140), at: Point(plot.width + 5, y),
        TextStyle(font, mark.color ?? theme.quietInk, .start, .middle))
    }
    var rows: [Double] = []
    for mark in marks.filter({ $0.isVertical && !$0.label.isEmpty }).sorted(by: {
      $0.value < $1.value
    }) {
      guard let position = area.x.position(of: mark.value), (0...1).contains(position) else {
        continue
      }
      let style = TextStyle(font, mark.color ?? theme.quietInk, .middle, .bottom)
      let x = position * plot.width
      let box = style.bounds(of: mark.label, at: Point(x, 0))
      let row = rows.firstIndex { $0 + 6 < box.x } ?? rows.count
      if row == rows.count { rows.append(box.maxX) } else { rows[row] = box.maxX }
      add(mark.label, at: Point(x, -4 - Double(row) * font.lineHeight), style)
    }
  }
}
