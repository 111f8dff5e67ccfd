import FoveaNetwork
import FoveaTensor
import ONNXProto

private typealias Attribute = Onnx_AttributeProto

extension ExporterTable {
  /// Rarer functions of elements, comparisons and choices; truth values are floats here and their own type there.
  static let functions: [String: Exporter] = Dictionary(uniqueKeysWithValues: [
    entry(Unary.self) { (site, operation) throws(FoveaError) in unary(site, operation.function) },
    entry(Binary.self) { (site, operation) throws(FoveaError) in binary(site, operation.function) },
    entry(Selection.self) { (site, _) throws(FoveaError) in
      let condition = site.cast(site.inputs[0], to: 9, part: "condition")
      site.emit("Where", [condition, site.inputs[1], site.inputs[2]])
    },
  ])

  private static func unary(_ site: ExportSite, _ function: Unary.Function) {
    let x = site.inputs[0]
    func logical(_ name: String, _ value: String, _ attributes: [Attribute] = []) {
      _ = site.cast(site.emit(name, [value], attributes, part: "truth"), to: 1, part: nil)
    }
    switch function {
    case .not: logical("Not", site.cast(x, to: 9, part: "bool"))
    case .isNaN: logical("IsNaN", x)
    case .truncate: _ = site.cast(site.cast(x, to: 7, part: "whole"), to: 1, part: nil)
    case .isInfinite(let positive, let negative):
      logical(
        "IsInf", x,
        [.int("detect_positive", positive ? 1 : 0), .int("detect_negative", negative ? 1 : 0)])
    case .mish:
      // Operator set 17 has no Mish: x · tanh(softplus x).
      let soft = site.emit("Softplus", [x], part: "softplus")
      site.emit("Mul", [x, site.emit("Tanh", [soft], part: "tanh")])
    case .swish(let slope):
      let inner = site.emit("Mul", [x, site.number(slope, "slope")], part: "inner")
      site.emit("Mul", [x, site.emit("Sigmoid", [inner], part: "gate")])
    default:
      let (name, attributes) = plain(function)
      site.emit(name, [x], attributes)
    }
  }

  /// Functions that the standard has by one name.
  private static func plain(_ function: Unary.Function) -> (String, [Attribute]) {
    switch function {
    case .negate: ("Neg", [])
    case .reciprocal: ("Reciprocal", [])
    case .erf: ("Erf", [])
    case .sin: ("Sin", [])
    case .cos: ("Cos", [])
    case .tan: ("Tan", [])
    case .asin: ("Asin", [])
    case .acos: ("Acos", [])
    case .atan: ("Atan", [])
    case .sinh: ("Sinh", [])
    case .cosh: ("Cosh", [])
    case .asinh: ("Asinh", [])
    case .acosh: ("Acosh", [])
    case .atanh: ("Atanh", [])
    case .sign: ("Sign", [])
    case .floor: ("Floor", [])
    case .ceil: ("Ceil", [])
    case .round: ("Round", [])
    case .hardSwish: ("HardSwish", [])
    case .softsign: ("Softsign", [])
    case .selu(let alpha, let gamma): ("Selu", [.float("alpha", alpha), .float("gamma", gamma)])
    case .celu(let alpha): ("Celu", [.float("alpha", alpha)])
    case .hardSigmoid(let slope, let offset):
      ("HardSigmoid", [.float("alpha", slope), .float("beta", offset)])
    case .thresholdedReLU(let threshold): ("ThresholdedRelu", [.float("alpha", threshold)])
    case .shrink(let threshold, let bias):
      ("Shrink", [.float("lambd", threshold), .float("bias", bias)])
    case .not, .isNaN, .isInfinite, .truncate, .mish, .swish: ("Identity", [])
    }
  }

  private static func binary(_ site: ExportSite, _ function: Binary.Function) {
    func compare(_ name: String) {
      _ = site.cast(site.emit(name, site.inputs, part: "truth"), to: 1, part: nil)
    }
    func logic(_ name: String) {
      let sides = site.inputs.enumerated().map { site.cast($1, to: 9, part: "side\($0)") }
      _ = site.cast(site.emit(name, sides, part: "truth"), to: 1, part: nil)
    }
    switch function {
    case .power: site.emit("Pow", site.inputs)
    case .prelu: site.emit("PRelu", site.inputs)
    case .remainder: site.emit("Mod", site.inputs, [.int("fmod", 1)])
    case .modulo:
      // The standard's Mod with the divisor's sign is for whole numbers: a − b ⌊a / b⌋.
      let ratio = site.emit("Div", site.inputs, part: "ratio")
      let whole = site.emit("Floor", [ratio], part: "whole")
      let product = site.emit("Mul", [site.inputs[1], whole], part: "product")
      site.emit("Sub", [site.inputs[0], product])
    case .equal: compare("Equal")
    case .greater: compare("Greater")
    case .greaterOrEqual: compare("GreaterOrEqual")
    case .less: compare("Less")
    case .lessOrEqual: compare("LessOrEqual")
    case .and: logic("And")
    case .or: logic("Or")
    case .xor: logic("Xor")
    }
  }
}
