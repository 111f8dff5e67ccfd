/// How all figures look: type sizes, colours and distances, made for print and for reading at half size.
public struct Theme: Hashable, Sendable {
  /// The font of a figure's title.
  public var titleFont = Font(12, bold: true)
  /// The font of axis titles, legends and tile titles.
  public var labelFont = Font(10)
  /// The font of numbers at ticks and bars.
  public var tickFont = Font(9)
  /// The font of captions and notes.
  public var captionFont = Font(9)
  /// The colour of text and frames.
  public var ink = Color(0x1A1A1A)
  /// The colour of text of second rank.
  public var quietInk = Color(0x555555)
  /// The colour of grid lines.
  public var grid = Color(0xE2E2E2)
  /// The distance between the drawing and the border, in points.
  public var margin = 10.0
  /// The distance between parts that belong together, in points.
  public var gap = 6.0
  /// The colours of series, one after another.
  public var palette = Theme.okabeIto

  /// Creates the standard look; change what should differ.
  public init() {}

  /// The standard look.
  public static let standard = Theme()

  /// Colours that also the colour-blind tell apart (Okabe & Ito 2008), with a darker yellow that is seen on white.
  public static let okabeIto: [Color] = [
    Color(0x0072B2), Color(0xD55E00), Color(0x009E73), Color(0xCC79A7), Color(0xE69F00),
    Color(0x56B4E9), Color(0x000000), Color(0xB3A000),
  ]

  /// The colour of the series at `index`; after the last colour they begin anew.
  public func color(_ index: Int) -> Color {
    palette.isEmpty ? ink : palette[index % palette.count]
  }

  /// The dashes of the series at `index`: solid until the colours repeat, then others.
  func dashes(_ index: Int) -> [Double] {
    let patterns: [[Double]] = [[], [6, 3], [2, 2], [8, 2, 2, 2]]
    return patterns[index / max(palette.count, 1) % patterns.count]
  }
}
