/// The ways of wires through the gaps between layers; inside of a layer they run straight past the nodes.
struct LayerRouting {
  let diagram: Diagram
  let graph: LayeredGraph
  let bands: LayerBands
  let boxes: [NodeBox]
  let isDown: Bool
  /// For each wire how far from the middle of its last node it ends, across.
  private let entries: [Double]
  /// For each link where between the layers an orthogonal wire turns, 0…1.
  private let turns: [Int: Double]

  init(diagram: Diagram, graph: LayeredGraph, bands: LayerBands, boxes: [NodeBox], isDown: Bool) {
    self.diagram = diagram
    self.graph = graph
    self.bands = bands
    self.boxes = boxes
    self.isDown = isDown
    entries = Self.entries(diagram, graph, bands, boxes, isDown: isDown)
    turns = diagram.wires == .orthogonal ? Self.turns(graph, bands) : [:]
  }

  /// The point of a place along and across.
  func point(_ along: Double, _ across: Double) -> Point {
    isDown ? Point(across, along) : Point(along, across)
  }

  private static func extents(
    _ node: Int, _ boxes: [NodeBox], isDown: Bool
  ) -> (along: Double, across: Double) {
    let size = boxes[node].size
    return isDown ? (size.height, size.width) : (size.width, size.height)
  }

  /// Wires into one node end side by side, in the order in which they come.
  private static func entries(
    _ diagram: Diagram, _ graph: LayeredGraph, _ bands: LayerBands, _ boxes: [NodeBox],
    isDown: Bool
  ) -> [Double] {
    var entries = [Double](repeating: 0, count: diagram.edges.count)
    guard diagram.entryDistance > 0 else { return entries }
    for node in diagram.nodes.indices {
      let wires = diagram.edges.indices.filter { diagram.edges[$0].to == node }.sorted { a, b in
        let last = { (wire: Int) in graph.chains[wire][graph.chains[wire].count - 2] }
        return (bands.across[last(a)], a) < (bands.across[last(b)], b)
      }
      guard wires.count > 1 else { continue }
      let room = extents(node, boxes, isDown: isDown).across * 0.66 / Double(wires.count - 1)
      let distance = min(diagram.entryDistance, room)
      for (index, wire) in wires.enumerated() {
        entries[wire] = (Double(index) - Double(wires.count - 1) / 2) * distance
      }
    }
    return entries
  }

  /// Where orthogonal wires turn: those whose ways across overlap, at different depths of the gap.
  private static func turns(_ graph: LayeredGraph, _ bands: LayerBands) -> [Int: Double] {
    var turns: [Int: Double] = [:]
    for layer in graph.layers {
      var tracks: [[(low: Double, high: Double, from: Int)]] = []
      var trackOf: [(link: Int, track: Int)] = []
      for link in layer.flatMap({ graph.leaving[$0] }) {
        let (from, to) = (graph.links[link].from, graph.links[link].to)
        let (low, high) = (
          min(bands.across[from], bands.across[to]), max(bands.across[from], bands.across[to])
        )
        guard high - low > 0.5 else { continue }
        let free =
          tracks.firstIndex { track in
            track.allSatisfy { $0.from == from || $0.high < low - 3 || $0.low > high + 3 }
          } ?? tracks.count
        if free == tracks.count { tracks.append([]) }
        tracks[free].append((low, high, from))
        trackOf.append((link, free))
      }
      for (link, track) in trackOf {
        turns[link] = (Double(track) + 1) / Double(tracks.count + 1)
      }
    }
    return turns
  }

  // MARK: - One wire

  /// The way of a wire.
  func route(_ wire: Int) -> DiagramRoute {
    let chain = graph.chains[wire]
    let edge = diagram.edges[wire]
    let start = Self.extents(edge.from, boxes, isDown: isDown)
    var route = DiagramRoute(
      edge: wire,
      from: point(
        bands.middle(of: chain[0])
          + boxes[edge.from].reach(extent: start.along, across: 0), bands.across[chain[0]]))
    for (from, to) in zip(chain, chain.dropFirst()) {
      let isLast = to == chain[chain.count - 1]
      pass(from, to, across: bands.across[to] + (isLast ? entries[wire] : 0), &route)
    }
    let end = Self.extents(edge.to, boxes, isDown: isDown)
    let last = chain[chain.count - 1]
    route.line(
      to: point(
        bands.middle(of: last)
          - boxes[edge.to].reach(extent: end.along, across: entries[wire]),
        bands.across[last] + entries[wire]))
    return route
  }

  /// Leads a wire out of a vertex's layer and through the gap to the beginning of the next.
  private func pass(_ from: Int, _ to: Int, across target: Double, _ route: inout DiagramRoute) {
    let (layer, next) = (graph.layerOf[from], graph.layerOf[to])
    let here = bands.across[from]
    let (end, begin) = (bands.ends[layer], bands.begins[next])
    if let link = graph.leaving[from].first(where: { graph.links[$0].to == to }),
      let passage = bands.passages[link]
    {
      let turn = point(end + passage.depth, here)
      route.bend(
        through: [
          turn, point(end + passage.depth, passage.lane), point(-passage.height, passage.lane),
          point(-passage.height, target), point(begin, target),
        ], radius: 5)
      return
    }
    route.line(to: point(end, here))
    guard abs(target - here) > 0.01 else { return route.line(to: point(begin, target)) }
    switch diagram.wires {
    case .smooth:
      let middle = (end + begin) / 2
      route.curve(point(middle, here), point(middle, target), to: point(begin, target))
    case .orthogonal:
      let link = graph.leaving[from].first { graph.links[$0].to == to } ?? -1
      let turn = end + (begin - end) * (turns[link] ?? 0.5)
      route.bend(
        through: [point(turn, here), point(turn, target), point(begin, target)], radius: 4)
    }
  }
}
