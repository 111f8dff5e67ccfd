extension Network: CustomStringConvertible {
  /// The network as a table, for the batch that it was built with.
  public var description: String {
    summary(shapes: nodes.map { nominalShape(of: $0.id) }).description
  }
}

extension NetworkSummary: CustomStringConvertible {
  /// A table: label, operation, output shape, parameters, multiply–adds and the hook points inside, with totals.
  ///
  /// A column that would be empty is left out; what a node reads stands there only where it is not the node before it.
  public var description: String {
    var table = TextTable(columns: [
      ("node", .left), ("operation", .left), ("reads", .left), ("output", .left),
      ("parameters", .right), ("multiply-adds", .right), ("inside", .left),
    ])
    for (position, node) in nodes.enumerated() {
      let previous = position > 0 ? [nodes[position - 1].label] : []
      table.add([
        node.label, [node.kind, node.attributes].filter { !$0.isEmpty }.joined(separator: " "),
        node.inputs == previous ? "" : node.inputs.joined(separator: ", "),
        "[" + node.shape.map(String.init).joined(separator: ", ") + "]",
        node.sharesParameters ? "shared" : grouped(node.parameters + node.fixedParameters),
        grouped(node.multiplyAdds),
        inside(of: node),
      ])
    }
    table.addRule()
    table.add([
      "total", "\(nodes.count) nodes", "", "", grouped(parameters + fixedParameters),
      grouped(multiplyAdds), "",
    ])
    let fixed = fixedParameters == 0 ? "" : "; \(grouped(fixedParameters)) parameters not trained"
    return table.text + "\noutput \(outputs.joined(separator: ", ")); seed \(seed)\(fixed)"
  }

  /// The names of what can be hooked inside of a node, and the steps where they are the same for all.
  private func inside(of node: NodeDescription) -> String {
    guard let steps = node.records.first?.steps else { return "" }
    guard node.records.allSatisfy({ $0.steps == steps }) else {
      return node.records.map { "\($0.name)[0..<\($0.steps)]" }.joined(separator: " ")
    }
    return node.records.map(\.name).joined(separator: " ") + " [0..<\(steps)]"
  }
}

/// A number with a comma after each three digits; nothing for zero.
private func grouped(_ number: Int) -> String {
  guard number != 0 else { return "" }
  let digits = Array(String(number.magnitude))
  var text = number < 0 ? "-" : ""
  for (position, digit) in digits.enumerated() {
    if position > 0, (digits.count - position) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}
