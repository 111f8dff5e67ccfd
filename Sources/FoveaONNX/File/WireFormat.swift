import FoveaTensor

/// The framing of protocol buffers: tags, lengths and payloads, without their meaning.
///
/// https://protobuf.dev/programming-guides/encoding
enum WireFormat {
  /// One field of a message: where its payload lies.
  struct Field {
    /// The field's number in its message.
    let number: Int
    /// Whether the payload is a run of bytes with a length: a message, a string or packed numbers.
    let isDelimited: Bool
    /// Where tag, length and payload lie.
    let whole: Range<Int>
    /// Where the payload alone lies.
    let payload: Range<Int>
  }

  /// The field that begins at a place before `end`.
  ///
  /// - Throws: `FoveaError` where the field reaches over the end, or is of a kind that protocol buffers do not have.
  static func field(at start: Int, before end: Int, in bytes: Span<UInt8>) throws(FoveaError)
    -> Field
  {
    var position = start
    let tag = try number(at: &position, before: end, in: bytes)
    var length = 0
    switch tag & 7 {
    case 0:
      let first = position
      _ = try number(at: &position, before: end, in: bytes)
      length = position - first
      position = first
    case 1: length = 8
    case 2:
      let told = try number(at: &position, before: end, in: bytes)
      guard told <= UInt64(end - position) else {
        throw FoveaError(
          "it is cut off: byte \(start) begins \(told) bytes, \(end - position) are left")
      }
      length = Int(told)
    case 5: length = 4
    default: throw FoveaError("byte \(start) begins no field of a protocol buffer")
    }
    guard length <= end - position, tag >> 3 > 0, tag >> 3 < 1 << 29 else {
      throw FoveaError("the field at byte \(start) is cut off or has no number")
    }
    return Field(
      number: Int(tag >> 3), isDelimited: tag & 7 == 2, whole: start..<position + length,
      payload: position..<position + length)
  }

  private static func number(
    at position: inout Int, before end: Int, in bytes: Span<UInt8>
  ) throws(FoveaError) -> UInt64 {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < end else { throw FoveaError("it is cut off at byte \(position)") }
      let byte = bytes[position]
      position += 1
      result |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return result }
    }
    throw FoveaError("the number before byte \(position) does not end")
  }

  /// A number as messages hold it: seven bits a byte, the lowest first.
  static func encoded(_ number: Int) -> [UInt8] {
    var rest = UInt64(number)
    var result: [UInt8] = []
    while rest >= 0x80 {
      result.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return result + [UInt8(rest)]
  }

  /// What stands before a payload of a length: tag and length.
  static func head(of field: Int, length: Int) -> [UInt8] {
    encoded(field << 3 | 2) + encoded(length)
  }
}
