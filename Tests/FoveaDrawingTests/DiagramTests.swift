import FoveaTensor
import Testing

@testable import FoveaDrawing

/// Where nodes and wires of a diagram lie.
@Suite struct DiagramTests {
  /// A diagram of nodes called by their numbers, with wires between them.
  private func diagram(
    _ count: Int, _ edges: [(Int, Int)], layout: Diagram.Layout = .layered(.down)
  ) -> Diagram {
    var diagram = Diagram(
      nodes: (0..<count).map { DiagramNode("node \($0)") }, layout: layout)
    for (from, to) in edges { diagram.connect(from, to) }
    return diagram
  }

  /// Wires from each node to a few later ones, by a fixed rule.
  private func tangle(_ count: Int) -> [(Int, Int)] {
    (0..<count).flatMap { node in
      [node + 1, node + 3 + node % 4].filter { $0 < count }.map { (node, $0) }
    }
  }

  private func boxes(_ diagram: Diagram) -> [Rectangle] {
    let arrangement = DiagramArrangement(diagram)
    return zip(arrangement.boxes, arrangement.places.middles).map { $0.bounds(at: $1) }
  }

  /// Points along a way, curves cut into pieces.
  private func points(_ route: DiagramRoute) -> [Point] {
    var points: [Point] = []
    for element in route.elements {
      switch element {
      case .move(let to): points.append(to)
      case .line(let to):
        let from = points[points.count - 1]
        points += (1...20).map { step in
          let t = Double(step) / 20
          return Point(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t)
        }
      case .curve(let a, let b, let to):
        let from = points[points.count - 1]
        points += (1...20).map { step in
          let t = Double(step) / 20
          let (u, v) = (1 - t, t)
          func mix(_ p: Double, _ q: Double, _ r: Double, _ s: Double) -> Double {
            u * u * u * p + 3 * u * u * v * q + 3 * u * v * v * r + v * v * v * s
          }
          return Point(mix(from.x, a.x, b.x, to.x), mix(from.y, a.y, b.y, to.y))
        }
      case .close: break
      }
    }
    return points
  }

  @Test(arguments: [Diagram.Direction.down, .right])
  func `boxes do not overlap and wires lead forward`(direction: Diagram.Direction) {
    let drawn = diagram(40, tangle(40), layout: .layered(direction))
    let places = boxes(drawn)
    for (index, box) in places.enumerated() {
      for other in places.dropFirst(index + 1) { #expect(!box.intersects(other)) }
    }
    for edge in drawn.edges {
      let (from, to) = (places[edge.from], places[edge.to])
      #expect(direction == .down ? from.maxY < to.y : from.maxX < to.x)
    }
  }

  @Test(arguments: [Diagram.Wires.smooth, .orthogonal])
  func `wires pass no box but their own ends`(wires: Diagram.Wires) {
    var drawn = diagram(30, tangle(30))
    drawn.wires = wires
    let arrangement = DiagramArrangement(drawn)
    let places = boxes(drawn)
    for route in arrangement.places.routes {
      let edge = drawn.edges[route.edge]
      for point in points(route) {
        for (node, box) in places.enumerated() where node != edge.from && node != edge.to {
          #expect(!box.inset(by: 0.5).contains(point), "\(edge.from) to \(edge.to) meets \(node)")
        }
      }
      let ends = points(route)
      #expect(places[edge.from].inset(by: -0.5).contains(ends[0]))
      #expect(places[edge.to].inset(by: -0.5).contains(ends[ends.count - 1]))
    }
  }

  @Test func `every node, wire and text is drawn`() {
    var drawn = diagram(6, tangle(6))
    drawn.edges[0].above = "up"
    drawn.edges[1].below = "down"
    let canvas = RecordingCanvas(drawn)
    let texts = canvas.texts.map(\.text)
    for node in drawn.nodes { #expect(texts.contains(node.label)) }
    #expect(texts.contains("up") && texts.contains("down"))
    #expect(canvas.stroked.count == drawn.nodes.count + drawn.edges.count)
    // One filled outline for each node, one head for each wire.
    #expect(canvas.filled.count == drawn.nodes.count + drawn.edges.count)
    let whole = Rectangle(x: 0, y: 0, width: drawn.size.width, height: drawn.size.height)
    for text in canvas.texts { #expect(whole.contains(text.bounds)) }
  }

  @Test func `crossings that can be avoided are, others are counted`() {
    // Two wires crossed by the order of their nodes alone.
    #expect(diagram(4, [(0, 3), (1, 2)]).crossings == 0)
    // Every node of a layer joined to every one of the next: n²(n − 1)²/4 crossings, whatever the order.
    let all = (0..<3).flatMap { from in (3..<6).map { (from, $0) } }
    #expect(diagram(6, all).crossings == 9)
    #expect(LayeredGraph.inversions(of: [3, 1, 2, 0]) == 5)
    #expect(LayeredGraph.inversions(of: []) == 0)
  }

  @Test func `a chain is straight and its bypass bows out`() {
    let drawn = diagram(4, [(0, 1), (1, 2), (2, 3), (0, 3)])
    let arrangement = DiagramArrangement(drawn)
    let middles = arrangement.places.middles.map(\.x)
    for middle in middles { #expect(abs(middle - middles[0]) < 0.01) }
    let bow = arrangement.places.routes[3].corners.map { abs($0.x - middles[0]) }.max() ?? 0
    #expect(bow > arrangement.boxes[1].size.width / 2)
  }

  @Test func `a weight lies right before its reader`() {
    let layering = Layering(
      5,
      [(0, 1), (1, 2), (2, 3), (4, 3)].map { DiagramEdge(from: $0.0, to: $0.1) }, step: 1)
    #expect(layering.layers == [0, 1, 2, 3, 2])
  }

  @Test func `long graphs go on in another column`() {
    var drawn = diagram(30, tangle(30))
    let tall = drawn.size
    drawn.longest = tall.height / 3
    #expect(drawn.size.height < tall.height * 0.6)
    #expect(drawn.size.width > tall.width * 1.8)
    let places = boxes(drawn)
    for (index, box) in places.enumerated() {
      for other in places.dropFirst(index + 1) { #expect(!box.intersects(other)) }
    }
  }

  @Test func `the same diagram gives the same picture`() throws {
    let drawn = diagram(30, tangle(30))
    #expect(try drawn.data(.svg) == diagram(30, tangle(30)).data(.svg))
  }

  @Test func `in a grid nodes lie in their cells`() {
    var drawn = Diagram(layout: .grid(cell: Size(80, 50)))
    drawn.add(DiagramNode("a", cell: Point(0, 0)))
    drawn.add(DiagramNode("b", cell: Point(2, 1)))
    drawn.connect(0, 1)
    let middles = DiagramArrangement(drawn).places.middles
    #expect(abs(middles[1].x - middles[0].x - 160) < 1e-9)
    #expect(abs(middles[1].y - middles[0].y - 50) < 1e-9)
  }

  @Test func `what cannot be drawn is refused`() {
    #expect(throws: FoveaError.self) { try Diagram().validate() }
    #expect(throws: FoveaError.self) { try diagram(2, [(0, 2)]).validate() }
    #expect {
      try diagram(4, [(0, 1), (1, 2), (2, 1), (2, 3)]).validate()
    } throws: { error in
      "\(error)".contains("node 1") || "\(error)".contains("node 2")
    }
    // A circle has a place in a grid.
    #expect(throws: Never.self) {
      try diagram(2, [(0, 1), (1, 0)], layout: .grid(cell: Size(90, 40))).validate()
    }
  }
}

/// The positions across layers.
@Suite struct LayerPlacingTests {
  @Test func `what has room lies where it wants to`() {
    #expect(LayerPlacing.spread([0, 10], [1, 1], [4]) == [0, 10])
  }

  @Test func `what would overlap shares the way by weight`() {
    // Both want 0 at a distance of 4: the squares 3 (x + 4)² … are least where the weighted mean stays.
    let places = LayerPlacing.spread([0, 0], [3, 1], [4])
    #expect(abs(places[0] - -1) < 1e-12 && abs(places[1] - 3) < 1e-12)
  }

  @Test func `no distance is ever undercut`() {
    let wanted = [5.0, 3, 9, -2, 4, 4, 12]
    let distances = [2.0, 3, 1, 2, 5, 1]
    let places = LayerPlacing.spread(wanted, [1, 2, 1, 5, 1, 1, 3], distances)
    for (index, distance) in distances.enumerated() {
      #expect(places[index + 1] - places[index] >= distance - 1e-9)
    }
  }
}
