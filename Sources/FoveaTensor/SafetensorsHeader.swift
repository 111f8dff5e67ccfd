import Foundation

/// The header of a safetensors file: read with suspicion, written in one way only.
struct SafetensorsHeader {
  struct Entry {
    let name: String
    let format: StoredScalar
    let dimensions: [Int]
    /// The first byte, counted from the end of the header.
    let start: Int
    let byteCount: Int
  }

  static let metadataKey = "__metadata__"

  /// The format's own limit, which its reference reader holds too.
  private static let largestHeader = 100_000_000

  private static let formats: [String: StoredScalar] = [
    "F16": .float16, "BF16": .bfloat16, "F32": .float32, "F64": .float64, "BOOL": .bool,
    "I8": .int8, "I16": .int16, "I32": .int32, "I64": .int64,
    "U8": .uint8, "U16": .uint16, "U32": .uint32, "U64": .uint64,
  ]

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]
  let dataStart: Int

  /// Reads and checks the header of a whole file.
  init(_ bytes: Data) throws(FoveaError) {
    guard bytes.count >= 8 else {
      throw FoveaError("it has \(bytes.count) bytes, and the header's length alone takes 8")
    }
    let length = UInt64(
      littleEndian: unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt64.self) })
    guard length <= UInt64(Self.largestHeader) else {
      throw FoveaError("its header claims \(length) bytes; it is no safetensors file")
    }
    guard Int(length) <= bytes.count - 8 else {
      throw FoveaError("its header claims \(length) bytes, and the file has \(bytes.count) in all")
    }
    dataStart = 8 + Int(length)
    let first = bytes.startIndex + 8
    var cursor = HeaderCursor([UInt8](bytes[first..<first + Int(length)]))
    try parse(&cursor)
    try checkPlaces(dataCount: bytes.count - dataStart)
  }

  private mutating func parse(_ cursor: inout HeaderCursor) throws(FoveaError) {
    var names: Set<String> = []
    try cursor.expect("{")
    while !cursor.skip("}") {
      if !names.isEmpty { try cursor.expect(",") }
      let name = try cursor.string()
      guard names.insert(name).inserted else {
        throw FoveaError("its header has the name '\(name)' twice")
      }
      try cursor.expect(":")
      if name == Self.metadataKey {
        try parseMetadata(&cursor)
      } else {
        entries.append(try Self.entry(name, &cursor))
      }
    }
    guard cursor.isAtEnd else {
      throw FoveaError("its header goes on after its end at byte \(cursor.position)")
    }
  }

  private mutating func parseMetadata(_ cursor: inout HeaderCursor) throws(FoveaError) {
    try cursor.expect("{")
    while !cursor.skip("}") {
      if !metadata.isEmpty { try cursor.expect(",") }
      let key = try cursor.string()
      try cursor.expect(":")
      let value = try cursor.string()
      guard metadata.updateValue(value, forKey: key) == nil else {
        throw FoveaError("its metadata has the key '\(key)' twice")
      }
    }
  }

  private static func entry(
    _ name: String, _ cursor: inout HeaderCursor
  ) throws(FoveaError) -> Entry {
    var format: StoredScalar?
    var dimensions: [Int]?
    var offsets: [Int]?
    try cursor.expect("{")
    var isFirst = true
    while !cursor.skip("}") {
      if !isFirst { try cursor.expect(",") }
      isFirst = false
      let key = try cursor.string()
      try cursor.expect(":")
      switch key {
      case "dtype" where format == nil:
        let type = try cursor.string()
        format = formats[type]
        guard format != nil else {
          throw FoveaError(
            "tensor '\(name)' has the element type '\(type)'; readable are "
              + formats.keys.sorted().joined(separator: ", "))
        }
      case "shape" where dimensions == nil: dimensions = try cursor.numbers("[", "]")
      case "data_offsets" where offsets == nil: offsets = try cursor.numbers("[", "]")
      default: throw FoveaError("tensor '\(name)' has the unknown or repeated key '\(key)'")
      }
    }
    guard let format, let dimensions, let offsets, offsets.count == 2 else {
      throw FoveaError("tensor '\(name)' needs a dtype, a shape and two data_offsets")
    }
    guard let byteCount = storedByteCount(dimensions, size: format.size) else {
      throw FoveaError("tensor '\(name)' has the impossible shape \(dimensions)")
    }
    guard offsets[0] <= offsets[1], offsets[1] - offsets[0] == byteCount else {
      throw FoveaError(
        "tensor '\(name)' of shape \(dimensions) takes \(byteCount) bytes, its data_offsets are "
          + "\(offsets[0]) to \(offsets[1])")
    }
    return Entry(
      name: name, format: format, dimensions: dimensions, start: offsets[0], byteCount: byteCount)
  }

  /// The elements must fill the rest of the file exactly: without gap, overlap, or bytes left over.
  private func checkPlaces(dataCount: Int) throws(FoveaError) {
    var end = 0
    for entry in entries.sorted(by: { ($0.start, $0.byteCount) < ($1.start, $1.byteCount) }) {
      guard entry.start + entry.byteCount <= dataCount else {
        throw FoveaError(
          "tensor '\(entry.name)' ends at byte \(entry.start + entry.byteCount) of the data, "
            + "and there are \(dataCount): the file is cut off")
      }
      guard entry.start == end else {
        throw FoveaError(
          "tensor '\(entry.name)' starts at byte \(entry.start) of the data instead of \(end)")
      }
      end += entry.byteCount
    }
    guard end == dataCount else {
      throw FoveaError("\(dataCount - end) bytes after the last tensor belong to nothing")
    }
  }
}

extension SafetensorsHeader {
  /// The length and header of a file with these tensors one after another, filled up to a multiple of 8 bytes.
  static func encoded(_ entries: [SafetensorsFile.Entry], metadata: [String: String]) -> Data {
    var fields: [String] = []
    if !metadata.isEmpty {
      let notes = metadata.sorted { $0.key < $1.key }.map {
        "\(quoted($0.key)):\(quoted($0.value))"
      }
      fields.append("\"\(metadataKey)\":{\(notes.joined(separator: ","))}")
    }
    var start = 0
    for entry in entries {
      let end = start + 4 * entry.tensor.shape.count
      let shape = entry.tensor.shape.dimensions.map(String.init).joined(separator: ",")
      fields.append(
        "\(quoted(entry.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(end)]}")
      start = end
    }
    var text = Array("{\(fields.joined(separator: ","))}".utf8)
    while text.count % 8 != 0 { text.append(0x20) }
    var bytes = unsafe withUnsafeBytes(of: UInt64(text.count).littleEndian) { unsafe Data($0) }
    bytes.append(contentsOf: text)
    return bytes
  }

  /// A JSON string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
