public import FoveaTensor

/// A map of named things, such as words by their embeddings: each name stands at its point, coloured by its group.
///
/// Where names would cover each other or a dot they move aside, farther ones with a line to their dot; a name without room is
/// left out, its dot stays, and a note says how many.
public struct LabelledPoints: Figure {
  /// Named points of one colour.
  public struct Group: Hashable, Sendable {
    /// What the legend calls it.
    public var name: String
    /// The names at the points.
    public var labels: [String]
    /// The points, one for each name.
    public var points: [Point]
    /// The colour, or `nil` for the theme's next one.
    public var color: Color?

    /// Creates a group.
    public init(name: String, labels: [String], points: [Point], color: Color? = nil) {
      self.name = name
      self.labels = labels
      self.points = points
      self.color = color
    }
  }

  /// The title.
  public var title: String
  /// The name and unit of the x axis.
  public var xLabel: String
  /// The name and unit of the y axis.
  public var yLabel: String
  /// The points.
  public var groups: [Group]
  /// The text below.
  public var caption: String
  /// The extents of the plot inside of its frame, in points.
  public var plotSize = Size(420, 360)
  /// Whether axes bear numbers and a grid, which mean nothing in a map of neighbourhoods alone.
  public var showsNumbers = true
  /// The size of the names' letters, in points.
  public var fontSize = 9.0
  /// The look.
  public var theme = Theme.standard

  /// Creates a map.
  public init(
    title: String = "", xLabel: String = "", yLabel: String = "", groups: [Group],
    caption: String = ""
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.groups = groups
    self.caption = caption
  }

  /// The extents, which follow from the plot's size and the texts around it.
  public var size: Size { PointArrangement(self).frame.size }

  /// Throws where there is no point, or a group has not one name for each.
  public func validate() throws(FoveaError) {
    guard groups.contains(where: { !$0.points.isEmpty }) else {
      throw FoveaError("the map '\(title)' has nothing to draw: no points")
    }
    for group in groups where group.points.count != group.labels.count {
      throw FoveaError(
        "the group '\(group.name)' of '\(title)' has \(group.points.count) points and "
          + "\(group.labels.count) names")
    }
  }

  /// Draws the map.
  public func draw(on canvas: any Canvas) {
    let arrangement = PointArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}

/// Where everything in a map of names lies, found once before it is drawn.
private struct PointArrangement {
  let map: LabelledPoints
  let area: PlotArea
  let legend: Legend
  let legendOrigin: Point
  let frame: FrameLayout
  private var dots: [(at: Point, color: Color)] = []
  private var names: [(text: String, at: Point, color: Color)] = []
  private var leaders: [(from: Point, to: Point, color: Color)] = []

  init(_ map: LabelledPoints) {
    let theme = map.theme
    let points = map.groups.flatMap(\.points)
    let area = PlotArea(
      x: Axis.fit(points.map(\.x), .linear, padding: 0.06),
      y: Axis.fit(points.map(\.y), .linear, padding: 0.06), plot: map.plotSize, theme: theme)
    var frame = FrameLayout(plot: map.plotSize, theme: theme)
    if map.showsNumbers {
      frame.addBottomTicks(area.xTicks)
      frame.addLeftTicks(area.yTicks)
    }
    frame.addAxisTitles(x: map.xLabel, y: map.yLabel)
    legend = Legend(
      map.groups.enumerated().map {
        Legend.Entry(
          name: $1.name, color: $1.color ?? theme.color($0), sample: .marker(.circle))
      }, theme: theme)
    legendOrigin = Point(frame.bounds.maxX + 8, 0)
    if !legend.entries.isEmpty {
      frame.reserve(
        Rectangle(x: legendOrigin.x, y: 0, width: legend.size.width, height: legend.size.height))
    }
    self.map = map
    self.area = area
    // Dots first: a name may cover none, its own neither.
    var taken = points.compactMap { area.place($0) }.map {
      Rectangle(x: $0.x - 1.6, y: $0.y - 1.6, width: 3.2, height: 3.2)
    }
    var leftOut = 0
    let font = Font(map.fontSize)
    let plot = Rectangle(x: 0, y: 0, width: map.plotSize.width, height: map.plotSize.height)
    for (index, group) in map.groups.enumerated() {
      let color = group.color ?? theme.color(index)
      for (label, point) in zip(group.labels, group.points) {
        guard let place = area.place(point) else { continue }
        dots.append((place, color))
        let free = Self.places(of: label, at: place, font).first { candidate in
          plot.contains(candidate) && !taken.contains { $0.intersects(candidate) }
        }
        guard let free else {
          leftOut += 1
          continue
        }
        taken.append(free)
        names.append((label, Point(free.midX, free.midY), color))
        let end = Point(
          min(max(place.x, free.x), free.maxX), min(max(place.y, free.y), free.maxY))
        let (across, down) = (end.x - place.x, end.y - place.y)
        if across * across + down * down > 36 { leaders.append((place, end, color)) }
      }
    }
    frame.addTitle(map.title)
    frame.addNotes(
      leftOut > 0
        ? [
          "\(leftOut) of \(dots.count) names \(leftOut == 1 ? "is" : "are") left out for want of room"
        ] : [], caption: map.caption)
    self.frame = frame
  }

  /// The rectangles that a name may take, nearest first.
  private static func places(of label: String, at point: Point, _ font: Font) -> [Rectangle] {
    let width = font.width(of: label) + 1
    let height = font.size * 0.92
    let directions: [(Double, Double)] = [
      (1, 0), (0, -1), (-1, 0), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1),
    ]
    return [3.0, 11, 19, 29].flatMap { distance -> [Rectangle] in
      let (aside, above) = (width / 2 + distance, height / 2 + distance)
      return directions.map { x, y in
        Rectangle(
          x: point.x + x * aside - width / 2, y: point.y + y * above - height / 2, width: width,
          height: height)
      }
    }
  }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    if map.showsNumbers { area.drawGrid(on: canvas) }
    for leader in leaders {
      canvas.line(leader.from, leader.to, Stroke(leader.color.opacity(0.5), width: 0.5))
    }
    canvas.draw(
      dots.map { PlacedMarker(.circle, at: $0.at, radius: 1.6, $0.color.opacity(0.7)) })
    for name in names {
      canvas.draw(
        name.text, at: name.at, TextStyle(Font(map.fontSize), name.color, .middle, .middle))
    }
    area.drawFrame(on: canvas, xTicks: map.showsNumbers, yTicks: map.showsNumbers)
    if !legend.entries.isEmpty { legend.draw(on: canvas, at: legendOrigin, framed: false) }
    frame.drawTexts(on: canvas)
  }
}
