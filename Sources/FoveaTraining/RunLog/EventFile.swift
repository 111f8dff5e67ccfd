import Foundation
import FoveaTensor

/// The frame of a TensorBoard event file (TFRecord): for each record its length, a checksum of the length, the record, and
/// a checksum of the record.
enum EventFile {
  /// A record in its frame.
  static func framed(_ record: Data) -> Data {
    let length = Data(littleEndianBytes(UInt64(record.count)))
    var bytes = length
    bytes.append(contentsOf: littleEndianBytes(maskedChecksum(length)))
    bytes.append(record)
    bytes.append(contentsOf: littleEndianBytes(maskedChecksum(record)))
    return bytes
  }

  /// The records of a file; a last one that is not complete is left out.
  ///
  /// - Throws: `FoveaError` with the number of a record whose checksum is wrong.
  static func records(_ bytes: Data) throws(FoveaError) -> [Data] {
    var records: [Data] = []
    var rest = bytes[...]
    while rest.count >= 12 {
      let length = rest.prefix(8)
      guard integer(rest.dropFirst(8).prefix(4)) == UInt64(maskedChecksum(length)) else {
        throw damaged(records.count)
      }
      let count = integer(length)
      rest = rest.dropFirst(12)
      guard count <= UInt64(max(0, rest.count - 4)), rest.count >= 4 else { break }
      let record = rest.prefix(Int(count))
      rest = rest.dropFirst(Int(count))
      guard integer(rest.prefix(4)) == UInt64(maskedChecksum(record)) else {
        throw damaged(records.count)
      }
      records.append(record)
      rest = rest.dropFirst(4)
    }
    return records
  }

  private static func damaged(_ count: Int) -> FoveaError {
    FoveaError("record \(count + 1) is damaged: its checksum is wrong")
  }

  private static func integer(_ bytes: Data) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// CRC-32C, rotated and moved so that checksums of checksums are sound (TFRecord).
  static func maskedChecksum(_ bytes: Data) -> UInt32 {
    let checksum = checksum(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xa282_ead8
  }

  /// CRC-32C: the cyclic redundancy check of Castagnoli, Bräuer & Herrmann 1993.
  static func checksum(_ bytes: Data) -> UInt32 {
    var register: UInt32 = .max
    for byte in bytes {
      register = table[Int((register ^ UInt32(byte)) & 0xff)] ^ (register >> 8)
    }
    return ~register
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0x82f6_3b78 : value >> 1
    }
  }
}
