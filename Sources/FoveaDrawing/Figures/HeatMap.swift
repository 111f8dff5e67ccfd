public import FoveaTensor

/// A matrix as colours, with a bar that says which colour means which number.
///
/// What has no place on the scale keeps a colour of its own, named beside the bar: not-a-numbers, infinities, and zero or
/// less on a logarithmic scale. Masked cells are hatched.
public struct HeatMap: Figure {
  /// What the rows or columns of the matrix stand for.
  public enum Steps: Hashable, Sendable {
    /// Numbers: the first one and the distance to the next.
    case numbers(first: Double, step: Double)
    /// A name for each.
    case names([String])

    /// 0, 1, 2 and so on.
    public static let indices = Steps.numbers(first: 0, step: 1)
  }

  /// The title.
  public var title: String
  /// The name and unit of what runs from left to right.
  public var xLabel: String
  /// The name and unit of what runs from top to bottom.
  public var yLabel: String
  /// The numbers, `[rows, columns]`.
  public var values: Tensor
  /// What the columns stand for.
  public var columns: Steps
  /// What the rows stand for.
  public var rows: Steps
  /// How numbers become colours.
  public var kind: ColorScale.Kind
  /// A scale shared with other figures, or `nil` to fit one to the values; its kind goes before `kind`.
  public var scale: ColorScale?
  /// The colours, or `nil` for those that fit the kind of scale.
  public var colorMap: ColorMap?
  /// The name and unit of the numbers, beside the bar.
  public var unit: String
  /// Cells that have no number by their nature, row by row; empty for none.
  public var mask: [Bool]
  /// What the hatching of masked cells means, beside the bar.
  public var maskLabel = "masked"
  /// The significant digits written into each cell, or `nil` for none.
  public var digits: Int?
  /// The rows and columns of a block, where lines part blocks; `nil` for none.
  public var block: (rows: Int, columns: Int)?
  /// Whether the first row lies at the bottom.
  public var growsUp = false
  /// The extents of the matrix in points, or `nil` to follow its rows and columns.
  public var plotSize: Size?
  /// The text below.
  public var caption: String
  /// The look.
  public var theme = Theme.standard

  /// Creates a heat map.
  public init(
    values: Tensor, title: String = "", xLabel: String = "", yLabel: String = "",
    columns: Steps = .indices, rows: Steps = .indices, kind: ColorScale.Kind = .linear,
    scale: ColorScale? = nil, colorMap: ColorMap? = nil, unit: String = "", mask: [Bool] = [],
    digits: Int? = nil, caption: String = ""
  ) {
    self.values = values
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.columns = columns
    self.rows = rows
    self.kind = kind
    self.scale = scale
    self.colorMap = colorMap
    self.unit = unit
    self.mask = mask
    self.digits = digits
    self.caption = caption
  }

  /// The extents, which follow from the matrix and the texts around it.
  public var size: Size { HeatArrangement(self).frame.size }

  /// Throws where the values are no matrix, there are none, or names, mask or blocks do not fit them.
  public func validate() throws(FoveaError) {
    guard values.shape.rank == 2 else {
      throw FoveaError("a heat map is [rows, columns], '\(title)' got \(values.shape)")
    }
    guard values.shape.count > 0 else {
      throw FoveaError("the heat map '\(title)' has nothing to draw: its shape is \(values.shape)")
    }
    try validate(rows, count: values.shape[0], "row")
    try validate(columns, count: values.shape[1], "column")
    guard mask.isEmpty || mask.count == values.shape.count else {
      throw FoveaError(
        "the mask of '\(title)' has \(mask.count) cells, the matrix \(values.shape.count)")
    }
    if let block, block.rows < 1 || block.columns < 1 {
      throw FoveaError(
        "'\(title)' cannot be parted into blocks of \(block.rows) × \(block.columns)")
    }
  }

  private func validate(_ steps: Steps, count: Int, _ name: String) throws(FoveaError) {
    switch steps {
    case .names(let names):
      guard names.count == count else {
        throw FoveaError(
          "the heat map '\(title)' has \(count) \(name)s and \(names.count) \(name) names")
      }
    case .numbers(let first, let step):
      guard step > 0, step.isFinite, first.isFinite else {
        throw FoveaError("the \(name)s of '\(title)' cannot begin at \(first) and grow by \(step)")
      }
    }
  }

  /// Draws the heat map.
  public func draw(on canvas: any Canvas) {
    let arrangement = HeatArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}
