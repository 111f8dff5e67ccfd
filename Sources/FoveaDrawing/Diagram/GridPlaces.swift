/// Places in a grid: nodes in the middle of their cells, wires straight from border to border.
struct GridPlaces {
  let places: DiagramPlaces

  init(_ diagram: Diagram, _ boxes: [NodeBox], cell: Size) {
    let middles = diagram.nodes.map {
      Point(($0.cell.x + 0.5) * cell.width, ($0.cell.y + 0.5) * cell.height)
    }
    var routes: [DiagramRoute] = []
    var labels: [TextItem] = []
    for (position, edge) in diagram.edges.enumerated() {
      let (from, to) = (middles[edge.from], middles[edge.to])
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
      let along = Point(dx / length, dy / length)
      let (out, back) = (boxes[edge.from].reach(along), boxes[edge.to].reach(along))
      let start = Point(from.x + along.x * out, from.y + along.y * out)
      let end = Point(to.x - along.x * back, to.y - along.y * back)
      var route = DiagramRoute(edge: position, from: start)
      route.line(to: end)
      routes.append(route)
      labels += DiagramPlaces.labels(
        of: edge, at: Point((start.x + end.x) / 2, (start.y + end.y) / 2),
        isDown: abs(dy) > abs(dx),
        diagram)
    }
    places = DiagramPlaces(middles: middles, routes: routes, labels: labels)
  }
}
