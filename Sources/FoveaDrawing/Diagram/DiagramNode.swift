/// A thing in a diagram: a gate, a layer, a state.
public struct DiagramNode: Hashable, Sendable {
  /// The outlines.
  public enum Shape: Hashable, Sendable {
    /// A rectangle with softened corners, for anything with several lines.
    case box
    /// A circle, for gates and units.
    case circle
    /// A rectangle with round ends, for what comes in and goes out.
    case pill
    /// A filled dot without text, where a wire parts.
    case dot
    /// No outline: text alone.
    case plain
  }

  /// The first line.
  public var label: String
  /// Lines of second rank below it.
  public var lines: [String]
  /// Rows of cells below the lines, in columns; a column of numbers is aligned to the right.
  public var table: [[String]]
  /// The outline.
  public var shape: Shape
  /// The name of its kind, which gives the colour; empty for none.
  public var kind: String
  /// A colour of its own to fill it with, such as one that stands for a number; the text becomes black or white.
  public var fill: Color?
  /// Where it lies in a diagram whose layout is a grid: column and row, fractions allowed.
  public var cell: Point

  /// Creates a node.
  public init(
    _ label: String, lines: [String] = [], table: [[String]] = [], shape: Shape = .box,
    kind: String = "", fill: Color? = nil, cell: Point = .zero
  ) {
    self.label = label
    self.lines = lines
    self.table = table
    self.shape = shape
    self.kind = kind
    self.fill = fill
    self.cell = cell
  }
}

/// A wire from one node of a diagram to another.
public struct DiagramEdge: Hashable, Sendable {
  /// The position of the node where it begins.
  public var from: Int
  /// The position of the node where it ends.
  public var to: Int
  /// What stands above it, or to the left of one that runs downwards.
  public var above: String
  /// What stands below it, or to the right of one that runs downwards.
  public var below: String
  /// The colour, or `nil` for that of all wires.
  public var color: Color?
  /// The width of the pen in points.
  public var width = 1.0
  /// Whether it is dashed.
  public var isDashed = false
  /// Whether its end has the head of an arrow.
  public var hasHead = true

  /// Creates a wire between nodes at two positions of a diagram's list.
  public init(
    from: Int, to: Int, above: String = "", below: String = "", color: Color? = nil,
    isDashed: Bool = false
  ) {
    self.from = from
    self.to = to
    self.above = above
    self.below = below
    self.color = color
    self.isDashed = isDashed
  }

  /// Whether anything stands beside it.
  var hasLabel: Bool { !above.isEmpty || !below.isEmpty }
}
