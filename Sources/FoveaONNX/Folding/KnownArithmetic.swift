import Foundation
import FoveaTensor

extension KnownTensor {
  /// Two tensors combined element by element; whole numbers wrap around as in C.
  static func combining(
    _ a: KnownTensor, _ b: KnownTensor, kind: ElementKind? = nil,
    integers: (Int, Int) -> Int, floats: (Float, Float) -> Float
  ) throws(FoveaError) -> KnownTensor {
    guard let shape = a.shape.broadcast(with: b.shape) else {
      throw FoveaError("\(a.shape) and \(b.shape) do not broadcast")
    }
    let (left, right) = (try a.broadcast(to: shape), try b.broadcast(to: shape))
    guard shape.count <= madeLimit else {
      throw FoveaError("the known tensor \(shape) would have more than 2^28 elements")
    }
    guard a.kind == .float || b.kind == .float else {
      return KnownTensor(
        shape, integers: zip(left.integers, right.integers).map { integers($0, $1) },
        kind: kind ?? a.kind)
    }
    let values = zip(left.floats, right.floats).map { floats($0, $1) }
    return KnownTensor(shape, kind ?? .float, .floats(values))
  }

  /// A function of each element.
  func mapping(integers: (Int) -> Int, floats: (Float) -> Float) throws(FoveaError) -> KnownTensor {
    guard shape.count <= Self.madeLimit else {
      throw FoveaError("the known tensor \(shape) would have more than 2^28 elements")
    }
    return kind == .float
      ? KnownTensor(shape, floats: self.floats.map(floats))
      : KnownTensor(shape, integers: self.integers.map(integers), kind: kind)
  }

  /// The elements as another kind of number: truth values are 0 and 1, whole numbers are cut towards zero.
  func cast(to type: ElementType) -> KnownTensor {
    switch (kind, type.kind) {
    case (.float, .float): return self
    case (_, .float): return KnownTensor(shape, floats: floats)
    case (_, .bool):
      return KnownTensor(shape, integers: floats.map { $0 == 0 ? 0 : 1 }, kind: .bool)
    case (_, .integer): return KnownTensor(shape, integers: integers)
    }
  }
}

/// Arithmetic on 64-bit numbers as C has it: wrapping, and 0 where there is no result.
enum WrappingInteger {
  static func quotient(_ a: Int, _ b: Int) -> Int {
    guard b != 0, !(a == .min && b == -1) else { return 0 }
    return a / b
  }

  /// The remainder with the divisor's sign, as Python's.
  static func modulo(_ a: Int, _ b: Int) -> Int {
    guard b != 0, b != -1 else { return 0 }
    let rest = a % b
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
  }

  static func power(_ a: Int, _ b: Int) -> Int {
    guard b >= 0 else { return a == 1 ? 1 : 0 }
    var (result, factor, rest) = (1, a, b)
    while rest > 0 {
      if rest & 1 == 1 { result &*= factor }
      factor &*= factor
      rest >>= 1
    }
    return result
  }
}
