/// What the colours, lines and markers of a chart stand for.
struct Legend {
  enum Sample: Hashable {
    case line(width: Double, dashes: [Double])
    case marker(Marker)
    case block
  }

  struct Entry: Hashable {
    var name: String
    var color: Color
    var sample: Sample
  }

  var entries: [Entry]
  let theme: Theme

  private let sampleWidth = 20.0
  private let padding = 6.0

  init(_ entries: [Entry], theme: Theme) {
    self.entries = entries.filter { !$0.name.isEmpty }
    self.theme = theme
  }

  var size: Size {
    let width = entries.map { theme.tickFont.width(of: name($0)) }.max() ?? 0
    return Size(
      (width + sampleWidth + 6 + 2 * padding).rounded(.up),
      Double(entries.count) * theme.tickFont.lineHeight + 2 * padding)
  }

  private func name(_ entry: Entry) -> String { theme.tickFont.fitting(entry.name, width: 260) }

  /// A corner of the plot where the legend hides none of the points, or `nil` where there is none.
  ///
  /// - Parameter drawn: everything drawn, as lines from point to point in the plot's coordinates.
  func freeCorner(in plot: Size, drawn: [[Point]]) -> Point? {
    let gap = 6.0
    guard size.width + 2 * gap < plot.width * 0.7, size.height + 2 * gap < plot.height * 0.7 else {
      return nil
    }
    let right = plot.width - size.width - gap
    let bottom = plot.height - size.height - gap
    let corners = [Point(right, gap), Point(gap, gap), Point(right, bottom), Point(gap, bottom)]
    return corners.first { corner in
      let place = Rectangle(x: corner.x, y: corner.y, width: size.width, height: size.height)
      return !drawn.contains { crosses($0, place.inset(by: -5)) }
    }
  }

  /// Draws the legend with its upper left corner at `corner`, with a border where it lies inside of a plot.
  func draw(on canvas: any Canvas, at corner: Point, framed: Bool) {
    if framed {
      let place = Rectangle(x: corner.x, y: corner.y, width: size.width, height: size.height)
      canvas.fill(place, .white)
      canvas.stroke(place, Stroke(theme.grid, width: 0.8))
    }
    for (index, entry) in entries.enumerated() {
      let line = theme.tickFont.lineHeight
      let y = corner.y + padding + (Double(index) + 0.5) * line
      let x = corner.x + padding
      switch entry.sample {
      case .line(let width, let dashes):
        canvas.line(
          Point(x, y), Point(x + sampleWidth, y), Stroke(entry.color, width: width, dashes: dashes))
      case .marker(let marker):
        canvas.marker(marker, at: Point(x + sampleWidth / 2, y), radius: 3.2, entry.color)
      case .block:
        canvas.fill(
          Rectangle(x: x + sampleWidth - 13, y: y - 4.5, width: 13, height: 9), entry.color)
      }
      canvas.draw(
        name(entry), at: Point(x + sampleWidth + 6, y),
        TextStyle(theme.tickFont, theme.ink, .start, .middle))
    }
  }
}

/// Whether lines from point to point touch the rectangle; steps of three points are fine enough for text.
func crosses(_ points: [Point], _ place: Rectangle) -> Bool {
  guard var previous = points.first else { return false }
  if place.contains(previous) { return true }
  for point in points.dropFirst() {
    let box = Rectangle(
      x: min(previous.x, point.x), y: min(previous.y, point.y),
      width: abs(point.x - previous.x), height: abs(point.y - previous.y))
    let reach = max(box.width, box.height)
    if box.x <= place.maxX, box.maxX >= place.x, box.y <= place.maxY, box.maxY >= place.y {
      let steps = max(1, min(4096, Int(reach / 3)))
      for step in 0...steps {
        let share = Double(step) / Double(steps)
        let between = Point(
          previous.x + (point.x - previous.x) * share, previous.y + (point.y - previous.y) * share)
        if place.contains(between) { return true }
      }
    }
    previous = point
  }
  return false
}
