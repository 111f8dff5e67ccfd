/// A graph whose edges all join neighbouring layers: longer ones are cut by bends, and labels have places of their own.
struct LayeredGraph {
  /// What lies in a layer.
  enum Content: Hashable {
    /// A node, by its position in the diagram.
    case node(Int)
    /// A place where a wire passes, by the wire's position.
    case bend(Int)
    /// The text beside a wire.
    case label(Int)
  }

  /// A piece of a wire between neighbouring layers.
  struct Link: Hashable {
    let from: Int
    let to: Int
    /// How much it wants to be straight.
    let weight: Double
  }

  /// All vertices.
  private(set) var contents: [Content] = []
  /// The layer of each vertex.
  private(set) var layerOf: [Int] = []
  /// The vertices of each layer in their order across.
  var layers: [[Int]] = []
  /// The pieces of wires.
  private(set) var links: [Link] = []
  /// For each wire its vertices from beginning to end.
  private(set) var chains: [[Int]] = []
  /// For each vertex the links that end there.
  private(set) var entering: [[Int]] = []
  /// For each vertex the links that begin there.
  private(set) var leaving: [[Int]] = []
  /// How many layers a wire between neighbouring nodes passes: two where wires have texts.
  let step: Int

  /// Puts a diagram's nodes into layers, in an order with few crossings.
  ///
  /// - Precondition: the wires have no cycle.
  init(_ diagram: Diagram) {
    let edges = diagram.edges
    step = edges.contains(where: \.hasLabel) ? 2 : 1
    let layering = Layering(diagram.nodes.count, edges, step: step)
    layers = Array(repeating: [], count: (layering.layers.max() ?? 0) + 1)
    for node in diagram.nodes.indices { append(.node(node), layering.layers[node]) }
    for (position, edge) in edges.enumerated() { addChain(position, edge, edges) }
    entering = Array(repeating: [], count: contents.count)
    leaving = entering
    for (position, link) in links.enumerated() {
      leaving[link.from].append(position)
      entering[link.to].append(position)
    }
    begin(with: Layering.order(diagram.nodes.count, edges))
    LayerOrdering.reduceCrossings(&self)
  }

  @discardableResult
  private mutating func append(_ content: Content, _ layer: Int) -> Int {
    contents.append(content)
    layerOf.append(layer)
    layers[layer].append(contents.count - 1)
    return contents.count - 1
  }

  /// Adds the vertices between the ends of a wire; its text lies right before the end, where who reads it looks.
  private mutating func addChain(_ position: Int, _ edge: DiagramEdge, _ edges: [DiagramEdge]) {
    var chain = [edge.from]
    for layer in layerOf[edge.from] + 1..<max(layerOf[edge.from] + 1, layerOf[edge.to]) {
      let isLabel = edge.hasLabel && layer == layerOf[edge.to] - 1
      chain.append(append(isLabel ? .label(position) : .bend(position), layer))
    }
    chain.append(edge.to)
    let isBypass = chain.count > step + 1 && Layering.hasDetour(around: edge, among: edges)
    for (from, to) in zip(chain, chain.dropFirst()) {
      let weight = weight(from, to, isBypass: isBypass)
      links.append(Link(from: from, to: to, weight: weight))
    }
    chains.append(chain)
  }

  /// How much a piece of a wire wants to be straight.
  ///
  /// A wire to where other ways lead too hardly pulls its ends: what it bypasses is straight, and it bows out. The text of a
  /// wire lies in line with where the wire comes from.
  private func weight(_ from: Int, _ to: Int, isBypass: Bool) -> Double {
    let isEnd = isNode(from) || isNode(to)
    if isBypass { return isEnd ? 0.001 : 8 }
    if case .label = contents[to] { return 8 }
    if case .label = contents[from] { return 1 }
    return isEnd ? 4 : 8
  }

  /// Whether a vertex is a node of the diagram.
  func isNode(_ vertex: Int) -> Bool {
    if case .node = contents[vertex] { true } else { false }
  }

  /// A first order: what is reached first from the sources lies first, wires in the order in which they leave.
  private mutating func begin(with order: [Int]) {
    var rank = [Int](repeating: -1, count: contents.count)
    var next = 0
    for source in order where entering[source].isEmpty {
      var stack = [source]
      while let vertex = stack.popLast() {
        guard rank[vertex] < 0 else { continue }
        rank[vertex] = next
        next += 1
        stack += leaving[vertex].reversed().map { links[$0].to }
      }
    }
    for layer in layers.indices { layers[layer].sort { rank[$0] < rank[$1] } }
  }

  // MARK: - Crossings

  /// Where each vertex stands in its layer.
  var places: [Int] {
    var places = [Int](repeating: 0, count: contents.count)
    for layer in layers { for (place, vertex) in layer.enumerated() { places[vertex] = place } }
    return places
  }

  /// The number of crossings between all neighbouring layers.
  var crossings: Int {
    let places = places
    return layers.reduce(0) { total, layer in
      let ends = layer.flatMap { vertex in
        leaving[vertex].map { places[links[$0].to] }.sorted()
      }
      return total + Self.inversions(of: ends)
    }
  }

  /// How many pairs stand in the wrong order, counted while they are merged.
  static func inversions(of numbers: [Int]) -> Int {
    var (sorted, count, width) = (numbers, 0, 1)
    while width < sorted.count {
      var merged: [Int] = []
      merged.reserveCapacity(sorted.count)
      for start in stride(from: 0, to: sorted.count, by: 2 * width) {
        let middle = min(start + width, sorted.count)
        let end = min(start + 2 * width, sorted.count)
        var (left, right) = (start, middle)
        while left < middle || right < end {
          if right == end || (left < middle && sorted[left] <= sorted[right]) {
            merged.append(sorted[left])
            left += 1
          } else {
            merged.append(sorted[right])
            count += middle - left
            right += 1
          }
        }
      }
      sorted = merged
      width *= 2
    }
    return count
  }
}
