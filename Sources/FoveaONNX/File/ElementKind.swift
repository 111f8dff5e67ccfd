import FoveaTensor
import ONNXProto

/// What the numbers of a value mean: all are computed as 32-bit floats.
enum ElementKind: Hashable {
  case float, integer, bool
}

/// The element types of the standard that can be read.
struct ElementType: Hashable {
  /// The number in onnx.proto.
  let code: Int
  /// The name that people know.
  let name: String
  /// How elements lie in memory.
  let stored: StoredScalar
  /// What they mean.
  let kind: ElementKind

  private static let all: [Int: ElementType] = {
    let list = [
      ElementType(code: 1, name: "float32", stored: .float32, kind: .float),
      ElementType(code: 2, name: "uint8", stored: .uint8, kind: .integer),
      ElementType(code: 3, name: "int8", stored: .int8, kind: .integer),
      ElementType(code: 4, name: "uint16", stored: .uint16, kind: .integer),
      ElementType(code: 5, name: "int16", stored: .int16, kind: .integer),
      ElementType(code: 6, name: "int32", stored: .int32, kind: .integer),
      ElementType(code: 7, name: "int64", stored: .int64, kind: .integer),
      ElementType(code: 9, name: "bool", stored: .bool, kind: .bool),
      ElementType(code: 10, name: "float16", stored: .float16, kind: .float),
      ElementType(code: 11, name: "float64", stored: .float64, kind: .float),
      ElementType(code: 12, name: "uint32", stored: .uint32, kind: .integer),
      ElementType(code: 13, name: "uint64", stored: .uint64, kind: .integer),
      ElementType(code: 16, name: "bfloat16", stored: .bfloat16, kind: .float),
    ]
    return Dictionary(uniqueKeysWithValues: list.map { ($0.code, $0) })
  }()

  private static let others: [Int: String] = [
    8: "string", 14: "complex64", 15: "complex128", 17: "float8e4m3fn", 18: "float8e4m3fnuz",
    19: "float8e5m2", 20: "float8e5m2fnuz", 21: "uint4", 22: "int4", 23: "float4e2m1",
  ]

  /// The type of a number in onnx.proto.
  ///
  /// - Throws: `FoveaError` for types that cannot become 32-bit floats.
  static func of(_ code: Int) throws(FoveaError) -> ElementType {
    if let type = all[code] { return type }
    let name = others[code] ?? "type \(code)"
    throw FoveaError(
      "elements of \(name) are not read; floats of 16 to 64 bits, whole numbers of 8 to 64 and bool are"
    )
  }
}
