public import FoveaTensor

/// Numbers over a part of the plane as colours, with lines of equal value and points on top: decision regions, what a
/// hidden unit answers, a loss over two weights.
public struct FieldMap: Figure {
  /// The title.
  public var title: String
  /// The name and unit of what runs from left to right.
  public var xLabel = ""
  /// The name and unit of what runs upwards.
  public var yLabel = ""
  /// The numbers, `[rows, columns]`, the lowest row first; each belongs to the middle of its cell.
  public var values: Tensor
  /// The ends of the x axis: the outer sides of the first and last column.
  public var x: ClosedRange<Double>
  /// The ends of the y axis.
  public var y: ClosedRange<Double>
  /// How numbers become colours.
  public var kind: ColorScale.Kind
  /// A scale shared with other figures, or `nil` to fit one to the values; its kind goes before `kind`.
  public var scale: ColorScale?
  /// The colours, or `nil` for those that fit the kind of scale.
  public var colorMap: ColorMap?
  /// The name and unit of the numbers, beside the bar.
  public var unit = ""
  /// The values along which a line is drawn.
  public var contours: [Double]
  /// Points on top, a marker for each in the series' colour.
  public var series: [Series]
  /// The radius of a point, in points.
  public var radius = 2.4
  /// Whether there are ticks and numbers at the axes; small multiples do without.
  public var hasTicks = true
  /// Whether there is a bar that says which colour means which number.
  public var hasBar = true
  /// The colour of a thick border, or `nil` for the usual thin one.
  public var accent: Color?
  /// The text below.
  public var caption = ""
  /// The extents of the plot inside of its frame, in points.
  public var plotSize = Size(220, 220)
  /// The look.
  public var theme = Theme.standard

  /// Creates a map.
  public init(
    title: String = "", values: Tensor, x: ClosedRange<Double>, y: ClosedRange<Double>,
    kind: ColorScale.Kind = .linear, scale: ColorScale? = nil, colorMap: ColorMap? = nil,
    contours: [Double] = [], series: [Series] = []
  ) {
    self.title = title
    self.values = values
    self.x = x
    self.y = y
    self.kind = kind
    self.scale = scale
    self.colorMap = colorMap
    self.contours = contours
    self.series = series
  }

  /// The extents, which follow from the plot's size and the texts around it.
  public var size: Size { FieldArrangement(self).frame.size }

  /// Throws where the values are no matrix, there are none, or the plane has no extent.
  public func validate() throws(FoveaError) {
    guard values.shape.rank == 2, values.shape.count > 0 else {
      throw FoveaError("a field map is [rows, columns] of numbers, '\(title)' got \(values.shape)")
    }
    try validateRange(x, .linear, "x axis", of: title)
    try validateRange(y, .linear, "y axis", of: title)
  }

  /// Draws the map.
  public func draw(on canvas: any Canvas) {
    let arrangement = FieldArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}

/// Where everything in a field map lies, found once before it is drawn.
struct FieldArrangement {
  let map: FieldMap
  let area: PlotArea
  let scale: ColorScale
  let colors: ColorMap
  let bar: ColorBar?
  let barOrigin: Point
  let frame: FrameLayout

  init(_ map: FieldMap) {
    self.map = map
    let scale = map.scale ?? ColorScale.fit(map.values.scalars, map.kind)
    let colors = map.colorMap ?? (scale.kind == .symmetric ? .redBlue : .viridis)
    let area = PlotArea(
      x: Axis(scale: .linear, range: map.x), y: Axis(scale: .linear, range: map.y),
      plot: map.plotSize, theme: map.theme)
    var frame = FrameLayout(plot: map.plotSize, theme: map.theme)
    if map.hasTicks {
      frame.addBottomTicks(area.xTicks)
      frame.addLeftTicks(area.yTicks)
    }
    frame.addAxisTitles(x: map.xLabel, y: map.yLabel)
    var bar: ColorBar?
    if map.hasBar {
      bar = ColorBar(
        scale: scale, map: colors, unit: map.unit,
        offScale: OffScale(map.values.scalars, on: scale), height: min(map.plotSize.height, 200),
        theme: map.theme)
    }
    let around = bar?.arranged().layout.bounds ?? Rectangle(x: 0, y: 0, width: 0, height: 0)
    let barOrigin = Point(
      (frame.bounds.maxX + 14 - around.x).rounded(.up), max(0, (-around.y - 4).rounded(.up)))
    if bar != nil { frame.reserve(around.offset(x: barOrigin.x, y: barOrigin.y)) }
    frame.addTitle(map.title)
    frame.addNotes([], caption: map.caption)
    self.scale = scale
    self.colors = colors
    self.area = area
    self.bar = bar
    self.barOrigin = barOrigin
    self.frame = frame
  }

  private var rows: Int { map.values.shape[0] }
  private var columns: Int { map.values.shape[1] }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    let inside = Rectangle(x: 0, y: 0, width: map.plotSize.width, height: map.plotSize.height)
    let downwards = (0..<rows).reversed().flatMap { row in
      map.values.scalars[row * columns..<(row + 1) * columns]
    }
    canvas.draw(
      colors.image(downwards, width: columns, height: rows, scale: scale), in: inside)
    canvas.within(clip: inside) {
      for level in map.contours {
        canvas.stroke(contour(level), Stroke(map.theme.ink, width: 1.2))
      }
      canvas.draw(map.series.enumerated().flatMap { markers(of: $1, $0) })
    }
    if let accent = map.accent {
      canvas.stroke(inside.inset(by: -1), Stroke(accent, width: 2.4))
    } else {
      area.drawFrame(on: canvas, xTicks: map.hasTicks, yTicks: map.hasTicks)
    }
    if let bar {
      canvas.within(Transform(x: barOrigin.x, y: barOrigin.y)) { bar.draw(on: canvas) }
    }
    frame.drawTexts(on: canvas)
  }

  /// The line of a level, in the plot's coordinates.
  func contour(_ level: Double) -> Path {
    func place(_ point: Point) -> Point {
      Point(
        (point.x + 0.5) / Double(columns) * map.plotSize.width,
        (1 - (point.y + 0.5) / Double(rows)) * map.plotSize.height)
    }
    guard rows > 1, columns > 1 else { return Path() }
    let found = ContourLines(
      of: map.values, x: 0...Double(columns - 1), y: 0...Double(rows - 1), level: level)
    return Path(
      found.lines.flatMap { line in
        line.enumerated().map {
          $0.offset == 0 ? .move(place($0.element)) : .line(place($0.element))
        }
      })
  }

  /// Markers with a pale outline, so that they are seen on a ground of their own colour.
  private func markers(of series: Series, _ index: Int) -> [PlacedMarker] {
    let color = series.color ?? map.theme.color(index)
    return series.points.compactMap { area.place($0) }.flatMap { place in
      [
        PlacedMarker(.circle, at: place, radius: map.radius + 0.7, .white),
        PlacedMarker(.circle, at: place, radius: map.radius, color),
      ]
    }
  }
}
