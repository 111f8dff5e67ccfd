public import FoveaTensor

/// Numbers in bordered cells: a matrix that is computed with by hand, or a table of results.
///
/// Cells may bear small notes (the weight of the kernel that lies above them), colours of a scale and marked windows.
/// A cell is as wide as the widest text asks, all alike unless `fitsColumns` is set.
public struct NumberGrid: Figure {
  /// What stands in one cell.
  public struct Cell: Hashable, Sendable {
    /// The number or word; empty for none.
    public var text: String
    /// The number that gives the colour, where there is a scale.
    public var value: Double?
    /// A small text behind the number, below its line.
    public var note: String
    /// The colour of the cell, which goes before the scale's.
    public var ground: Color?
    /// The colour of the text, or `nil` for one that reads well.
    public var ink: Color?
    /// Whether there is a border; a cell without one only keeps its place.
    public var isBordered = true

    /// Creates a cell of a word.
    public init(
      _ text: String, value: Double? = nil, note: String = "", ground: Color? = nil,
      ink: Color? = nil
    ) {
      self.text = text
      self.value = value
      self.note = note
      self.ground = ground
      self.ink = ink
    }

    /// Creates a cell of a number, written with so many significant digits.
    public init(
      _ value: some BinaryFloatingPoint, digits: Int = 4, note: String = "", ground: Color? = nil
    ) {
      let number = Double(value)
      self.init(number.short(digits), value: number, note: note, ground: ground)
    }

    /// A cell with nothing in it.
    public static let empty = Cell("")
    /// A place without a cell.
    public static let nothing: Cell = {
      var cell = Cell("")
      cell.isBordered = false
      return cell
    }()
  }

  /// A rectangle of cells with a coloured outline.
  public struct Mark: Hashable, Sendable {
    /// The rows inside.
    public var rows: Range<Int>
    /// The columns inside.
    public var columns: Range<Int>
    /// The colour of the outline.
    public var color: Color
    /// Whether the cells inside are tinted with the colour; cells with a colour of their own are not.
    public var isTinted: Bool

    /// Creates a mark.
    public init(rows: Range<Int>, columns: Range<Int>, color: Color, isTinted: Bool = true) {
      self.rows = rows
      self.columns = columns
      self.color = color
      self.isTinted = isTinted
    }

    /// Creates a mark around one cell.
    public init(row: Int, column: Int, color: Color, isTinted: Bool = true) {
      self.init(
        rows: row..<row + 1, columns: column..<column + 1, color: color, isTinted: isTinted)
    }
  }

  /// The title.
  public var title: String
  /// The cells, row by row; all rows are of one length.
  public var cells: [[Cell]]
  /// The names of the rows, left of them; empty for none.
  public var rowLabels: [String]
  /// The names of the columns, above them; empty for none.
  public var columnLabels: [String]
  /// The marked rectangles, the last one uppermost.
  public var marks: [Mark]
  /// The scale of the cells' values, or `nil` for cells without colour.
  public var scale: ColorScale?
  /// The colours, or `nil` for those that fit the kind of scale.
  public var colorMap: ColorMap?
  /// Whether each column is only as wide as its own texts.
  public var fitsColumns = false
  /// The least width of a cell, in points, so that grids with other numbers look alike.
  public var leastCellWidth = 0.0
  /// The font of the cells.
  public var font = Font(10)
  /// The colour of notes, or `nil` for the theme's second one.
  public var noteColor: Color?
  /// The text below.
  public var caption: String
  /// The look.
  public var theme = Theme.standard

  /// Creates a grid of cells.
  public init(
    _ cells: [[Cell]], title: String = "", rowLabels: [String] = [], columnLabels: [String] = [],
    marks: [Mark] = [], scale: ColorScale? = nil, colorMap: ColorMap? = nil, caption: String = ""
  ) {
    self.cells = cells
    self.title = title
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.marks = marks
    self.scale = scale
    self.colorMap = colorMap
    self.caption = caption
  }

  /// Creates a grid of a matrix `[rows, columns]`, or of a vector as one row.
  ///
  /// - Parameter digits: the significant digits of each number.
  /// - Precondition: the rank is 1 or 2.
  public init(
    _ values: Tensor, digits: Int = 4, title: String = "", rowLabels: [String] = [],
    columnLabels: [String] = [], marks: [Mark] = [], scale: ColorScale? = nil,
    colorMap: ColorMap? = nil, caption: String = ""
  ) {
    precondition(
      values.shape.rank == 1 || values.shape.rank == 2,
      "a grid of numbers is a matrix or a vector, got \(values.shape)")
    let columns = values.shape[-1]
    let rows = columns == 0 ? 0 : values.shape.count / columns
    self.init(
      (0..<rows).map { row in
        values.scalars[row * columns..<(row + 1) * columns].map { Cell($0, digits: digits) }
      },
      title: title, rowLabels: rowLabels, columnLabels: columnLabels, marks: marks, scale: scale,
      colorMap: colorMap, caption: caption)
  }

  /// The grid with all cells empty from the one at `count` on, row by row: a result that is half done.
  public func keeping(first count: Int) -> NumberGrid {
    var grid = self
    var index = 0
    for row in cells.indices {
      for column in cells[row].indices {
        if index >= count { grid.cells[row][column] = .empty }
        index += 1
      }
    }
    return grid
  }

  /// The extents, which follow from the cells and the texts around them.
  public var size: Size { NumberArrangement(self).frame.size }

  /// Throws where there is no cell, or where rows, labels or marks do not fit each other.
  public func validate() throws(FoveaError) {
    let columns = cells.first?.count ?? 0
    guard columns > 0 else {
      throw FoveaError("the grid of numbers '\(title)' has nothing to draw: no cells")
    }
    guard cells.allSatisfy({ $0.count == columns }) else {
      throw FoveaError("the rows of '\(title)' have \(cells.map(\.count)) cells; make them equal")
    }
    guard rowLabels.isEmpty || rowLabels.count == cells.count,
      columnLabels.isEmpty || columnLabels.count == columns
    else {
      throw FoveaError(
        "'\(title)' has \(cells.count) × \(columns) cells, \(rowLabels.count) row labels and "
          + "\(columnLabels.count) column labels")
    }
    for mark in marks {
      guard !mark.rows.isEmpty, !mark.columns.isEmpty, mark.rows.lowerBound >= 0,
        mark.columns.lowerBound >= 0, mark.rows.upperBound <= cells.count,
        mark.columns.upperBound <= columns
      else {
        throw FoveaError(
          "the mark of rows \(mark.rows) and columns \(mark.columns) does not lie inside of the "
            + "\(cells.count) × \(columns) cells of '\(title)'")
      }
    }
  }

  /// Draws the grid.
  public func draw(on canvas: any Canvas) {
    let arrangement = NumberArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}
