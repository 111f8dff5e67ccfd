/// Places in layers: along them layer after layer, across them as straight as can be, long graphs in several bands.
struct LayeredPlaces {
  /// The extents of a vertex: along the direction of the wires and across it.
  private struct Extent {
    var along: Double
    var across: Double
  }

  let places: DiagramPlaces
  /// The graph as it was laid out.
  let graph: LayeredGraph

  init(_ diagram: Diagram, _ boxes: [NodeBox], isDown: Bool) {
    let graph = LayeredGraph(diagram)
    let extents = graph.contents.map { Self.extent(of: $0, diagram, boxes, isDown: isDown) }
    let placing = LayerPlacing(
      graph, extents: extents.map(\.across), distance: diagram.nodeDistance)
    let bands = LayerBands(
      graph, middles: placing.middles, across: extents.map(\.across), along: extents.map(\.along),
      diagram)
    let routing = LayerRouting(
      diagram: diagram, graph: graph, bands: bands, boxes: boxes, isDown: isDown)
    var middles = [Point](repeating: .zero, count: diagram.nodes.count)
    for (vertex, content) in graph.contents.enumerated() {
      guard case .node(let node) = content else { continue }
      middles[node] = routing.point(bands.middle(of: vertex), bands.across[vertex])
    }
    self.graph = graph
    places = DiagramPlaces(
      middles: middles, routes: diagram.edges.indices.map { routing.route($0) },
      labels: graph.contents.enumerated().flatMap { vertex, content -> [TextItem] in
        guard case .label(let edge) = content else { return [] }
        return DiagramPlaces.labels(
          of: diagram.edges[edge],
          at: routing.point(bands.middle(of: vertex), bands.across[vertex]), isDown: isDown, diagram
        )
      })
  }

  private static func extent(
    of content: LayeredGraph.Content, _ diagram: Diagram, _ boxes: [NodeBox], isDown: Bool
  ) -> Extent {
    switch content {
    case .node(let node):
      let size = boxes[node].size
      return isDown
        ? Extent(along: size.height, across: size.width)
        : Extent(along: size.width, across: size.height)
    case .bend: return Extent(along: 0, across: 2)
    case .label(let edge):
      let font = diagram.theme.tickFont
      let edge = diagram.edges[edge]
      let width = max(font.width(of: edge.above), font.width(of: edge.below))
      return isDown
        ? Extent(along: font.lineHeight, across: 2 * width + 10)
        : Extent(along: width + 2, across: 2 * font.lineHeight)
    }
  }
}
