/// Which layer each node of a directed graph lies in: every edge leads to a later one.
struct Layering {
  /// The layer of each node, from 0 on.
  let layers: [Int]

  /// Longest paths from the sources; what only sources lead to moves as far down as its readers allow, so that a weight lies
  /// beside the gate that reads it.
  ///
  /// - Parameter step: how many layers an edge passes at least.
  init(_ count: Int, _ edges: [DiagramEdge], step: Int) {
    let order = Self.order(count, edges)
    let (outgoing, incoming) = Self.neighbours(count, edges)
    var layers = [Int](repeating: 0, count: count)
    for node in order {
      layers[node] = incoming[node].map { layers[$0] + step }.max() ?? 0
    }
    var isFree = [Bool](repeating: false, count: count)
    for node in order {
      isFree[node] = incoming[node].allSatisfy { isFree[$0] && outgoing[$0].count == 1 }
    }
    for node in order.reversed() where isFree[node] {
      if let latest = outgoing[node].map({ layers[$0] - step }).min() { layers[node] = latest }
    }
    let first = layers.min() ?? 0
    self.layers = layers.map { $0 - first }
  }

  /// The nodes so that each stands behind all that lead to it, otherwise in their own order; those on a cycle are missing.
  static func order(_ count: Int, _ edges: [DiagramEdge]) -> [Int] {
    let (outgoing, incoming) = neighbours(count, edges)
    var open = incoming.map(\.count)
    var ready = (0..<count).filter { open[$0] == 0 }
    var order: [Int] = []
    var next = 0
    while next < ready.count {
      let node = ready[next]
      next += 1
      order.append(node)
      for reader in outgoing[node] {
        open[reader] -= 1
        if open[reader] == 0 { ready.append(reader) }
      }
    }
    return order
  }

  /// A node from which edges lead back to itself, where there is one.
  static func cycle(_ count: Int, _ edges: [DiagramEdge]) -> Int? {
    let placed = Set(order(count, edges))
    guard placed.count < count else { return nil }
    // Whatever is left has an edge from something that is left: going back long enough leads onto a cycle.
    var node = (0..<count).first { !placed.contains($0) } ?? 0
    for _ in 0..<count {
      node = edges.first { $0.to == node && !placed.contains($0.from) }?.from ?? node
    }
    return node
  }

  /// Whether another way leads from an edge's beginning to its end.
  static func hasDetour(around edge: DiagramEdge, among edges: [DiagramEdge]) -> Bool {
    let outgoing = Dictionary(grouping: edges, by: \.from)
    var seen: Set<Int> = []
    var open = (outgoing[edge.from] ?? []).map(\.to).filter { $0 != edge.to }
    while let node = open.popLast() {
      if node == edge.to { return true }
      guard seen.insert(node).inserted else { continue }
      open += (outgoing[node] ?? []).map(\.to)
    }
    return false
  }

  /// For each node those that its edges lead to, and those that they come from.
  static func neighbours(
    _ count: Int, _ edges: [DiagramEdge]
  ) -> (outgoing: [[Int]], incoming: [[Int]]) {
    var outgoing = [[Int]](repeating: [], count: count)
    var incoming = outgoing
    for edge in edges {
      outgoing[edge.from].append(edge.to)
      incoming[edge.to].append(edge.from)
    }
    return (outgoing, incoming)
  }
}
