import Foundation

/// Writes a message of Protocol Buffers (Google's public wire format), field by field.
struct MessageWriter {
  private(set) var bytes = Data()

  mutating func write(_ field: Int, varint value: UInt64) {
    append(UInt64(field << 3))
    append(value)
  }

  mutating func write(_ field: Int, float value: Float) {
    append(UInt64(field << 3 | 5))
    appendLittleEndian(value.bitPattern)
  }

  mutating func write(_ field: Int, double value: Double) {
    append(UInt64(field << 3 | 1))
    appendLittleEndian(value.bitPattern)
  }

  mutating func write(_ field: Int, bytes value: Data) {
    append(UInt64(field << 3 | 2))
    append(UInt64(value.count))
    bytes.append(value)
  }

  mutating func write(_ field: Int, text value: String) { write(field, bytes: Data(value.utf8)) }

  mutating func write(_ field: Int, message: (inout MessageWriter) -> Void) {
    var inner = MessageWriter()
    message(&inner)
    write(field, bytes: inner.bytes)
  }

  private mutating func append(_ varint: UInt64) {
    var rest = varint
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    bytes.append(contentsOf: littleEndianBytes(value))
  }
}

/// Reads the fields of a message of Protocol Buffers; unknown fields are the caller's to skip.
struct MessageReader {
  /// What a field holds, by its form on the wire.
  enum Field {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(Data)

    var float: Float? {
      if case .fixed32(let bits) = self { return Float(bitPattern: bits) }
      return nil
    }

    var double: Double? {
      if case .fixed64(let bits) = self { return Double(bitPattern: bits) }
      return nil
    }

    var integer: Int64? {
      if case .varint(let bits) = self { return Int64(bitPattern: bits) }
      return nil
    }

    var data: Data? {
      if case .bytes(let data) = self { return data }
      return nil
    }
  }

  private let bytes: Data
  private var position: Int

  init(_ bytes: Data) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The next field with its number; `nil` at the end, and where the bytes are no message.
  mutating func next() -> (number: Int, field: Field)? {
    guard let key = varint(), key >> 3 > 0, key >> 3 < 1 << 29 else { return nil }
    let number = Int(key >> 3)
    switch key & 7 {
    case 0: return varint().map { (number, .varint($0)) }
    case 1: return take(8).map { (number, .fixed64(Self.integer($0))) }
    case 2:
      guard let length = varint(), length <= UInt64(bytes.endIndex - position) else { return nil }
      return take(Int(length)).map { (number, .bytes($0)) }
    case 5: return take(4).map { (number, .fixed32(UInt32(Self.integer($0)))) }
    default: return nil
    }
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard position < bytes.endIndex else { return nil }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  private mutating func take(_ count: Int) -> Data? {
    guard count <= bytes.endIndex - position else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private static func integer(_ bytes: Data) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// The bytes of a number, lowest first.
func littleEndianBytes<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
  (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}
