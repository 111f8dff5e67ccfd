public import FoveaTensor

/// Figures side by side with signs between them, such as picture ∗ kernel = result.
///
/// The figures' middles lie on one line.
public struct FigureRow: Figure {
  /// The figures from left to right.
  public var parts: [any Figure]
  /// What stands between one figure and the next.
  public var signs: [String]
  /// The look of the signs.
  public var theme = Theme.standard

  /// Creates a row.
  public init(_ parts: [any Figure], signs: [String]) {
    self.parts = parts
    self.signs = signs
  }

  /// The room that a sign takes: figures bring margins of their own.
  private func width(of sign: String) -> Double { font.width(of: sign).rounded(.up) }

  private var font: Font { Font(theme.titleFont.size + 3, bold: true) }

  /// The extents, which follow from the figures.
  public var size: Size {
    let sizes = parts.map(\.size)
    return Size(
      sizes.reduce(0) { $0 + $1.width } + signs.reduce(0) { $0 + width(of: $1) },
      sizes.map(\.height).max() ?? 0)
  }

  /// Throws where there is no figure, not one sign between each two, or where a figure does.
  public func validate() throws(FoveaError) {
    guard !parts.isEmpty, signs.count == parts.count - 1 else {
      throw FoveaError(
        "a row of \(parts.count) figures needs one sign between each two, got \(signs.count)")
    }
    for part in parts { try part.validate() }
  }

  /// Draws figures and signs.
  public func draw(on canvas: any Canvas) {
    let height = size.height
    var x = 0.0
    for (index, part) in parts.enumerated() {
      let size = part.size
      let y = ((height - size.height) / 2).rounded()
      canvas.within(Transform(x: x, y: y)) { part.draw(on: canvas) }
      x += size.width
      guard index < signs.count else { continue }
      let width = width(of: signs[index])
      canvas.draw(
        signs[index], at: Point(x + width / 2, height / 2),
        TextStyle(font, theme.ink, .middle, .middle))
      x += width
    }
  }
}
