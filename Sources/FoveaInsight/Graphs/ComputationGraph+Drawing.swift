import FoveaDrawing
import FoveaNetwork
import FoveaTensor

extension ComputationGraph {
  /// The gates with their wires, from left to right.
  func diagram(
    of network: Network, outputNames: [String: String], decimals: Int, title: String,
    caption: String
  ) -> Diagram {
    var diagram = Diagram(
      title: title, layout: .layered(.right),
      kinds: [
        Diagram.Kind("given", Theme.standard.color(0)), Diagram.Kind("gate", Color(0x444444)),
      ], caption: caption)
    diagram.showsLegend = false
    diagram.entryDistance = 11
    diagram.nodeDistance = 20
    diagram.layerDistance = 24
    let isOutput = Set(network.outputs)
    let consumers = network.consumers
    // Where wires reach a node, and where they leave it: at a dot where several do.
    var heads: [Int] = []
    var ends: [Int] = []
    for node in network.nodes {
      let label = network.label(of: node.id)
      let isEnd = isOutput.contains(node.id) && consumers[node.id.position].isEmpty
      let text = Self.text(values[label], gradients[label], decimals)
      let isNothing = Self.isIdentity(node.operation)
      if isNothing, isEnd {
        // An output that only hands on is the end of its wire.
        heads.append(
          diagram.add(DiagramNode(outputNames[label] ?? Self.name(label), shape: .plain)))
        ends.append(heads[node.id.position])
        continue
      }
      var end = diagram.add(Self.node(for: node, label: label))
      heads.append(end)
      if consumers[node.id.position].count > 1 {
        let dot = diagram.add(DiagramNode("", shape: .dot, kind: "gate"))
        diagram.connect(end, dot, above: text.above, below: text.below)
        end = dot
      }
      if isEnd {
        let name = outputNames[label] ?? ""
        diagram.connect(
          end, diagram.add(DiagramNode(name, shape: .plain)), above: text.above, below: text.below)
      }
      ends.append(end)
    }
    var next = wires.makeIterator()
    for node in network.nodes {
      for input in node.inputs {
        guard let wire = next.next() else { continue }
        let text = Self.text(wire.value, wire.gradient, decimals)
        diagram.connect(
          ends[input.position], heads[node.id.position], above: text.above, below: text.below)
      }
    }
    return diagram
  }

  private static func isIdentity(_ operation: any Operation) -> Bool {
    (operation as? Elementwise)?.function == .linear(scale: 1, offset: 0)
  }

  /// A pill for what is given, a circle for a gate with a sign, a box for everything else.
  private static func node(for node: Node, label: String) -> DiagramNode {
    if node.inputs.isEmpty { return DiagramNode(name(label), shape: .pill, kind: "given") }
    if let sign = sign(of: node.operation) {
      return DiagramNode(sign, shape: .circle, kind: "gate")
    }
    let kind = type(of: node.operation).kind
    let words = readable[kind] ?? kind
    let summary = [words, node.operation.summary].filter { !$0.isEmpty }.joined(separator: " ")
    return DiagramNode(name(label), lines: label == kind ? [] : [summary], kind: "gate")
  }

  /// Kinds of nodes that are written as one word, in several.
  private static let readable = [
    "squarederror": "squared error", "crossentropy": "cross-entropy",
    "binarycrossentropy": "binary cross-entropy", "batchnorm": "batch normalisation",
    "layernorm": "layer normalisation", "globalpool": "global pooling", "matmul": "matrix product",
    "conv": "convolution", "pool": "pooling",
  ]

  /// The sign of a gate, as mathematics has it.
  private static func sign(of operation: any Operation) -> String? {
    if let operation = operation as? Arithmetic {
      switch operation.function {
      case .add: return "+"
      case .subtract: return "−"
      case .multiply: return "×"
      case .divide: return "÷"
      case .maximum: return "max"
      case .minimum: return "min"
      }
    }
    if let operation = operation as? Unary {
      switch operation.function {
      case .reciprocal: return "1/x"
      case .negate: return "×−1"
      default: return nil
      }
    }
    guard let function = (operation as? Elementwise)?.function else { return nil }
    switch function {
    case .sigmoid: return "σ"
    case .tanh: return "tanh"
    case .relu: return "ReLU"
    case .exp: return "exp"
    case .log: return "ln"
    case .square: return "x²"
    case .linear(let scale, 0): return "×" + Number.short(scale)
    case .linear(1, let offset):
      return offset < 0 ? Number.short(offset) : "+" + Number.short(offset)
    default: return nil
    }
  }

  /// A letter with a number as mathematics has it: `w0` is w₀.
  private static func name(_ label: String) -> String {
    let figures = Array("₀₁₂₃₄₅₆₇₈₉")
    guard let first = label.first, first.isLetter, label.count > 1,
      label.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
    else { return label }
    return String(first)
      + String(label.dropFirst().compactMap(\.wholeNumberValue).map { figures[$0] })
  }

  /// What stands above and below a wire.
  private static func text(
    _ value: Tensor?, _ gradient: Tensor?, _ decimals: Int
  ) -> (above: String, below: String) {
    (value.map { text(of: $0, decimals) } ?? "", gradient.map { text(of: $0, decimals) } ?? "")
  }

  /// The elements, or the size of many.
  static func text(of tensor: Tensor, _ decimals: Int) -> String {
    let scalars = tensor.scalars
    guard scalars.count <= 4 else {
      let size = scalars.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      return "‖·‖ " + Number.decimal(Float(size), decimals)
    }
    let elements = scalars.map { Number.decimal($0, decimals) }
    return elements.count == 1 ? elements[0] : "(" + elements.joined(separator: ", ") + ")"
  }
}
