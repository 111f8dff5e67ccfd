import FoveaTensor
import Foundation

/// A chunk of a PNG file: a type of four letters and its bytes (ISO/IEC 15948, 5.3).
struct PNGChunk {
  let type: String
  var payload: Data

  /// The first eight bytes of every PNG file.
  static let signature = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])

  /// Length, type, bytes and checksum, as they stand in a file.
  var bytes: Data {
    var checked = Data(type.utf8)
    checked.append(payload)
    var bytes = Data()
    bytes.append(bigEndian: UInt32(payload.count))
    bytes.append(checked)
    bytes.append(bigEndian: checked.crc32)
    return bytes
  }

  /// The chunks of a whole file that this module has written, the end included.
  ///
  /// - Precondition: every chunk is complete.
  static func chunks(ofOwn file: Data) -> [PNGChunk] {
    var chunks: [PNGChunk] = []
    var position = file.startIndex + signature.count
    while position < file.endIndex {
      let length = file[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let type = String(decoding: file[position + 4..<position + 8], as: UTF8.self)
      let payload = file[position + 8..<position + 8 + length]
      chunks.append(PNGChunk(type: type, payload: Data(payload)))
      position += 12 + length
    }
    return chunks
  }
}

extension Data {
  /// Appends a number with its highest byte first.
  mutating func append(bigEndian number: some FixedWidthInteger) {
    unsafe Swift.withUnsafeBytes(of: number.bigEndian) { bytes in
      unsafe append(contentsOf: bytes)
    }
  }
}
