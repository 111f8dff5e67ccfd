/// The bundled typeface (DejaVu Sans, with tabular figures) at one size and weight.
public struct Font: Hashable, Sendable {
  /// The height of the letter's body, in points.
  public var size: Double
  /// Whether the strokes are bold.
  public var isBold: Bool

  /// Creates a font.
  public init(_ size: Double, bold: Bool = false) {
    self.size = size
    self.isBold = bold
  }

  /// The height of a capital letter above the baseline.
  public var capHeight: Double { size * 0.729 }
  /// The height above the baseline that a line of text takes.
  public var ascent: Double { size * 0.78 }
  /// The depth below the baseline that a line of text takes.
  public var descent: Double { size * 0.24 }
  /// The distance from one line's baseline to the next.
  public var lineHeight: Double { (size * 1.28).rounded(.up) }

  /// The width of one line of text.
  public func width(of text: String) -> Double {
    Typeface.of(self).width(of: text) * size
  }

  /// The text cut at the end, with an ellipsis, so that it is no wider than `width`.
  public func fitting(_ text: String, width limit: Double) -> String {
    guard width(of: text) > limit else { return text }
    var kept = text
    while !kept.isEmpty {
      kept.removeLast()
      while kept.last == " " { kept.removeLast() }
      if width(of: kept + "…") <= limit { return kept + "…" }
    }
    return "…"
  }

  /// The text broken into lines no wider than `width`: at spaces, inside of a word only where it is too long itself.
  public func wrapping(_ text: String, width limit: Double) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      var lines: [String] = []
      var line = ""
      for word in paragraph.split(separator: " ").flatMap({ pieces(of: String($0), limit) }) {
        let longer = line.isEmpty ? word : line + " " + word
        if width(of: longer) <= limit || line.isEmpty {
          line = longer
        } else {
          lines.append(line)
          line = word
        }
      }
      return lines + [line]
    }
  }

  private func pieces(of word: String, _ limit: Double) -> [String] {
    guard width(of: word) > limit else { return [word] }
    var pieces: [String] = []
    var piece = ""
    for character in word {
      if !piece.isEmpty, width(of: piece + String(character)) > limit {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return pieces + [piece]
  }
}

/// How a line of text is drawn.
public struct TextStyle: Hashable, Sendable {
  /// Which part of the line lies on the point, from left to right.
  public enum Horizontal: Hashable, Sendable {
    /// Its left end, its middle, its right end.
    case start, middle, end
  }

  /// Which part of the line lies on the point, from top to bottom.
  public enum Vertical: Hashable, Sendable {
    /// Its upper side, the middle of its capitals, its baseline, its lower side.
    case top, middle, baseline, bottom
  }

  /// The font.
  public var font: Font
  /// The colour.
  public var color: Color
  /// The part on the point, from left to right.
  public var horizontal: Horizontal
  /// The part on the point, from top to bottom.
  public var vertical: Vertical
  /// The turn about the point, in degrees clockwise; −90 reads upwards.
  public var rotation: Double

  /// Creates a style.
  public init(
    _ font: Font, _ color: Color = .black, _ horizontal: Horizontal = .start,
    _ vertical: Vertical = .baseline, rotation: Double = 0
  ) {
    self.font = font
    self.color = color
    self.horizontal = horizontal
    self.vertical = vertical
    self.rotation = rotation
  }

  /// The left end of the baseline, as seen from the point, before the turn.
  func start(of text: String) -> Point {
    let width = font.width(of: text)
    let x: Double =
      switch horizontal {
      case .start: 0
      case .middle: -width / 2
      case .end: -width
      }
    let y: Double =
      switch vertical {
      case .top: font.ascent
      case .middle: font.capHeight / 2
      case .baseline: 0
      case .bottom: -font.descent
      }
    return Point(x, y)
  }

  /// The upright rectangle that a line of text takes when drawn at a point.
  public func bounds(of text: String, at point: Point) -> Rectangle {
    let start = start(of: text)
    let width = font.width(of: text)
    let angle = rotation * .pi / 180
    let corners = [
      Point(start.x, start.y - font.ascent), Point(start.x + width, start.y - font.ascent),
      Point(start.x, start.y + font.descent), Point(start.x + width, start.y + font.descent),
    ].map { corner in
      Point(
        point.x + corner.x * cosine(angle) - corner.y * sine(angle),
        point.y + corner.x * sine(angle) + corner.y * cosine(angle))
    }
    let left = corners.map(\.x).min() ?? 0
    let top = corners.map(\.y).min() ?? 0
    return Rectangle(
      x: left, y: top, width: (corners.map(\.x).max() ?? 0) - left,
      height: (corners.map(\.y).max() ?? 0) - top)
  }
}
