public import FoveaTensor

/// Layers of units as circles with the connections between them, the first layer at the bottom.
public struct LayerDiagram: Figure {
  /// A row of units.
  public struct Layer: Hashable, Sendable {
    /// What stands beside the row.
    public var name: String
    /// What stands in each circle.
    public var units: [String]
    /// The positions of the units that are filled with the accent colour.
    public var emphasized: Set<Int>

    /// Creates a layer.
    public init(_ name: String, units: [String], emphasized: Set<Int> = []) {
      self.name = name
      self.units = units
      self.emphasized = emphasized
    }
  }

  /// A line from a unit to one of the layer above.
  public struct Connection: Hashable, Sendable {
    /// The position of the lower layer.
    public var layer: Int
    /// The position of the unit in the lower layer.
    public var from: Int
    /// The position of the unit in the upper layer.
    public var to: Int
    /// The colour, or `nil` for a quiet one.
    public var color: Color?

    /// Creates a connection.
    public init(layer: Int = 0, from: Int, to: Int, color: Color? = nil) {
      self.layer = layer
      self.from = from
      self.to = to
      self.color = color
    }
  }

  /// The title.
  public var title: String
  /// The layers, from the bottom to the top.
  public var layers: [Layer]
  /// The lines; coloured ones are drawn over quiet ones.
  public var connections: [Connection]
  /// The colour of emphasised units.
  public var accent: Color
  /// The distance of neighbouring units, in points.
  public var unitDistance = 34.0
  /// The distance of neighbouring layers, in points.
  public var layerDistance = 62.0
  /// The text below.
  public var caption: String
  /// The look.
  public var theme = Theme.standard

  /// Creates a diagram.
  public init(
    layers: [Layer], connections: [Connection], title: String = "",
    accent: Color = Theme.okabeIto[0], caption: String = ""
  ) {
    self.layers = layers
    self.connections = connections
    self.title = title
    self.accent = accent
    self.caption = caption
  }

  private let radius = 11.0

  /// The extents, which follow from the layers and the texts around them.
  public var size: Size { frame.size }

  /// Throws where there is no unit, or a connection leads to a unit that is not there.
  public func validate() throws(FoveaError) {
    guard !layers.isEmpty, layers.allSatisfy({ !$0.units.isEmpty }) else {
      throw FoveaError("the diagram '\(title)' has a layer without units, or no layer")
    }
    for line in connections {
      guard layers.indices.contains(line.layer), layers.indices.contains(line.layer + 1),
        layers[line.layer].units.indices.contains(line.from),
        layers[line.layer + 1].units.indices.contains(line.to)
      else {
        throw FoveaError(
          "'\(title)' has no units \(line.from) in layer \(line.layer) and \(line.to) above it")
      }
    }
  }

  private var frame: FrameLayout {
    let most = layers.map(\.units.count).max() ?? 1
    let plot = Size(
      Double(most - 1) * unitDistance + 2 * radius + 2,
      Double(layers.count - 1) * layerDistance + 2 * radius + 2)
    var frame = FrameLayout(plot: plot, theme: theme)
    for (index, layer) in layers.enumerated() {
      frame.add(
        layer.name, at: Point(-8, place(index, 0, in: plot).y),
        TextStyle(theme.labelFont, theme.ink, .end, .middle))
    }
    frame.addTitle(title)
    frame.addNotes([], caption: caption)
    return frame
  }

  private func place(_ layer: Int, _ unit: Int, in plot: Size) -> Point {
    let width = Double(layers[layer].units.count - 1) * unitDistance
    return Point(
      (plot.width - width) / 2 + Double(unit) * unitDistance,
      plot.height - radius - 1 - Double(layer) * layerDistance)
  }

  /// Draws the diagram.
  public func draw(on canvas: any Canvas) {
    let frame = frame
    let plot = frame.plot
    canvas.within(Transform(x: frame.origin.x, y: frame.origin.y)) {
      for isColored in [false, true] {
        for line in connections where (line.color != nil) == isColored {
          canvas.line(
            place(line.layer, line.from, in: plot), place(line.layer + 1, line.to, in: plot),
            Stroke(line.color ?? Color(grey: 0.72), width: isColored ? 1.8 : 0.8))
        }
      }
      for (index, layer) in layers.enumerated() {
        for (unit, label) in layer.units.enumerated() {
          let centre = place(index, unit, in: plot)
          let isEmphasized = layer.emphasized.contains(unit)
          canvas.circle(centre, radius: radius, isEmphasized ? accent : .white)
          canvas.stroke(
            .circle(centre, radius: radius),
            Stroke(isEmphasized ? accent : theme.quietInk, width: 1))
          canvas.draw(
            label, at: centre,
            TextStyle(
              theme.tickFont, isEmphasized ? accent.contrasting : theme.ink, .middle, .middle))
        }
      }
      frame.drawTexts(on: canvas)
    }
  }
}
