import FoveaTensor
import ONNXProto

/// The nodes of a file's graph that its outputs need, each behind what it reads.
enum GraphOrder {
  /// Puts the nodes in order.
  ///
  /// - Parameter given: the names of inputs and initialisers.
  /// - Throws: `FoveaError` for a name that two nodes write or none does, and for a cycle.
  static func sorted(
    _ graph: Onnx_GraphProto, given: Set<String>
  ) throws(FoveaError) -> [Onnx_NodeProto] {
    let writer = try writers(graph, given: given)
    let reads = graph.node.map { Self.reads(of: $0) }
    var order: [Int] = []
    // 0: not seen, 1: its inputs are being looked at, 2: placed.
    var state = [UInt8](repeating: 0, count: graph.node.count)
    func source(_ name: String, of reader: String) throws(FoveaError) -> Int? {
      guard !name.isEmpty, !given.contains(name) else { return nil }
      if let position = writer[name] { return position }
      throw FoveaError("\(reader) reads '\(name)', which nothing writes")
    }
    for output in graph.output {
      guard let root = try source(output.name, of: "the graph's output"), state[root] == 0 else {
        continue
      }
      // By hand instead of by recursion: graphs may be deeper than a stack.
      var stack = [(node: root, next: 0)]
      state[root] = 1
      while let top = stack.last {
        let node = graph.node[top.node]
        guard top.next < reads[top.node].count else {
          state[top.node] = 2
          order.append(top.node)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let reader = "node '\(title(of: node))'"
        guard let below = try source(reads[top.node][top.next], of: reader) else { continue }
        guard state[below] != 1 else {
          throw FoveaError(
            "\(reader) reads '\(reads[top.node][top.next])', which depends on it: a cycle")
        }
        if state[below] == 0 {
          state[below] = 1
          stack.append((below, 0))
        }
      }
    }
    // The file's own order, where it is one, makes hook points stand as its author sees them.
    let wanted = Set(order)
    let listed = graph.node.indices.filter { wanted.contains($0) }
    return (isOrder(listed, graph, reads, given) ? listed : order).map { graph.node[$0] }
  }

  /// What messages call a node: its name, else what it writes.
  static func title(of node: Onnx_NodeProto) -> String {
    node.name.isEmpty ? "\(node.opType) for '\(node.output.first ?? "")'" : node.name
  }

  private static func writers(
    _ graph: Onnx_GraphProto, given: Set<String>
  ) throws(FoveaError) -> [String: Int] {
    var writer: [String: Int] = [:]
    for (position, node) in graph.node.enumerated() {
      for name in node.output where !name.isEmpty {
        guard writer[name] == nil, !given.contains(name) else {
          throw FoveaError("'\(name)' is written twice, the second time by '\(title(of: node))'")
        }
        writer[name] = position
      }
    }
    return writer
  }

  private static func isOrder(
    _ list: [Int], _ graph: Onnx_GraphProto, _ reads: [[String]], _ given: Set<String>
  ) -> Bool {
    var known = given
    for position in list {
      guard reads[position].allSatisfy({ $0.isEmpty || known.contains($0) }) else { return false }
      known.formUnion(graph.node[position].output)
    }
    return true
  }

  /// What a node reads: its inputs, and what graphs inside of it take from around them.
  static func reads(of node: Onnx_NodeProto) -> [String] {
    guard node.attribute.contains(where: \.hasG) else { return node.input }
    return node.input + node.attribute.filter(\.hasG).flatMap { captured(by: $0.g) }
  }

  private static func captured(by graph: Onnx_GraphProto) -> [String] {
    var own = Set(graph.node.flatMap(\.output))
    own.formUnion(graph.input.map(\.name))
    own.formUnion(graph.initializer.map(\.name))
    let read = graph.node.flatMap { reads(of: $0) } + graph.output.map(\.name)
    return read.filter { !$0.isEmpty && !own.contains($0) }
  }
}
