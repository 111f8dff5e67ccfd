public import FoveaTensor

/// A directed graph: nodes with text, joined by wires that may carry a text above and one below.
///
/// In layers it is drawn by the method of Sugiyama, Tagawa & Toda (1981): every wire leads to a later layer, crossings are
/// reduced, wires take ways of their own past the nodes, and long graphs are wrapped. The same diagram always looks the
/// same.
public struct Diagram: Figure {
  /// Where the layers of a graph lie.
  public enum Direction: Hashable, Sendable {
    /// One below the other.
    case down
    /// One to the right of the other.
    case right
  }

  /// How places are found.
  public enum Layout: Hashable, Sendable {
    /// In layers, from the wires alone.
    case layered(Direction)
    /// Each node in the cell that it names, with cells of the given extents; wires are straight.
    case grid(cell: Size)
  }

  /// How wires run between layers.
  public enum Wires: Hashable, Sendable {
    /// In smooth curves.
    case smooth
    /// Along both axes only.
    case orthogonal
  }

  /// What some nodes have in common, with its colour.
  public struct Kind: Hashable, Sendable {
    /// The name, which the legend shows.
    public var name: String
    /// The colour of the outline; the inside is paler.
    public var color: Color

    /// Creates a kind.
    public init(_ name: String, _ color: Color) {
      self.name = name
      self.color = color
    }
  }

  /// The title.
  public var title: String
  /// The nodes.
  public var nodes: [DiagramNode]
  /// The wires.
  public var edges: [DiagramEdge]
  /// How places are found.
  public var layout: Layout
  /// How wires run between layers.
  public var wires = Wires.smooth
  /// The kinds of nodes; those in use make up the legend.
  public var kinds: [Kind]
  /// Whether the kinds in use are named below the drawing.
  public var showsLegend = true
  /// The length in points beyond which the layers go on in a new column (or row); `nil` for one alone.
  public var longest: Double?
  /// The least distance between nodes of one layer, in points.
  public var nodeDistance = 16.0
  /// The least distance between layers, in points.
  public var layerDistance = 22.0
  /// How far apart the wires end that lead into one node, in points; 0 lets them meet.
  public var entryDistance = 0.0
  /// The colour of texts above wires.
  public var aboveColor = Color(0x00694A)
  /// The colour of texts below wires.
  public var belowColor = Color(0xB03A00)
  /// The text below.
  public var caption: String
  /// The look.
  public var theme = Theme.standard

  /// Creates a diagram.
  public init(
    title: String = "", nodes: [DiagramNode] = [], edges: [DiagramEdge] = [],
    layout: Layout = .layered(.down), kinds: [Kind] = [], longest: Double? = nil,
    caption: String = ""
  ) {
    self.title = title
    self.nodes = nodes
    self.edges = edges
    self.layout = layout
    self.kinds = kinds
    self.longest = longest
    self.caption = caption
  }

  /// Adds a node and returns its position.
  @discardableResult
  public mutating func add(_ node: DiagramNode) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  /// Adds a wire.
  public mutating func connect(_ from: Int, _ to: Int, above: String = "", below: String = "") {
    edges.append(DiagramEdge(from: from, to: to, above: above, below: below))
  }

  /// The number of places where wires cross; in a grid, where they are straight, it is not counted and is 0.
  public var crossings: Int {
    guard case .layered = layout else { return 0 }
    return LayeredGraph(self).crossings
  }

  /// The extents, which follow from the nodes, the wires and the texts around them.
  public var size: Size { DiagramArrangement(self).frame.size }

  /// Throws where there is no node, a wire has no end, or layers are asked for and wires go round in a circle.
  public func validate() throws(FoveaError) {
    guard !nodes.isEmpty else {
      throw FoveaError("the diagram '\(title)' has nothing to draw: no nodes")
    }
    for edge in edges {
      guard nodes.indices.contains(edge.from), nodes.indices.contains(edge.to) else {
        throw FoveaError(
          "the diagram '\(title)' has \(nodes.count) nodes, and a wire from \(edge.from) to \(edge.to)"
        )
      }
    }
    guard case .layered = layout else { return }
    if let node = Layering.cycle(nodes.count, edges) {
      throw FoveaError(
        "the diagram '\(title)' cannot be drawn in layers: wires lead from '\(nodes[node].label)' "
          + "back to itself")
    }
  }

  /// Draws the diagram.
  public func draw(on canvas: any Canvas) {
    let arrangement = DiagramArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}
