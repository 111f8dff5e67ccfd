/// Where vertices lie across their layers: wires as straight as the distances between neighbours allow.
///
/// What is made small is Σ weight · (difference of a link's ends)², under least distances inside of each layer. Layer by
/// layer this is isotonic regression, solved exactly by pooling neighbours that would overlap; passes over the layers
/// descend to the minimum of the whole.
struct LayerPlacing {
  private static let passes = 40
  private let graph: LayeredGraph
  /// For each layer the least distances between the middles of neighbours.
  private let distances: [[Double]]
  /// The middle of each vertex.
  private(set) var middles: [Double]

  /// Places all vertices.
  ///
  /// - Parameters:
  ///   - extents: how far each vertex reaches across.
  ///   - distance: what stays free between neighbours.
  init(_ graph: LayeredGraph, extents: [Double], distance: Double) {
    self.graph = graph
    distances = graph.layers.map { layer in
      zip(layer, layer.dropFirst()).map { left, right in
        (extents[left] + extents[right]) / 2 + Self.air(graph, left, right, distance)
      }
    }
    middles = [Double](repeating: 0, count: extents.count)
    for (layer, gaps) in zip(graph.layers, distances) {
      let total = gaps.reduce(0, +)
      var place = -total / 2
      for (index, vertex) in layer.enumerated() {
        middles[vertex] = place
        if index < gaps.count { place += gaps[index] }
      }
    }
    for pass in 0..<Self.passes { sweep(pass) }
    straighten()
  }

  /// Wires may pass each other closer than boxes.
  private static func air(
    _ graph: LayeredGraph, _ left: Int, _ right: Int, _ distance: Double
  ) -> Double {
    graph.isNode(left) && graph.isNode(right) ? distance : distance * 0.55
  }

  /// Two passes look one way only, which carries a straight line through all layers; the others look both ways.
  private mutating func sweep(_ pass: Int) {
    let order = Array(graph.layers.indices)
    let isDown = pass.isMultiple(of: 2)
    let isFirst = pass < 2
    for layer in isDown ? order : order.reversed() {
      place(layer, entering: isDown || !isFirst, leaving: !isDown || !isFirst)
    }
  }

  private mutating func place(_ layer: Int, entering: Bool, leaving: Bool) {
    let vertices = graph.layers[layer]
    var wanted: [Double] = []
    var weights: [Double] = []
    for vertex in vertices {
      var (sum, weight) = (0.0, 0.0)
      for link in entering ? graph.entering[vertex] : [] {
        sum += graph.links[link].weight * middles[graph.links[link].from]
        weight += graph.links[link].weight
      }
      for link in leaving ? graph.leaving[vertex] : [] {
        sum += graph.links[link].weight * middles[graph.links[link].to]
        weight += graph.links[link].weight
      }
      wanted.append(weight > 0 ? sum / weight : middles[vertex])
      weights.append(max(weight, 1e-4))
    }
    let placed = Self.spread(wanted, weights, distances[layer])
    for (vertex, middle) in zip(vertices, placed) { middles[vertex] = middle }
  }

  /// The positions nearest to those wanted (weighted squares) that keep the distances: pool adjacent violators.
  static func spread(_ wanted: [Double], _ weights: [Double], _ distances: [Double]) -> [Double] {
    var offsets = [0.0]
    for distance in distances { offsets.append((offsets.last ?? 0) + distance) }
    var pools: [(sum: Double, weight: Double, count: Int)] = []
    for index in wanted.indices {
      pools.append((weights[index] * (wanted[index] - offsets[index]), weights[index], 1))
      while pools.count > 1 {
        let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
        guard last.sum / last.weight < before.sum / before.weight else { break }
        pools.removeLast()
        pools[pools.count - 1] = (
          before.sum + last.sum, before.weight + last.weight, before.count + last.count
        )
      }
    }
    var positions: [Double] = []
    for pool in pools {
      for _ in 0..<pool.count {
        positions.append(pool.sum / pool.weight + offsets[positions.count])
      }
    }
    return positions
  }

  /// Takes out bends too small to be meant: a vertex with one straight neighbour before it moves into line where there is room.
  private mutating func straighten() {
    for layer in graph.layers {
      for (place, vertex) in layer.enumerated() {
        guard
          let link = graph.entering[vertex].max(by: {
            graph.links[$0].weight < graph.links[$1].weight
          })
        else { continue }
        let target = middles[graph.links[link].from]
        guard abs(target - middles[vertex]) < 5 else { continue }
        let gaps = distances[graph.layerOf[vertex]]
        if place > 0, target - middles[layer[place - 1]] < gaps[place - 1] - 1e-9 { continue }
        if place + 1 < layer.count, middles[layer[place + 1]] - target < gaps[place] - 1e-9 {
          continue
        }
        middles[vertex] = target
      }
    }
  }
}
