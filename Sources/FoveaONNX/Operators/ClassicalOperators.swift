import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// The domain of scikit-learn's models.
  static let classicalDomain = "ai.onnx.ml"

  /// What scikit-learn's perceptrons have around their layers: operations of the domain `ai.onnx.ml` that are float
  /// arithmetic.
  ///
  /// https://onnx.ai/onnx/operators/index_ml.html.
  static let classical: [String: Importer] = [
    "\(classicalDomain).Scaler": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let centred = try applied("offset", 0, .subtract, to: input, site)
      site.set(0, try applied("scale", 1, .multiply, to: centred, site))
    },
    "\(classicalDomain).ArrayFeatureExtractor": { (site) throws(FoveaError) in
      let (table, indices) = (try site.value(0), try site.value(1))
      guard table.shape.rank > 0 else { throw FoveaError("its first input must have an axis") }
      let list = try site.add(Reshaping(to: [-1]), to: [indices], part: "places")
      let picked = try site.add(
        Gathering(axis: table.shape.rank - 1), to: [table, list], part: "picked")
      guard table.shape.rank == 1 else { return site.set(0, picked) }
      try site.put(AxisInsertion([0]), to: [picked])
    },
    "\(classicalDomain).ZipMap": { (site) throws(FoveaError) in
      site.note(
        "ZipMap would make dictionaries; the probabilities stay a tensor, in the classes' order")
      try site.pass(0)
    },
  ]

  /// A value with numbers of an attribute applied to it, one for each column or one for all.
  private static func applied(
    _ name: String, _ neutral: Float, _ function: Arithmetic.Function, to value: NodeValue,
    _ site: OperatorSite
  ) throws(FoveaError) -> NodeValue {
    let numbers = site.attributes.floats(name) ?? []
    guard numbers.contains(where: { $0 != neutral }) else { return value }
    guard numbers.count == 1 || numbers.count == value.shape.dimensions.last else {
      throw FoveaError("\(numbers.count) numbers of '\(name)' do not fit \(value.shape)")
    }
    let held = try site.held(
      KnownTensor([numbers.count], floats: numbers), part: name)
    let part = function == .subtract ? "centred" : "scaled"
    return try site.add(Arithmetic(function), to: [value, held], part: part)
  }
}
