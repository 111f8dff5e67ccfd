/// Reads the small text headers of array files (JSON in safetensors, a Python literal in npy) byte by byte.
///
/// Strict, and without recursion, so that no header can overflow the stack. Errors say only what is wrong; the caller
/// adds the path.
struct HeaderCursor {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether only white space is left.
  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position == bytes.count
    }
  }

  /// Steps over `character` after white space; says whether it was there.
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Steps over `character`, which must come next.
  mutating func expect(_ character: Unicode.Scalar) throws(FoveaError) {
    guard skip(character) else {
      throw FoveaError("its header has no '\(character)' at byte \(position)")
    }
  }

  /// Steps over a word such as `True`; says whether it was there.
  mutating func skip(word: String) -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  /// A non-negative whole number.
  mutating func number() throws(FoveaError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
      let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(Int(bytes[position] - 48))
      guard !overflow && !carry else {
        throw FoveaError("its header has a number that is too large at byte \(start)")
      }
      value = sum
      position += 1
    }
    guard position > start else {
      throw FoveaError("its header has no whole number at byte \(start)")
    }
    return value
  }

  /// Whole numbers between `open` and `close`, separated by commas; Python's trailing comma is allowed.
  mutating func numbers(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar
  ) throws(FoveaError) -> [Int] {
    try expect(open)
    var numbers: [Int] = []
    while !skip(close) {
      if !numbers.isEmpty {
        try expect(",")
        if skip(close) { break }
      }
      numbers.append(try number())
    }
    return numbers
  }

  /// A string between `quote` characters, with JSON's escapes.
  mutating func string(_ quote: Unicode.Scalar = "\"") throws(FoveaError) -> String {
    try expect(quote)
    let start = position
    let end = UInt8(ascii: quote)
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == end {
        guard let string = String(validating: text, as: UTF8.self) else {
          throw FoveaError("its header has a string that is not UTF-8 at byte \(start)")
        }
        return string
      }
      if byte == UInt8(ascii: "\\") {
        text.append(contentsOf: Array(String(try escaped()).utf8))
      } else {
        text.append(byte)
      }
    }
    throw FoveaError("its header has a string without end at byte \(start)")
  }

  private mutating func escaped() throws(FoveaError) -> Unicode.Scalar {
    guard position < bytes.count else { throw FoveaError("its header ends inside of a string") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"):
      return Unicode.Scalar(byte)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xd800...0xdbff).contains(code), bytes[position...].starts(with: [0x5c, 0x75]) {
        position += 2
        let low = try hexadecimal()
        code =
          (0xdc00...0xdfff).contains(low) ? 0x10000 + (code - 0xd800) << 10 + low - 0xdc00 : code
      }
      guard let scalar = Unicode.Scalar(code) else { break }
      return scalar
    default: break
    }
    throw FoveaError("its header has an unknown escape at byte \(position - 1)")
  }

  private mutating func hexadecimal() throws(FoveaError) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw FoveaError("its header has a wrong \\u escape at byte \(position)") }
    position += 4
    return code
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) {
      position += 1
    }
  }
}
