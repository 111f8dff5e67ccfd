/// Where everything in a diagram lies, found once before it is drawn.
struct DiagramArrangement {
  let diagram: Diagram
  let boxes: [NodeBox]
  let places: DiagramPlaces
  let frame: FrameLayout
  private let swatches: [(place: Rectangle, color: Color)]

  init(_ diagram: Diagram) {
    self.diagram = diagram
    let boxes = diagram.nodes.map { NodeBox($0, kinds: diagram.kinds, theme: diagram.theme) }
    var places =
      switch diagram.layout {
      case .layered(let direction):
        LayeredPlaces(diagram, boxes, isDown: direction == .down).places
      case .grid(let cell): GridPlaces(diagram, boxes, cell: cell).places
      }
    let bounds = places.bounds(of: boxes)
    places.middles = places.middles.map { Point($0.x - bounds.x, $0.y - bounds.y) }
    for index in places.routes.indices { places.routes[index].move(-bounds.x, -bounds.y) }
    for index in places.labels.indices {
      places.labels[index].point.x -= bounds.x
      places.labels[index].point.y -= bounds.y
    }
    var frame = FrameLayout(plot: bounds.size, theme: diagram.theme)
    swatches = Self.addLegend(of: diagram, to: &frame)
    frame.addTitle(diagram.title)
    frame.addNotes([], caption: diagram.caption)
    self.boxes = boxes
    self.places = places
    self.frame = frame
  }

  /// The kinds in use, side by side below the drawing.
  private static func addLegend(
    of diagram: Diagram, to frame: inout FrameLayout
  ) -> [(place: Rectangle, color: Color)] {
    let used = Set(diagram.nodes.map(\.kind))
    let font = diagram.theme.tickFont
    var swatches: [(place: Rectangle, color: Color)] = []
    let width = max(frame.plot.width, 240)
    var (x, y) = (0.0, frame.bounds.maxY + 14)
    guard diagram.showsLegend else { return [] }
    for kind in diagram.kinds where used.contains(kind.name) && !kind.name.isEmpty {
      let extent = 14 + font.width(of: kind.name)
      if x > 0, x + extent > width { (x, y) = (0, y + font.lineHeight + 2) }
      swatches.append((Rectangle(x: x, y: y - 4, width: 10, height: 8), kind.color))
      frame.add(
        kind.name, at: Point(x + 14, y), TextStyle(font, diagram.theme.ink, .start, .middle))
      x += extent + 14
    }
    return swatches
  }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    for route in places.routes {
      let edge = diagram.edges[route.edge]
      route.draw(
        on: canvas,
        Stroke(
          edge.color ?? diagram.theme.quietInk, width: edge.width,
          dashes: edge.isDashed ? [4, 3] : []), hasHead: edge.hasHead)
    }
    for (box, middle) in zip(boxes, places.middles) { box.draw(on: canvas, at: middle) }
    for label in places.labels { canvas.draw(label.text, at: label.point, label.style) }
    for swatch in swatches {
      canvas.fill(.rounded(swatch.place, radius: 2), swatch.color.lighter(0.84))
      canvas.stroke(.rounded(swatch.place, radius: 2), Stroke(swatch.color, width: 1))
    }
    frame.drawTexts(on: canvas)
  }
}
