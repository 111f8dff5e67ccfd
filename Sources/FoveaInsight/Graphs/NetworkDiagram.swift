public import FoveaDrawing
public import FoveaNetwork

/// A network drawn: names, operations, output shapes, parameters and cost, with activations in their layer's box.
///
/// Up to two dozen layers have a box each; in larger networks layers in a row share a tall one with a line for each, and
/// long networks go on in further columns.
public struct NetworkDiagram: ComposedFigure {
  /// What is drawn in which box.
  public let outline: NetworkOutline
  /// The drawing.
  public let figure: any Figure

  /// Draws a network.
  ///
  /// - Parameters:
  ///   - summary: the network in numbers; costs are those of its batch.
  ///   - title: what it is called; its totals begin the caption.
  ///   - direction: where its layers lie.
  public init(
    _ summary: NetworkSummary, title: String = "", direction: Diagram.Direction = .down,
    caption: String = ""
  ) {
    outline = NetworkOutline(summary)
    let totals = [
      "\(summary.nodes.count) nodes",
      "\(Quantity.short(summary.parameters)) parameters",
      "\(Quantity.short(summary.multiplyAdds)) multiply-adds",
    ].joined(separator: ", ")
    var diagram = Diagram(
      title: title, layout: .layered(direction), kinds: Self.kinds,
      caption: [totals + ".", caption].filter { !$0.isEmpty }.joined(separator: " "))
    for box in outline.boxes { diagram.add(Self.node(for: box)) }
    for (position, box) in outline.boxes.enumerated() {
      for input in box.inputs { diagram.connect(input, position) }
    }
    diagram.layerDistance = 17
    diagram.longest = Self.longest(diagram, isDown: direction == .down)
    figure = diagram
  }

  /// The length of a column with which a long network becomes about as wide as one and a half times its height.
  private static func longest(_ diagram: Diagram, isDown: Bool) -> Double? {
    let size = diagram.size
    let (along, across) = isDown ? (size.height, size.width) : (size.width, size.height)
    guard along > 760 else { return nil }
    let columns = (1.4 * along / across).squareRoot().rounded(.up)
    return columns > 1 ? along / columns : nil
  }

  // MARK: - Boxes

  private static func node(for box: NetworkOutline.Box) -> DiagramNode {
    let heaviest = box.layers.max { $0.multiplyAdds < $1.multiplyAdds } ?? box.layers[0]
    let kind = Self.kind(of: heaviest.multiplyAdds > 0 ? heaviest.kind : box.layers[0].kind)
    guard box.layers.count > 1 else {
      let layer = box.layers[0]
      let isInput = layer.kind == Input.kind
      return DiagramNode(
        layer.label,
        lines: [
          isInput ? "" : layer.operation, Quantity.extents(layer.shape), Self.cost(of: layer),
        ], shape: isInput ? .pill : .box, kind: kind)
    }
    return DiagramNode(
      box.name,
      table: box.layers.map { layer in
        [
          box.ownName(of: layer), layer.operation, Quantity.extents(layer.shape),
          layer.parameters > 0 ? Quantity.short(layer.parameters) : "",
          layer.multiplyAdds > 0 ? Quantity.short(layer.multiplyAdds) : "",
        ]
      }, kind: kind)
  }

  private static func cost(of layer: NetworkOutline.Layer) -> String {
    [
      layer.parameters > 0 ? "\(Quantity.short(layer.parameters)) parameters" : "",
      layer.multiplyAdds > 0 ? "\(Quantity.short(layer.multiplyAdds)) multiply-adds" : "",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static let kinds: [Diagram.Kind] = [
    Diagram.Kind("input", Color(0x555555)), Diagram.Kind("convolution", Theme.standard.color(0)),
    Diagram.Kind("matrix product", Theme.standard.color(2)),
    Diagram.Kind("recurrence", Theme.standard.color(3)),
    Diagram.Kind("pooling", Theme.standard.color(4)),
    Diagram.Kind("sum, product or join", Theme.standard.color(1)),
    Diagram.Kind("other", Color(0x8A8A8A)),
  ]

  private static func kind(of operation: String) -> String {
    switch operation {
    case Input.kind: "input"
    case Convolution.kind, TransposedConvolution.kind: "convolution"
    case DenseProduct.kind, MatrixProduct.kind, EmbeddingLookup.kind: "matrix product"
    case Recurrent.kind, RecurrentSequence.kind: "recurrence"
    case Pooling.kind, GlobalPooling.kind, WindowReduction.kind: "pooling"
    case Arithmetic.kind, Binary.kind, Concatenation.kind: "sum, product or join"
    default: "other"
    }
  }
}

/// Large numbers and extents as a drawing has room for them.
enum Quantity {
  /// All digits below ten thousand, else three with k, M or G.
  static func short(_ number: Int) -> String {
    var (value, unit) = (Double(number), "")
    if number >= 10_000 { (value, unit) = (value / 1e3, " k") }
    if number >= 999_500 { (value, unit) = (Double(number) / 1e6, " M") }
    if number >= 999_500_000 { (value, unit) = (Double(number) / 1e9, " G") }
    return (unit.isEmpty ? "\(number)" : value.short) + unit
  }

  /// The extents after the batch, such as `64×56×56`.
  static func extents(_ shape: [Int]) -> String {
    let element = shape.count > 1 ? Array(shape.dropFirst()) : shape
    return element.isEmpty ? "one number" : element.map(String.init).joined(separator: "×")
  }
}
