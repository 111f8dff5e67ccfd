import Foundation

/// The header of an `.npy` file: a Python dictionary in text.
struct NumpyHeader {
  let format: StoredScalar
  let isBigEndian: Bool
  let isFortranOrder: Bool
  let dimensions: [Int]
  let dataStart: Int

  init(_ bytes: Data, magic: [UInt8]) throws(FoveaError) {
    let head = [UInt8](bytes.prefix(12))
    guard head.count >= 10, head.starts(with: magic) else {
      throw FoveaError("it does not begin with '\\x93NUMPY'")
    }
    guard (1...3).contains(head[6]), head[6] == 1 || head.count == 12 else {
      throw FoveaError("its format version is \(head[6]); readable are 1 to 3")
    }
    var length = Int(head[8]) | Int(head[9]) << 8
    if head[6] > 1 { length |= Int(head[10]) << 16 | Int(head[11]) << 24 }
    let start = head[6] == 1 ? 10 : 12
    guard length <= bytes.count - start else {
      throw FoveaError("its header claims \(length) bytes, and the file has \(bytes.count) in all")
    }
    dataStart = start + length
    let first = bytes.startIndex + start
    var cursor = HeaderCursor([UInt8](bytes[first..<first + length]))
    let fields = try Self.parse(&cursor)
    guard let type = fields.type, let dimensions = fields.shape, let order = fields.order else {
      throw FoveaError("its header needs 'descr', 'fortran_order' and 'shape'")
    }
    guard let format = Self.formats[String(type.dropFirst())], "<>|=".contains(type.prefix(1))
    else {
      throw FoveaError(
        "its element type is '\(type)'; readable are "
          + Self.formats.keys.sorted().joined(separator: ", "))
    }
    self.format = format
    self.dimensions = dimensions
    isFortranOrder = order
    isBigEndian = type.hasPrefix(">")
  }

  private static let formats: [String: StoredScalar] = [
    "f2": .float16, "f4": .float32, "f8": .float64, "b1": .bool,
    "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
    "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
  ]

  private static func parse(
    _ cursor: inout HeaderCursor
  ) throws(FoveaError) -> (type: String?, order: Bool?, shape: [Int]?) {
    var type: String?
    var order: Bool?
    var shape: [Int]?
    try cursor.expect("{")
    while !cursor.skip("}") {
      let key = try cursor.string("'")
      try cursor.expect(":")
      switch key {
      case "descr":
        guard !cursor.skip("[") else {
          throw FoveaError("its elements are records; readable are plain numbers")
        }
        type = try cursor.string("'")
      case "fortran_order":
        order = cursor.skip(word: "True")
        guard order == true || cursor.skip(word: "False") else {
          throw FoveaError("its header has a 'fortran_order' that is neither True nor False")
        }
      case "shape": shape = try cursor.numbers("(", ")")
      default: throw FoveaError("its header has the unknown key '\(key)'")
      }
      if !cursor.skip(",") {
        try cursor.expect("}")
        break
      }
    }
    return (type, order, shape)
  }
}
