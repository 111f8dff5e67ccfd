import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Sums, products and the like of several values, with broadcasting.
  static let arithmetic: [String: Importer] = [
    "Add": { (site) throws(FoveaError) in try combine(site, .add) },
    "Sub": { (site) throws(FoveaError) in try combine(site, .subtract) },
    "Mul": { (site) throws(FoveaError) in try combine(site, .multiply) },
    "Div": { (site) throws(FoveaError) in try combine(site, .divide) },
    "Max": { (site) throws(FoveaError) in try chain(site, .maximum) },
    "Min": { (site) throws(FoveaError) in try chain(site, .minimum) },
    "Sum": { (site) throws(FoveaError) in try chain(site, .add) },
    "Mean": { (site) throws(FoveaError) in
      let total = try chained(site, .add, isWhole: false)
      let scale = 1 / Float(site.inputCount)
      try site.put(Elementwise(.linear(scale: scale, offset: 0)), to: [total])
    },
    "Identity": { (site) throws(FoveaError) in try site.pass(0) },
  ]

  private static func combine(
    _ site: OperatorSite, _ function: Arithmetic.Function
  ) throws(FoveaError) {
    if let linear = try linear(site, function) { return try site.put(linear.0, to: [linear.1]) }
    let (left, right) = try site.operands()
    guard function == .divide, left.kind != .float, right.kind != .float else {
      let kind = left.kind == .float || right.kind == .float ? ElementKind.float : left.kind
      return try site.put(Arithmetic(function), to: [left, right], kind: kind)
    }
    let ratio = try site.add(Arithmetic(.divide), to: [left, right], part: "ratio")
    try site.putTruncated(ratio)
  }

  /// A value with one constant number: cheaper as a linear function, and no parameter that training would change.
  private static func linear(
    _ site: OperatorSite, _ function: Arithmetic.Function
  ) throws(FoveaError) -> (Elementwise, NodeValue)? {
    guard case .computed(let value) = try site.input(0), value.kind == .float,
      case .known(let tensor) = try site.input(1), tensor.name == nil,
      tensor.shape.rank <= value.shape.rank, let number = tensor.scalar
    else { return nil }
    return switch function {
    case .add: (Elementwise(.linear(scale: 1, offset: number)), value)
    case .subtract: (Elementwise(.linear(scale: 1, offset: -number)), value)
    case .multiply: (Elementwise(.linear(scale: number, offset: 0)), value)
    default: nil
    }
  }

  private static func chain(
    _ site: OperatorSite, _ function: Arithmetic.Function
  ) throws(FoveaError) {
    guard site.inputCount > 1 else { return try site.pass(0) }
    site.set(0, try chained(site, function, isWhole: true))
  }

  private static func chained(
    _ site: OperatorSite, _ function: Arithmetic.Function, isWhole: Bool
  ) throws(FoveaError) -> NodeValue {
    var result = try site.value(0)
    for index in 1..<max(1, site.inputCount) {
      let isLast = isWhole && index == site.inputCount - 1
      result = try site.add(
        Arithmetic(function), to: [result, try site.value(index)],
        part: isLast ? nil : "term\(index)")
    }
    return result
  }
}

extension OperatorSite {
  /// Two operands that broadcast, also by the rule of operator sets before 7: the second begins at an axis of the first.
  func operands() throws(FoveaError) -> (NodeValue, NodeValue) {
    let left = try value(0)
    var right = try value(1)
    if operatorSet < 7, attributes.has("axis") {
      let first = try axis(attributes.int("axis", 0), of: left.shape.rank)
      let behind = left.shape.rank - first - right.shape.rank
      if behind > 0 {
        let extents = right.shape.dimensions + [Int](repeating: 1, count: behind)
        right = try add(Reshaping(to: extents), to: [right], part: "aligned")
      }
    }
    return (left, right)
  }
}
