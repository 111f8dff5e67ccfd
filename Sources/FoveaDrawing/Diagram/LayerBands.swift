/// The layers one behind the other, in several bands side by side where they are too long.
struct LayerBands {
  /// A piece of the way between two bands, for one wire.
  struct Passage {
    /// How far behind the last layer the wire turns.
    let depth: Double
    /// Where it runs back between the bands.
    let lane: Double
    /// How far before the first layer of the next band it turns.
    let height: Double
  }

  /// Where each layer begins along, from the beginning of its band.
  private(set) var begins: [Double] = []
  /// Where each layer ends.
  private(set) var ends: [Double] = []
  /// The band of each layer.
  private(set) var bandOf: [Int] = []
  /// The middle of each vertex across, the shift of its band included.
  private(set) var across: [Double]
  /// The passages of the links that lead from one band to the next.
  private(set) var passages: [Int: Passage] = [:]
  private let graph: LayeredGraph

  init(
    _ graph: LayeredGraph, middles: [Double], across extents: [Double], along: [Double],
    _ diagram: Diagram
  ) {
    self.graph = graph
    self.across = middles
    let thickness = graph.layers.map { $0.map { along[$0] }.max() ?? 0 }
    let base = diagram.layerDistance / Double(graph.step)
    let gaps = graph.layers.map { layer -> Double in
      let leaps = layer.flatMap { graph.leaving[$0] }.map { link -> Double in
        abs(middles[graph.links[link].from] - middles[graph.links[link].to])
      }
      return base + min(34, 0.1 * (leaps.max() ?? 0))
    }
    let total = thickness.reduce(0, +) + gaps.reduce(0, +)
    lay(thickness, gaps, bands: Int((total / (diagram.longest ?? total)).rounded(.up)))
    shiftBands(extents, distance: diagram.nodeDistance)
  }

  /// The middle of a vertex along.
  func middle(of vertex: Int) -> Double {
    let layer = graph.layerOf[vertex]
    return (begins[layer] + ends[layer]) / 2
  }

  /// Puts layers one behind the other; a band ends where few wires pass, near its share of what is left.
  private mutating func lay(_ thickness: [Double], _ gaps: [Double], bands: Int) {
    var cuts: Set<Int> = []
    var first = 0
    for band in 0..<max(0, bands - 1) {
      let rest = (first..<thickness.count).reduce(0) { $0 + thickness[$1] + gaps[$1] }
      let cut = Self.cut(graph, thickness, gaps, from: first, near: rest / Double(bands - band))
      guard let cut else { break }
      cuts.insert(cut)
      first = cut + 1
    }
    var (band, place) = (0, 0.0)
    for layer in graph.layers.indices {
      begins.append(place)
      ends.append(place + thickness[layer])
      bandOf.append(band)
      place += thickness[layer] + gaps[layer]
      if cuts.contains(layer) { (band, place) = (band + 1, 0) }
    }
  }

  /// The last layer of the band that begins with a layer and is about as long as asked, where few wires pass.
  private static func cut(
    _ graph: LayeredGraph, _ thickness: [Double], _ gaps: [Double], from first: Int,
    near length: Double
  ) -> Int? {
    var candidates: [(layer: Int, cost: Double)] = []
    var reached = 0.0
    for layer in first..<max(first, thickness.count - 1) {
      reached += thickness[layer]
      let hasLabel = graph.layers[layer].contains {
        if case .label = graph.contents[$0] { true } else { false }
      }
      if !hasLabel {
        // A tenth of the length away is as bad as one more wire to lead around.
        let wires = graph.layers[layer].reduce(0) { $0 + graph.leaving[$1].count }
        candidates.append((layer, Double(wires) + 10 * abs(reached - length) / length))
      }
      reached += gaps[layer]
    }
    return candidates.min { $0.cost < $1.cost }?.layer
  }

  /// Puts the bands side by side, with lanes for the wires between them.
  private mutating func shiftBands(_ extents: [Double], distance: Double) {
    var edge = 0.0
    let middles = across
    for band in 0...(bandOf.last ?? 0) {
      let vertices = graph.layers.indices.filter { bandOf[$0] == band }.flatMap { graph.layers[$0] }
      let low = vertices.map { middles[$0] - extents[$0] / 2 }.min() ?? 0
      let high = vertices.map { middles[$0] + extents[$0] / 2 }.max() ?? 0
      for vertex in vertices { across[vertex] += edge - low }
      edge += high - low
      let leaving = graph.links.indices.filter { link in
        let (from, to) = (graph.links[link].from, graph.links[link].to)
        return bandOf[graph.layerOf[from]] == band && bandOf[graph.layerOf[to]] == band + 1
      }.sorted { (across[graph.links[$0].from], $0) < (across[graph.links[$1].from], $1) }
      // The outermost wire turns last on both sides, so that wires in order do not cross.
      for (index, link) in leaving.enumerated() {
        let outward = Double(leaving.count - 1 - index)
        passages[link] = Passage(
          depth: 9 + 6 * outward, lane: edge + distance * 0.7 + 6 * outward,
          height: 9 + 6 * Double(index))
      }
      edge += 1.4 * distance + 6 * Double(max(0, leaving.count - 1))
    }
  }
}
