/// Where everything in a scatter plot lies, found once before it is drawn.
struct ScatterArrangement {
  let chart: ScatterPlot
  let area: PlotArea
  let legend: Legend
  let legendCorner: Point
  let isLegendInside: Bool
  let bar: ColorBar?
  let barOrigin: Point
  let frame: FrameLayout
  private let edges: [[(mark: EdgeMark, at: Point)]]

  init(_ chart: ScatterPlot) {
    self.chart = chart
    let theme = chart.theme
    let area = Self.area(of: chart)
    edges = chart.series.map { edgeMarks(of: $0.points, in: area) }
    var frame = FrameLayout(plot: chart.plotSize, theme: theme)
    frame.addBottomTicks(area.xTicks)
    frame.addLeftTicks(area.yTicks)
    frame.addAxisTitles(x: chart.xLabel, y: chart.yLabel)
    frame.addLabels(of: chart.marks, in: area)
    bar = Self.bar(of: chart)
    let around = bar?.arranged().layout.bounds ?? Rectangle(x: 0, y: 0, width: 0, height: 0)
    barOrigin = Point(
      (frame.bounds.maxX + 14 - around.x).rounded(.up), max(0, (-around.y - 4).rounded(.up)))
    if bar != nil { frame.reserve(around.offset(x: barOrigin.x, y: barOrigin.y)) }
    legend = Legend(
      chart.series.enumerated().map { index, series in
        Legend.Entry(
          name: series.name, color: Self.color(chart, index), sample: .marker(Self.marker(index)))
      }, theme: theme)
    let drawn = chart.series.flatMap { $0.points.compactMap { area.place($0) }.map { [$0] } }
    let inside =
      legend.entries.isEmpty ? .zero : legend.freeCorner(in: chart.plotSize, drawn: drawn)
    legendCorner = inside ?? Point(frame.bounds.maxX + 12, 0)
    isLegendInside = inside != nil
    if inside == nil {
      frame.reserve(
        Rectangle(
          x: legendCorner.x, y: 0, width: legend.size.width, height: legend.size.height))
    }
    frame.addTitle(chart.title)
    let kinds = Set(edges.joined().map(\.mark))
    let notes = EdgeMark.allCases.filter { kinds.contains($0) }.map(\.note)
    frame.addNotes(notes.isEmpty ? [] : [notes.joined(separator: "  ·  ")], caption: chart.caption)
    self.area = area
    self.frame = frame
  }

  private static func area(of chart: ScatterPlot) -> PlotArea {
    let points = chart.series.flatMap(\.points)
    let xs = points.map(\.x) + chart.marks.filter(\.isVertical).map(\.value)
    let ys = points.map(\.y) + chart.marks.filter { !$0.isVertical }.map(\.value)
    return PlotArea(
      x: Axis.fit(xs, chart.xScale, range: chart.xRange),
      y: Axis.fit(ys, chart.yScale, range: chart.yRange), plot: chart.plotSize, theme: chart.theme)
  }

  private static func bar(of chart: ScatterPlot) -> ColorBar? {
    guard !chart.values.isEmpty else { return nil }
    let scale = ColorScale.fit(chart.values, chart.kind)
    return ColorBar(
      scale: scale, map: chart.colorMap ?? (scale.kind == .symmetric ? .redBlue : .viridis),
      unit: chart.unit, offScale: OffScale(chart.values, on: scale),
      height: min(chart.plotSize.height, 200), theme: chart.theme)
  }

  private static func marker(_ index: Int) -> Marker {
    [Marker.circle, .square, .triangle, .diamond][index % 4]
  }

  private static func color(_ chart: ScatterPlot, _ index: Int) -> Color {
    chart.values.isEmpty ? chart.series[index].color ?? chart.theme.color(index) : chart.theme.ink
  }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    area.drawGrid(on: canvas)
    canvas.within(clip: Rectangle(x: 0, y: 0, width: area.plot.width, height: area.plot.height)) {
      for mark in chart.marks { drawLine(mark, on: canvas) }
      for run in chart.lines.flatMap({ area.runs($0) }) {
        canvas.polyline(run, Stroke(chart.theme.quietInk, width: 1, dashes: [4, 3]))
      }
      canvas.draw(markers)
    }
    area.drawFrame(on: canvas)
    for (index, marks) in edges.enumerated() {
      for edge in marks {
        canvas.marker(edge.mark.marker, at: edge.at, radius: 3.2, Self.color(chart, index))
      }
    }
    if let bar {
      canvas.within(Transform(x: barOrigin.x, y: barOrigin.y)) { bar.draw(on: canvas) }
    }
    if !legend.entries.isEmpty {
      legend.draw(on: canvas, at: legendCorner, framed: isLegendInside)
    }
    frame.drawTexts(on: canvas)
  }

  private var markers: [PlacedMarker] {
    var count = 0
    var markers: [PlacedMarker] = []
    for (index, series) in chart.series.enumerated() {
      let marker = Self.marker(index)
      for point in series.points {
        defer { count += 1 }
        guard let place = area.place(point) else { continue }
        guard let bar else {
          markers.append(
            PlacedMarker(
              marker, at: place, radius: chart.radius, Self.color(chart, index).opacity(0.8)))
          continue
        }
        // A colour near the ground's needs an outline to be seen: a larger marker below.
        let color = bar.scale.color(of: Double(chart.values[count]), in: bar.map)
        markers += [
          PlacedMarker(marker, at: place, radius: chart.radius + 0.2, chart.theme.quietInk),
          PlacedMarker(marker, at: place, radius: max(0, chart.radius - 0.2), color),
        ]
      }
    }
    return markers
  }

  private func drawLine(_ mark: MarkedLine, on canvas: any Canvas) {
    let axis = mark.isVertical ? area.x : area.y
    guard let position = axis.position(of: mark.value) else { return }
    let pen = Stroke(mark.color ?? chart.theme.quietInk, width: 1, dashes: [4, 3])
    let x = position * area.plot.width
    let y = (1 - position) * area.plot.height
    canvas.polyline(
      mark.isVertical
        ? [Point(x, 0), Point(x, area.plot.height)] : [Point(0, y), Point(area.plot.width, y)], pen)
  }
}
