import Foundation
import FoveaTensor

/// What NumPy's pickles make: arrays of numbers.
extension PickleReader {
  /// `dtype("f4", …)`.
  mutating func arrayElementType(_ values: [PickleValue]) throws(FoveaError) -> PickleValue {
    guard let first = values.first, case .text(let name) = first else {
      throw problem("has an array whose elements have no type")
    }
    let code = name.drop { "<>=|".contains($0) }
    guard let scalar = Self.arrayScalars[String(code)] else {
      throw FoveaError(
        "it holds an array of elements '\(name.prefix(20))'; readable are "
          + Self.arrayScalars.keys.sorted().joined(separator: ", "))
    }
    return heap.add(.elementType(ElementType(scalar: scalar, isBigEndian: name.hasPrefix(">"))))
  }

  /// The byte order in a type's state: `(version, order, …)`.
  func isBigEndian(_ state: PickleValue) throws(FoveaError) -> Bool {
    guard let parts = heap.elements(state), parts.count >= 2, case .text(let order) = parts[1]
    else {
      throw problem("has an array whose elements have no byte order")
    }
    return order == ">"
  }

  /// An array's state: `(version, shape, type, isColumnMajor, bytes)`.
  func array(_ state: PickleValue) throws(FoveaError) -> TensorView {
    guard let parts = heap.elements(state), parts.count == 5, let shape = heap.integers(parts[1]),
      case .elementType(let type) = heap.object(parts[2]), case .bool(let isColumnMajor) = parts[3],
      let bytes = Self.contents(parts[4])
    else { throw problem("has an array of the wrong parts") }
    return try TensorView(bytes: bytes, type: type, shape: shape, isColumnMajor: isColumnMajor)
  }

  /// One number: `(type, bytes)`.
  mutating func arrayScalar(_ values: [PickleValue]) throws(FoveaError) -> PickleValue {
    guard values.count == 2, case .elementType(let type) = heap.object(values[0]),
      let bytes = Self.contents(values[1])
    else { throw problem("has a number of the wrong parts") }
    return heap.add(
      .tensor(try TensorView(bytes: bytes, type: type, shape: [], isColumnMajor: false)))
  }

  /// `(bytes, type, shape, order)`.
  mutating func arrayFromBuffer(_ values: [PickleValue]) throws(FoveaError) -> PickleValue {
    guard values.count == 4, let bytes = Self.contents(values[0]),
      case .elementType(let type) = heap.object(values[1]), let shape = heap.integers(values[2]),
      case .text(let order) = values[3]
    else { throw problem("has an array of the wrong parts") }
    return heap.add(
      .tensor(
        try TensorView(bytes: bytes, type: type, shape: shape, isColumnMajor: order == "F")))
  }

  private static func contents(_ value: PickleValue) -> Data? {
    switch value {
    case .bytes(let bytes): bytes
    case .text(let text): Data(text.utf8)  // Python 2 wrote bytes as strings
    default: nil
    }
  }

  private static let arrayScalars: [String: StoredScalar] = [
    "f2": .float16, "f4": .float32, "f8": .float64, "b1": .bool,
    "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
    "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
  ]
}
