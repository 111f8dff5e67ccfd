public import FoveaTensor

extension Objective {
  /// Reads an objective as it is written on a command line.
  ///
  /// | Text | Meaning |
  /// |---|---|
  /// | `class:3` | the output for class 3 |
  /// | `conv3:12` | channel 12 of `conv3`, mean over positions |
  /// | `conv3:12:4,5` | the neuron of that channel in row 4, column 5; `conv3:12:centre` in the middle |
  /// | `logits[3]` | element 3 of the vector `logits` |
  /// | `conv3` | all of `conv3`: the mean of its squares |
  /// | `shared[1]`, `shared[1]:12`, `shared[1][3]` | the same of a layer's second call |
  /// | `tv`, `tv2`, `l1`, `l2` | penalties of the first input; of another node by `tv(NAME)` |
  /// | `0.2*A - 0.1*(B + C)` | factors, sums and parentheses; a `-` behind a name needs a blank before it |
  ///
  /// Names are looked up when the objective is attached to a network.
  ///
  /// - Throws: `FoveaError` that says at which character the text goes wrong and what could stand there.
  public init(parsing text: String) throws(FoveaError) {
    var parser = ObjectiveParser(text)
    self = try parser.objective()
  }

  /// A call of a layer where the label is one, else an element of a vector.
  fileprivate static func callOrUnit(_ node: String, _ index: Int) -> Objective {
    let label = "\(node)[\(index)]"
    return Objective(name: label) { network throws(FoveaError) in
      let isCall = network.nodes.contains { network.label(of: $0.id) == label }
      return try (isCall ? Objective.layer(label) : .unit(node, index)).attach(&network)
    }
  }
}

/// A recursive descent: sum = term {± term}; term = [−] {number *} atom {* number}; atom = part or ( sum ).
private struct ObjectiveParser {
  /// Each level and each part is a call of a function, now or when attached: a long line must not exhaust the stack.
  private static let limit = 200

  private let text: String
  private let characters: [Character]
  private var position = 0
  private var depth = 0
  private var parts = 0

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  mutating func objective() throws(FoveaError) -> Objective {
    let result = try sum()
    skipBlanks()
    guard position == characters.count else { throw wrong("'+', '-', '*' or the end") }
    return result
  }

  private mutating func sum() throws(FoveaError) -> Objective {
    var result = try term()
    while true {
      if take("+") {
        result = result + (try term())
      } else if take("-") {
        result = result - (try term())
      } else {
        return result
      }
    }
  }

  private mutating func term() throws(FoveaError) -> Objective {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.limit else { throw wrong("at most \(Self.limit) nested terms") }
    if take("-") { return -(try term()) }
    let start = position
    if let factor = number(), take("*") { return factor * (try term()) }
    position = start
    var result = try atom()
    while take("*") {
      guard let factor = number() else { throw wrong("a number") }
      result = result * factor
    }
    return result
  }

  private mutating func atom() throws(FoveaError) -> Objective {
    parts += 1
    guard parts <= Self.limit else { throw wrong("at most \(Self.limit) terms") }
    guard take("(") else { return try part() }
    let inner = try sum()
    guard take(")") else { throw wrong("')'") }
    return inner
  }

  private mutating func part() throws(FoveaError) -> Objective {
    let name = try name()
    if let penalty = try penalty(name) { return penalty }
    var label = name
    var last: Int?
    while take("[") {
      if let last { label += "[\(last)]" }
      last = try index()
      guard take("]") else { throw wrong("']'") }
    }
    guard take(":") else {
      guard let last else { return .layer(name) }
      return label == name ? .callOrUnit(name, last) : .unit(label, last)
    }
    if let last { label += "[\(last)]" }
    let channel = try index()
    guard label != "class" else { return .class(channel) }
    guard take(":") else { return .channel(label, channel) }
    if take("centre") || take("center") { return .neuron(label, channel: channel) }
    let y = try index()
    guard take(",") else { throw wrong("',' and a column") }
    return .neuron(label, channel: channel, y: y, x: try index())
  }

  /// A penalty, where the name is that of one and nothing behind it makes it a node's.
  private mutating func penalty(_ name: String) throws(FoveaError) -> Objective? {
    guard ["tv", "tv2", "l1", "l2"].contains(name), next != ":", next != "[" else { return nil }
    var node: String?
    if take("(") {
      var label = try self.name()
      while take("[") {
        label += "[\(try index())]"
        guard take("]") else { throw wrong("']'") }
      }
      guard take(")") else { throw wrong("')'") }
      node = label
    }
    switch name {
    case "tv": return .totalVariation(of: node)
    case "tv2": return .totalVariation(of: node, .squares)
    case "l1": return .l1(of: node)
    default: return .l2(of: node)
    }
  }

  // MARK: - Words

  private var next: Character? { position < characters.count ? characters[position] : nil }

  private mutating func skipBlanks() {
    while let next, next.isWhitespace { position += 1 }
  }

  /// Steps over a word, with blanks on both sides, where it stands here.
  private mutating func take(_ word: String) -> Bool {
    let start = position
    skipBlanks()
    guard characters[position...].starts(with: word) else {
      position = start
      return false
    }
    position += word.count
    skipBlanks()
    return true
  }

  private mutating func run(while belongs: (Character) -> Bool) -> String {
    let start = position
    while let next, belongs(next) { position += 1 }
    return String(characters[start..<position])
  }

  private mutating func name() throws(FoveaError) -> String {
    skipBlanks()
    let name = run { !$0.isWhitespace && !":()*,[]+".contains($0) }
    guard !name.isEmpty else { throw wrong("a name, a number with '*', '-' or '('") }
    return name
  }

  private mutating func index() throws(FoveaError) -> Int {
    skipBlanks()
    let start = position
    guard let index = Int(run { $0.isASCII && $0.isNumber }) else {
      position = start
      throw wrong("a whole number")
    }
    return index
  }

  /// A finite number without sign; steps over nothing where there is none.
  private mutating func number() -> Float? {
    skipBlanks()
    let start = position
    var digits = run { $0.isASCII && $0.isNumber || $0 == "." }
    if !digits.isEmpty, next == "e" || next == "E" {
      digits += String(characters[position])
      position += 1
      if next == "-" || next == "+" {
        digits += String(characters[position])
        position += 1
      }
      digits += run { $0.isASCII && $0.isNumber }
    }
    guard let value = Float(digits), value.isFinite else {
      position = start
      return nil
    }
    return value
  }

  private func wrong(_ expected: String) -> FoveaError {
    let found = next.map { "'\($0)'" } ?? "the end"
    let shown = text.count > 60 ? text.prefix(60) + "…" : text
    return FoveaError(
      "objective '\(shown)': expected \(expected) at character \(position + 1), got \(found)")
  }
}
