import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Functions of each element that are rarer in networks, and conversions between kinds of numbers.
  static let functions: [String: Importer] = [
    "Neg": unary { _ in .negate }, "Reciprocal": unary { _ in .reciprocal },
    "Erf": unary { _ in .erf }, "Sin": unary { _ in .sin }, "Cos": unary { _ in .cos },
    "Tan": unary { _ in .tan }, "Asin": unary { _ in .asin }, "Acos": unary { _ in .acos },
    "Atan": unary { _ in .atan }, "Sinh": unary { _ in .sinh }, "Cosh": unary { _ in .cosh },
    "Asinh": unary { _ in .asinh }, "Acosh": unary { _ in .acosh }, "Atanh": unary { _ in .atanh },
    "Sign": unary { _ in .sign }, "Floor": unary { _ in .floor }, "Ceil": unary { _ in .ceil },
    "Round": unary { _ in .round }, "Not": unary(kind: .bool) { _ in .not },
    "IsNaN": unary(kind: .bool) { _ in .isNaN },
    "IsInf": unary(kind: .bool) {
      .isInfinite(
        positive: $0.flag("detect_positive", true), negative: $0.flag("detect_negative", true))
    },
    "Selu": unary {
      .selu(alpha: $0.float("alpha", 1.673_263_2), gamma: $0.float("gamma", 1.050_701))
    },
    "HardSigmoid": unary {
      .hardSigmoid(slope: $0.float("alpha", 0.2), offset: $0.float("beta", 0.5))
    },
    "HardSwish": unary { _ in .hardSwish }, "Mish": unary { _ in .mish },
    "Softsign": unary { _ in .softsign },
    "ThresholdedRelu": unary { .thresholdedReLU(threshold: $0.float("alpha", 1)) },
    "Shrink": unary { .shrink(threshold: $0.float("lambd", 0.5), bias: $0.float("bias", 0)) },
    "Swish": unary { .swish(slope: $0.float("alpha", 1)) },
    "Celu": { (site) throws(FoveaError) in
      let alpha = site.attributes.float("alpha", 1)
      guard alpha != 0 else { throw FoveaError("its alpha must not be 0") }
      try site.put(Unary(.celu(alpha: alpha)), to: [try site.value(0)])
    },
    "Cast": { (site) throws(FoveaError) in
      try cast(site, to: try .of(site.attributes.int("to", 1)))
    },
    "CastLike": { (site) throws(FoveaError) in
      let kind = try site.input(1).kind
      try cast(site, to: try .of(kind == .float ? 1 : kind == .bool ? 9 : 7))
    },
  ]

  private static func unary(
    kind: ElementKind? = nil, _ function: @escaping @Sendable (Attributes) -> Unary.Function
  ) -> Importer {
    { (site) throws(FoveaError) in
      try site.put(Unary(function(site.attributes)), to: [try site.value(0)], kind: kind)
    }
  }

  private static func cast(_ site: OperatorSite, to type: ElementType) throws(FoveaError) {
    if case .known(let tensor) = try site.input(0) {
      return site.set(0, known: tensor.cast(to: type))
    }
    var value = try site.value(0)
    switch (value.kind, type.kind) {
    case (.float, .integer): try site.putTruncated(value)
    case (.float, .bool), (.integer, .bool):
      // Everything but 0 is true.
      let isZero = try site.add(Unary(.not), to: [value], kind: .bool, part: "zero")
      try site.put(Unary(.not), to: [isZero], kind: .bool)
    default:
      if type.kind == .float, type.code != 1 {
        site.note("casts to \(type.name) keep 32 bits")
      }
      value.kind = type.kind
      site.set(0, value)
    }
  }
}

extension OperatorSite {
  /// Makes numbers cut towards zero the first output.
  func putTruncated(_ value: NodeValue) throws(FoveaError) {
    try put(Unary(.truncate), to: [value], kind: .integer)
  }
}
