import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Comparisons, logic, choices, powers and remainders, with broadcasting.
  static let comparisons: [String: Importer] = [
    "Equal": binary(.equal, kind: .bool), "Greater": binary(.greater, kind: .bool),
    "GreaterOrEqual": binary(.greaterOrEqual, kind: .bool), "Less": binary(.less, kind: .bool),
    "LessOrEqual": binary(.lessOrEqual, kind: .bool), "And": binary(.and, kind: .bool),
    "Or": binary(.or, kind: .bool), "Xor": binary(.xor, kind: .bool),
    "Mod": { (site) throws(FoveaError) in
      let function: Binary.Function = site.attributes.flag("fmod") ? .remainder : .modulo
      let (left, right) = try site.operands()
      try site.put(Binary(function), to: [left, right])
    },
    "Pow": { (site) throws(FoveaError) in try power(site) },
    "Where": { (site) throws(FoveaError) in
      let inputs = [try site.value(0), try site.value(1), try site.value(2)]
      try site.put(Selection(), to: inputs, kind: inputs[1].kind)
    },
  ]

  private static func binary(_ function: Binary.Function, kind: ElementKind) -> Importer {
    { (site) throws(FoveaError) in
      let (left, right) = try site.operands()
      try site.put(Binary(function), to: [left, right], kind: kind)
    }
  }

  /// Squares and roots have functions of their own, which are exact for negative numbers and faster.
  private static func power(_ site: OperatorSite) throws(FoveaError) {
    let isFloat = try site.input(0).kind == .float
    if case .known(let exponent) = try site.input(1), exponent.name == nil, isFloat,
      let number = exponent.scalar, try exponent.shape.rank <= site.shape(0).rank
    {
      switch number {
      case 2: return try site.put(Elementwise(.square), to: [try site.value(0)])
      case 0.5: return try site.put(Elementwise(.sqrt), to: [try site.value(0)])
      case -1: return try site.put(Unary(.reciprocal), to: [try site.value(0)])
      default: break
      }
    }
    let (left, right) = try site.operands()
    guard !isFloat else { return try site.put(Binary(.power), to: [left, right]) }
    try site.putTruncated(try site.add(Binary(.power), to: [left, right], part: "power"))
  }
}
