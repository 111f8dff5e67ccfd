import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Matrix products: fully connected layers where one factor is known.
  static let matrices: [String: Importer] = [
    "Gemm": { (site) throws(FoveaError) in try gemm(site) },
    "MatMul": { (site) throws(FoveaError) in try product(site) },
  ]

  /// alpha · A′ · B′ + beta · C.
  private static func gemm(_ site: OperatorSite) throws(FoveaError) {
    let (alpha, beta) = (site.attributes.float("alpha", 1), site.attributes.float("beta", 1))
    var left = try site.value(0)
    guard left.shape.rank == 2, try site.shape(1).rank == 2 else {
      throw FoveaError("its factors must be matrices, got \(left.shape) and \(try site.shape(1))")
    }
    if site.attributes.flag("transA") {
      left = try site.add(Transposition(order: [1, 0]), to: [left], part: "turn")
    }
    let isTurned = site.attributes.flag("transB")
    let addend = site.has(2) ? try site.input(2) : nil
    guard case .known(let matrix) = try site.input(1) else {
      let right = try site.value(1)
      let result = try site.add(
        MatrixProduct(transposesSecond: isTurned), to: [left, right],
        part: alpha == 1 && addend == nil ? nil : "product")
      return try add(addend, times: beta, to: scaled(result, by: alpha, site), site)
    }
    let turned = isTurned ? matrix : try matrix.transposed([1, 0])
    let weight = try alpha == 1 ? turned : turned.scaled(by: alpha)
    guard weight.shape[0] > 0 else { throw FoveaError("its second factor has no column") }
    let units = weight.shape[0]
    if case .known(let tensor)? = addend, let bias = try bias(tensor, units, times: beta) {
      return try site.put(
        DenseProduct(units: units), to: [left], parameters: ["weight": weight, "bias": bias])
    }
    let result = try site.add(
      DenseProduct(units: units, hasBias: false), to: [left], parameters: ["weight": weight],
      part: addend == nil ? nil : "product")
    try add(addend, times: beta, to: result, site)
  }

  /// An addend as one number for each unit, if it is that.
  private static func bias(
    _ tensor: KnownTensor, _ units: Int, times factor: Float
  ) throws(FoveaError) -> KnownTensor? {
    let extents = tensor.shape.dimensions
    guard extents == [units] || extents == [1, units] else { return nil }
    let bias = tensor.reshaped(to: [units])
    return factor == 1 ? bias : try bias.scaled(by: factor)
  }

  private static func scaled(
    _ value: NodeValue, by factor: Float, _ site: OperatorSite
  ) throws(FoveaError) -> NodeValue {
    guard factor != 1 else { return value }
    return try site.add(
      Elementwise(.linear(scale: factor, offset: 0)), to: [value],
      part: site.has(2) ? "scale" : nil)
  }

  private static func add(
    _ addend: GraphValue?, times factor: Float, to value: NodeValue, _ site: OperatorSite
  ) throws(FoveaError) {
    guard let addend else { return site.set(0, value) }
    var term: NodeValue
    switch addend {
    case .known(let tensor): term = try site.held(tensor, part: "bias")
    case .computed(let computed): term = computed
    }
    if factor != 1 {
      term = try site.add(
        Elementwise(.linear(scale: factor, offset: 0)), to: [term], part: "beta")
    }
    try site.put(Arithmetic(.add), to: [value, term])
  }

  /// The product of matrices or batches of them, by NumPy's rules.
  private static func product(_ site: OperatorSite) throws(FoveaError) {
    let (a, b) = (try site.shape(0), try site.shape(1))
    guard a.rank > 0, b.rank > 0 else { throw FoveaError("its factors must have an axis") }
    if case .known(let matrix) = try site.input(1), b.rank == 2, a.rank >= 2, b[1] > 0 {
      let weight = try matrix.transposed([1, 0])
      return try site.put(
        DenseProduct(units: b[1], hasBias: false), to: [try site.value(0)],
        parameters: ["weight": weight])
    }
    var (left, right) = (try site.value(0), try site.value(1))
    guard a.rank == 1 || b.rank == 1 else {
      return try site.put(MatrixProduct(), to: [left, right])
    }
    if a.rank == 1 { left = try site.add(AxisInsertion([0]), to: [left], part: "row") }
    if b.rank == 1 { right = try site.add(AxisInsertion([1]), to: [right], part: "column") }
    let result = try site.add(MatrixProduct(), to: [left, right], part: "product")
    let removed = (a.rank == 1 ? [-2] : []) + (b.rank == 1 ? [-1] : [])
    try site.put(AxisRemoval(removed), to: [result])
  }
}

extension KnownTensor {
  /// Each element times a number.
  func scaled(by factor: Float) throws(FoveaError) -> KnownTensor {
    KnownTensor(shape, floats: floats.map { $0 * factor })
  }
}
