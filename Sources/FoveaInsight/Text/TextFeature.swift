public import FoveaTensor
import Foundation

/// Something about a place in a text that a cell may follow, as a number for each character.
public enum TextFeature: String, Hashable, Sendable, CaseIterable {
  /// Characters since the line began.
  case linePosition = "place in the line"
  /// Letters since the word began, 0 between words.
  case wordPosition = "place in the word"
  /// Characters since the sentence began, by . ! ? before it.
  case sentencePosition = "place in the sentence"
  /// 1 for a capital letter.
  case capital = "capital letters"
  /// 1 between [ and ], as stage directions are marked.
  case bracket = "inside of [ ]"
  /// 1 between an apostrophe that begins a word and one that ends one: quoted speech.
  case quote = "inside of quotes"
  /// 1 from a " that opens until the one that closes: speech in prose. A paragraph's end closes what is open, for a quotation
  /// of several paragraphs opens anew in each.
  case quotation = "inside of quotation marks"
  /// 1 on an empty line's end: between two speeches.
  case gap = "between speeches"

  /// The numbers of a text's characters.
  public func values(of text: [Unicode.Scalar]) -> [Float] {
    switch self {
    case .linePosition: Self.counted(text) { $0 == "\n" }
    case .wordPosition: Self.counted(text) { !$0.properties.isAlphabetic && $0 != "'" }
    case .sentencePosition: Self.counted(text) { ".!?".unicodeScalars.contains($0) }
    case .capital: text.map { $0.properties.isUppercase ? 1 : 0 }
    case .bracket: Self.between(text)
    case .quote: Self.quoted(text)
    case .quotation: Self.marked(text)
    case .gap:
      text.indices.map { $0 > 0 && text[$0] == "\n" && text[$0 - 1] == "\n" ? 1 : 0 }
    }
  }

  private static func counted(
    _ text: [Unicode.Scalar], resetting: (Unicode.Scalar) -> Bool
  ) -> [Float] {
    var count: Float = 0
    return text.map { scalar in
      count = resetting(scalar) ? 0 : count + 1
      return count
    }
  }

  private static func between(_ text: [Unicode.Scalar]) -> [Float] {
    var isInside = false
    return text.map { scalar in
      if scalar == "[" { isInside = true }
      defer { if scalar == "]" { isInside = false } }
      return isInside ? 1 : 0
    }
  }

  private static func quoted(_ text: [Unicode.Scalar]) -> [Float] {
    func isLetter(_ index: Int) -> Bool {
      text.indices.contains(index) && text[index].properties.isAlphabetic
    }
    var isInside = false
    return text.indices.map { index in
      let isMark = text[index] == "'"
      if isMark, !isLetter(index - 1), isLetter(index + 1) { isInside = true }
      defer { if isMark, !isLetter(index + 1) { isInside = false } }
      return isInside ? 1 : 0
    }
  }

  private static func marked(_ text: [Unicode.Scalar]) -> [Float] {
    var isInside = false
    return text.indices.map { index in
      if text[index] == "\"" { isInside.toggle() }
      if index > 0, text[index] == "\n", text[index - 1] == "\n" { isInside = false }
      return isInside ? 1 : 0
    }
  }
}

/// The units whose values go along with a feature of the text.
public struct CellSearch: Sendable {
  /// For each unit the correlation of its values with the feature's, from −1 to 1; 0 for a unit that never changes.
  public let correlations: [Double]

  /// The unit with the strongest correlation, whatever its sign.
  public var best: Int {
    correlations.indices.max { abs(correlations[$0]) < abs(correlations[$1]) } ?? 0
  }

  /// Correlates (Pearson) each unit's values `[characters, units]` with a number for each character.
  ///
  /// - Throws: `FoveaError` where the numbers do not fit the values.
  public init(_ values: Tensor, feature: [Float]) throws(FoveaError) {
    guard values.shape.rank == 2, values.shape[0] == feature.count, feature.count > 1 else {
      throw FoveaError(
        "values [characters, units] and a number for each are needed, got \(values.shape) and "
          + "\(feature.count) numbers")
    }
    let (count, units) = (values.shape[0], values.shape[1])
    let scalars = values.scalars
    let meanFeature = feature.reduce(0.0) { $0 + Double($1) } / Double(count)
    let deviations = feature.map { Double($0) - meanFeature }
    let spread = deviations.reduce(0) { $0 + $1 * $1 }
    var sums = [Double](repeating: 0, count: units)
    for row in 0..<count {
      for unit in 0..<units { sums[unit] += Double(scalars[row * units + unit]) }
    }
    var products = [Double](repeating: 0, count: units)
    var squares = products
    for row in 0..<count {
      for unit in 0..<units {
        let deviation = Double(scalars[row * units + unit]) - sums[unit] / Double(count)
        products[unit] += deviation * deviations[row]
        squares[unit] += deviation * deviation
      }
    }
    correlations = (0..<units).map { unit in
      let size = (squares[unit] * spread).squareRoot()
      return size > 1e-12 ? products[unit] / size : 0
    }
  }
}
