/// The order of vertices inside of their layers: barycentres first, then swaps of neighbours.
enum LayerOrdering {
  /// How often the layers are passed, up and down in turn.
  private static let passes = 16

  /// Orders all layers; of the orders met on the way that with the fewest crossings stays, the first of equal ones.
  static func reduceCrossings(_ graph: inout LayeredGraph) {
    var best = graph.layers
    var fewest = graph.crossings
    for pass in 0..<passes where fewest > 0 {
      let isDown = pass.isMultiple(of: 2)
      let order = Array(graph.layers.indices)
      for layer in isDown ? order : order.reversed() {
        sort(layer, of: &graph, byEntering: isDown)
      }
      swapNeighbours(&graph)
      let crossings = graph.crossings
      if crossings < fewest { (best, fewest) = (graph.layers, crossings) }
    }
    graph.layers = best
  }

  /// Sorts a layer by the mean place of the vertices before it, or behind it; who has none keeps its place.
  private static func sort(_ layer: Int, of graph: inout LayeredGraph, byEntering: Bool) {
    let places = graph.places
    func barycentre(_ vertex: Int) -> Double {
      let ends =
        byEntering
        ? graph.entering[vertex].map { places[graph.links[$0].from] }
        : graph.leaving[vertex].map { places[graph.links[$0].to] }
      guard !ends.isEmpty else { return Double(places[vertex]) }
      return Double(ends.reduce(0, +)) / Double(ends.count)
    }
    let keyed = graph.layers[layer].map { (vertex: $0, key: barycentre($0)) }
    graph.layers[layer] =
      keyed.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
      .map(\.element.vertex)
  }

  /// Swaps neighbours as long as that removes a crossing.
  private static func swapNeighbours(_ graph: inout LayeredGraph) {
    var places = graph.places
    var hasChanged = true
    var rounds = 0
    while hasChanged, rounds < 8 {
      hasChanged = false
      rounds += 1
      for layer in graph.layers.indices {
        for place in graph.layers[layer].indices.dropLast() {
          let (left, right) = (graph.layers[layer][place], graph.layers[layer][place + 1])
          let gain =
            crossings(left, right, graph, places) - crossings(right, left, graph, places)
          guard gain > 0 else { continue }
          graph.layers[layer].swapAt(place, place + 1)
          (places[left], places[right]) = (place + 1, place)
          hasChanged = true
        }
      }
    }
  }

  /// The crossings among the wires of two neighbours, the first one to the left.
  private static func crossings(
    _ left: Int, _ right: Int, _ graph: LayeredGraph, _ places: [Int]
  ) -> Int {
    func count(_ a: [Int], _ b: [Int]) -> Int {
      a.reduce(0) { total, end in total + b.reduce(0) { $0 + ($1 < end ? 1 : 0) } }
    }
    return count(
      graph.entering[left].map { places[graph.links[$0].from] },
      graph.entering[right].map { places[graph.links[$0].from] })
      + count(
        graph.leaving[left].map { places[graph.links[$0].to] },
        graph.leaving[right].map { places[graph.links[$0].to] })
  }
}
