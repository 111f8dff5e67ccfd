public import FoveaTensor

/// Colours for numbers of 0 to 1, even to the eye.
public struct ColorMap: Hashable, Sendable {
  /// The name by which a user asks for it.
  public let name: String

  /// Whether the middle is neutral and both halves mirror each other, as signed data need.
  public let isDiverging: Bool

  /// 256 colours of 8 bits, red, green and blue in turn.
  private let table: [UInt8]

  /// What is not a number: a pink that is far from every map.
  public static let missing = Color(0xFF69FF)

  /// What is infinite: a turquoise that is far from every map.
  public static let infinite = Color(0x00F0C8)

  /// Zero and less on a logarithmic scale, where they have no place: a pale grey, which only `grey` has too.
  public static let offScale = Color(0xDEDEDE)

  /// The sample triple for a position: 0 the first colour, 1 the last; others are held inside.
  @inline(__always)
  func lookUp(_ position: Double) -> (UInt8, UInt8, UInt8) {
    let entry = 3 * Int(min(max(position, 0), 1) * 255 + 0.5)
    return (table[entry], table[entry + 1], table[entry + 2])
  }

  /// The colour at a position: 0 the first, 1 the last, others held inside; `missing` for what is not a number.
  public func color(at position: Double) -> Color {
    guard !position.isNaN else { return Self.missing }
    let (red, green, blue) = lookUp(position)
    return Color(red: Double(red) / 255, green: Double(green) / 255, blue: Double(blue) / 255)
  }

  /// The map with its ends exchanged.
  public var reversed: ColorMap {
    var turned: [UInt8] = []
    for entry in (0..<256).reversed() { turned += table[3 * entry..<3 * entry + 3] }
    return ColorMap(name: name + " reversed", isDiverging: isDiverging, table: turned)
  }

  /// The map of this name.
  ///
  /// - Throws: `FoveaError` that lists the nearest names.
  public static func named(_ name: String) throws(FoveaError) -> ColorMap {
    let wanted = name.lowercased()
    guard let map = all.first(where: { $0.name.lowercased() == wanted }) else {
      throw FoveaError.unknown("colour map", name, known: all.map(\.name))
    }
    return map
  }

  private init(name: String, isDiverging: Bool, table: [UInt8]) {
    self.name = name
    self.isDiverging = isDiverging
    self.table = table
  }

  /// Creates a map of evenly spaced hexadecimal colours with spaces or line ends between them.
  init(_ name: String, isDiverging: Bool = false, anchors: String) {
    let colors = anchors.split(whereSeparator: \.isWhitespace)
      .map { Color(UInt32($0, radix: 16) ?? 0) }
    var table: [UInt8] = []
    for entry in 0..<256 {
      let position = Double(entry) / 255 * Double(colors.count - 1)
      let lower = min(Int(position), colors.count - 2)
      let share = position - Double(lower)
      let (from, to) = (colors[lower], colors[lower + 1])
      table +=
        Color(
          red: from.red + (to.red - from.red) * share,
          green: from.green + (to.green - from.green) * share,
          blue: from.blue + (to.blue - from.blue) * share
        ).samples
    }
    self.init(name: name, isDiverging: isDiverging, table: table)
  }
}
