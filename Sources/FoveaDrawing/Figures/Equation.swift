public import FoveaTensor

/// Figures side by side with signs between them, such as picture ∗ kernel = result.
///
/// The middles of the figures lie on one line.
public struct Equation: Figure {
  /// The title.
  public var title: String
  /// The figures, from left to right.
  public var terms: [any Figure]
  /// The sign behind each figure but the last; one more may stand behind the last.
  public var signs: [String]
  /// The text below.
  public var caption: String
  /// The font of the signs.
  public var signFont = Font(16)
  /// The look of title and caption.
  public var theme = Theme.standard

  /// Creates an equation.
  public init(
    _ terms: [any Figure], signs: [String], title: String = "", caption: String = ""
  ) {
    self.terms = terms
    self.signs = signs
    self.title = title
    self.caption = caption
  }

  /// The equation with bold signs and no margin of its own, for terms that are pictures with margins of theirs.
  public var ofPictures: Equation {
    var equation = self
    equation.signFont = Font(theme.titleFont.size + 3, bold: true)
    equation.theme.margin = 0
    return equation
  }

  /// The extents, which follow from the figures.
  public var size: Size { arranged().frame.size }

  /// Throws where there is no figure or not one sign between two, and where a figure does.
  public func validate() throws(FoveaError) {
    guard !terms.isEmpty else {
      throw FoveaError("the equation '\(title)' has nothing to draw: no terms")
    }
    guard signs.count == terms.count - 1 || signs.count == terms.count else {
      throw FoveaError(
        "the equation '\(title)' has \(terms.count) terms and \(signs.count) signs; one sign "
          + "stands between two terms")
    }
    for term in terms { try term.validate() }
  }

  /// Draws the figures, the signs and what stands around them.
  public func draw(on canvas: any Canvas) {
    let (frame, places) = arranged()
    canvas.within(Transform(x: frame.origin.x, y: frame.origin.y)) {
      for (term, place) in zip(terms, places) {
        canvas.within(Transform(x: place.x, y: place.y)) { term.draw(on: canvas) }
      }
      frame.drawTexts(on: canvas)
    }
  }

  /// The layout, whose plot is all figures, and the figures' upper left corners.
  private func arranged() -> (frame: FrameLayout, places: [Point]) {
    let sizes = terms.map(\.size)
    let height = sizes.map(\.height).max() ?? 0
    var places: [Point] = []
    var middles: [Double] = []
    var x = 0.0
    for (index, size) in sizes.enumerated() {
      places.append(Point(x, ((height - size.height) / 2).rounded()))
      x += size.width
      guard index < signs.count else { continue }
      let width = signFont.width(of: signs[index]).rounded(.up)
      middles.append(x + width / 2)
      x += width
    }
    var frame = FrameLayout(plot: Size(x, height), theme: theme)
    for (sign, middle) in zip(signs, middles) {
      frame.add(
        sign, at: Point(middle, height / 2), TextStyle(signFont, theme.ink, .middle, .middle))
    }
    frame.addTitle(title)
    frame.addNotes([], caption: caption)
    return (frame, places)
  }
}
