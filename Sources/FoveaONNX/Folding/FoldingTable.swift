import Foundation
import FoveaTensor
import ONNXProto

/// Operations that are computed when a model is read, where their inputs are known: shape arithmetic above all.
enum FoldingTable {
  typealias Folder = @Sendable (OperatorSite, [KnownTensor?]) throws(FoveaError) -> [KnownTensor]

  /// All foldable operations by the standard's names.
  static let folders: [String: Folder] = arithmetic.merging(moves) { first, _ in first }

  private static func binary(
    kind: ElementKind? = nil, _ integers: @escaping @Sendable (Int, Int) -> Int,
    _ floats: @escaping @Sendable (Float, Float) -> Float
  ) -> Folder {
    { (_, inputs) throws(FoveaError) -> [KnownTensor] in
      let (a, b) = (try required(inputs, 0), try required(inputs, 1))
      return [try .combining(a, b, kind: kind, integers: integers, floats: floats)]
    }
  }

  private static func chained(
    _ integers: @escaping @Sendable (Int, Int) -> Int,
    _ floats: @escaping @Sendable (Float, Float) -> Float
  ) -> Folder {
    { (_, inputs) throws(FoveaError) -> [KnownTensor] in
      var result = try required(inputs, 0)
      for index in inputs.indices.dropFirst() {
        result = try .combining(
          result, try required(inputs, index), integers: integers, floats: floats)
      }
      return [result]
    }
  }

  private static func unary(
    _ integers: @escaping @Sendable (Int) -> Int, _ floats: @escaping @Sendable (Float) -> Float
  ) -> Folder {
    { (_, inputs) throws(FoveaError) -> [KnownTensor] in
      [try required(inputs, 0).mapping(integers: integers, floats: floats)]
    }
  }

  static func required(_ inputs: [KnownTensor?], _ index: Int) throws(FoveaError) -> KnownTensor {
    guard index < inputs.count, let tensor = inputs[index] else {
      throw FoveaError("input \(index) is missing")
    }
    return tensor
  }

  private static let arithmetic: [String: Folder] = [
    "Add": binary({ $0 &+ $1 }, { $0 + $1 }),
    "Sub": binary({ $0 &- $1 }, { $0 - $1 }),
    "Mul": binary({ $0 &* $1 }, { $0 * $1 }),
    "Div": binary(WrappingInteger.quotient, { $0 / $1 }),
    "Pow": binary(WrappingInteger.power, { pow($0, $1) }),
    "Mod": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      let (a, b) = (try required(inputs, 0), try required(inputs, 1))
      let truncates = site.attributes.flag("fmod")
      return [
        try .combining(
          a, b,
          integers: {
            truncates ? ($1 == 0 || $1 == -1 ? 0 : $0 % $1) : WrappingInteger.modulo($0, $1)
          },
          floats: { truncates ? fmod($0, $1) : $0 - $1 * ($0 / $1).rounded(.down) })
      ]
    },
    "Min": chained({ min($0, $1) }, { min($0, $1) }),
    "Max": chained({ max($0, $1) }, { max($0, $1) }),
    "Sum": chained({ $0 &+ $1 }, { $0 + $1 }),
    "Neg": unary({ 0 &- $0 }, { -$0 }),
    "Abs": unary({ $0 < 0 ? 0 &- $0 : $0 }, { abs($0) }),
    "Sqrt": unary({ KnownTensor.integer(Double($0).squareRoot()) }, { $0.squareRoot() }),
    "Exp": unary({ KnownTensor.integer(exp(Double($0))) }, { exp($0) }),
    "Log": unary({ KnownTensor.integer(log(Double($0))) }, { log($0) }),
    "Floor": unary({ $0 }, { $0.rounded(.down) }),
    "Ceil": unary({ $0 }, { $0.rounded(.up) }),
    "Round": unary({ $0 }, { $0.rounded(.toNearestOrEven) }),
    "Reciprocal": unary({ WrappingInteger.quotient(1, $0) }, { 1 / $0 }),
    "Sign": unary({ $0.signum() }, { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }),
    "Not": unary({ $0 == 0 ? 1 : 0 }, { $0 == 0 ? 1 : 0 }),
    "Equal": binary(kind: .bool, { $0 == $1 ? 1 : 0 }, { $0 == $1 ? 1 : 0 }),
    "Greater": binary(kind: .bool, { $0 > $1 ? 1 : 0 }, { $0 > $1 ? 1 : 0 }),
    "GreaterOrEqual": binary(kind: .bool, { $0 >= $1 ? 1 : 0 }, { $0 >= $1 ? 1 : 0 }),
    "Less": binary(kind: .bool, { $0 < $1 ? 1 : 0 }, { $0 < $1 ? 1 : 0 }),
    "LessOrEqual": binary(kind: .bool, { $0 <= $1 ? 1 : 0 }, { $0 <= $1 ? 1 : 0 }),
    "And": binary({ $0 & $1 }, { $0 * $1 }),
    "Or": binary({ $0 | $1 }, { max($0, $1) }),
    "Xor": binary({ $0 ^ $1 }, { $0 == $1 ? 0 : 1 }),
    "Where": { (_, inputs) throws(FoveaError) -> [KnownTensor] in
      let condition = try required(inputs, 0)
      let (a, b) = (try required(inputs, 1), try required(inputs, 2))
      guard let pair = a.shape.broadcast(with: b.shape),
        let shape = pair.broadcast(with: condition.shape), shape.count <= KnownTensor.madeLimit
      else { throw FoveaError("its inputs do not broadcast, or to more than 2^28 elements") }
      let chosen = try condition.broadcast(to: shape).integers
      let (left, right) = (try a.broadcast(to: shape), try b.broadcast(to: shape))
      if a.kind == .float {
        let (x, y) = (left.floats, right.floats)
        return [KnownTensor(shape, floats: chosen.indices.map { chosen[$0] != 0 ? x[$0] : y[$0] })]
      }
      let (x, y) = (left.integers, right.integers)
      let values = chosen.indices.map { chosen[$0] != 0 ? x[$0] : y[$0] }
      return [KnownTensor(shape, integers: values, kind: a.kind)]
    },
  ]
}

extension OperatorSite {
  /// The outputs of a node that can be computed now; `nil` where it has to wait for a run.
  func folded() throws(FoveaError) -> [KnownTensor]? {
    switch node.opType {
    case "Shape":
      let dimensions = try shape(0).dimensions
      let rank = dimensions.count
      func place(_ number: Int) -> Int { max(0, min(rank, number < 0 ? number + rank : number)) }
      let start = place(attributes.int("start", 0))
      return [
        KnownTensor(Array(dimensions[start..<max(start, place(attributes.int("end", rank)))]))
      ]
    case "Size": return [KnownTensor(.scalar, integers: [try shape(0).count])]
    default: break
    }
    if let known = try OperatorTable.reductionOfNothing(self) { return [known] }
    guard let folder = FoldingTable.folders[node.opType] else { return nil }
    var inputs: [KnownTensor?] = []
    for index in node.input.indices {
      guard has(index) else {
        inputs.append(nil)
        continue
      }
      guard case .known(let tensor) = try input(index) else { return nil }
      inputs.append(tensor)
    }
    return try folder(self, inputs)
  }
}
