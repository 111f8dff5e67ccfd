public import FoveaTensor

/// A small matrix of weights as cells with their numbers: blue below zero, red above, white at zero.
///
/// All cells share one scale, which is symmetric about zero.
public struct KernelFigure: Figure {
  /// The numbers, `[rows, columns]`.
  public var values: Tensor
  /// The text above.
  public var title: String
  /// What all numbers are divided by; written below unless it is 1.
  public var divisor: Double
  /// The side of a cell, in points.
  public var cell: Double
  /// The significant digits of the numbers; 0 writes none.
  public var digits: Int
  /// The text below.
  public var caption: String
  /// The look.
  public var theme = Theme.standard

  /// Creates a figure.
  public init(
    _ values: Tensor, title: String = "", divisor: Double = 1, cell: Double = 20, digits: Int = 2,
    caption: String = ""
  ) {
    self.values = values
    self.title = title
    self.divisor = divisor
    self.cell = cell
    self.digits = digits
    self.caption = caption
  }

  /// The extents, which follow from rows, columns and texts.
  public var size: Size { frame.size }

  /// Throws where the values are no matrix or an empty one.
  public func validate() throws(FoveaError) {
    guard values.shape.rank == 2, values.shape.count > 0 else {
      throw FoveaError("a kernel is [rows, columns], '\(title)' got \(values.shape)")
    }
  }

  private var below: [String] {
    let factor = divisor == 1 ? [] : ["÷ \(divisor.short)"]
    return factor + caption.split(separator: "\n").map(String.init)
  }

  private var frame: FrameLayout {
    let plot = Size(Double(values.shape[1]) * cell, Double(values.shape[0]) * cell)
    var frame = FrameLayout(plot: plot, theme: theme)
    if !title.isEmpty {
      frame.add(
        title, at: Point(plot.width / 2, -5),
        TextStyle(theme.labelFont, theme.ink, .middle, .bottom))
    }
    frame.add(
      lines: below, at: Point(plot.width / 2, plot.height + 4),
      TextStyle(theme.tickFont, theme.quietInk, .middle, .top))
    return frame
  }

  /// Draws cells, numbers and texts.
  public func draw(on canvas: any Canvas) {
    let frame = frame
    canvas.within(Transform(x: frame.origin.x, y: frame.origin.y)) {
      let reach = Double(values.scalars.map(abs).max() ?? 1)
      let scale = ColorScale(.symmetric, range: -max(reach, 1e-30)...max(reach, 1e-30))
      for (index, value) in values.scalars.enumerated() {
        let place = Rectangle(
          x: Double(index % values.shape[1]) * cell, y: Double(index / values.shape[1]) * cell,
          width: cell, height: cell)
        let color = ColorMap.redBlue.color(at: scale.position(of: Double(value)) ?? .nan)
          .lighter(0.25)
        canvas.fill(place, color)
        canvas.stroke(place, Stroke(Color(grey: 0.6), width: 0.5))
        guard digits > 0 else { continue }
        canvas.draw(
          Double(value).short(digits), at: Point(place.midX, place.midY),
          TextStyle(font, color.contrasting, .middle, .middle))
      }
      frame.drawTexts(on: canvas)
    }
  }

  /// As large as the widest number allows.
  private var font: Font {
    let texts = values.scalars.map { Double($0).short(digits) }
    let widest = texts.map { Font(1).width(of: $0) }.max() ?? 1
    return Font(min(theme.tickFont.size, (cell - 3) / max(widest, 0.1)))
  }
}
