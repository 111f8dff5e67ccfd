import FoveaNetwork
import FoveaTensor
import ONNXProto

extension ExporterTable {
  /// Fully connected layers, normalisations, embeddings and values that are parameters.
  static let layers: [String: Exporter] = Dictionary(uniqueKeysWithValues: [
    entry(DenseProduct.self) { (site, operation) throws(FoveaError) in dense(site, operation) },
    entry(MatrixProduct.self) { (site, operation) throws(FoveaError) in
      guard operation.transposesSecond else { return _ = site.emit("MatMul", site.inputs) }
      var order = Array(0..<site.shape(1).rank)
      order.swapAt(order.count - 1, order.count - 2)
      let turned = site.emit("Transpose", [site.inputs[1]], [.ints("perm", order)], part: "turn")
      site.emit("MatMul", [site.inputs[0], turned])
    },
    entry(BatchNormalization.self) { (site, operation) throws(FoveaError) in
      let parameters = ["weight", "bias", "running_mean", "running_var"].map { site.parameter($0) }
      site.emit(
        "BatchNormalization", site.inputs + parameters,
        [.float("epsilon", operation.epsilon), .float("momentum", 1 - operation.momentum)])
    },
    entry(LayerNormalization.self) { (site, operation) throws(FoveaError) in
      site.emit(
        "LayerNormalization", site.inputs + [site.parameter("weight"), site.parameter("bias")],
        [.int("axis", -operation.axes), .float("epsilon", operation.epsilon)])
    },
    entry(LocalResponseNormalization.self) { (site, operation) throws(FoveaError) in
      site.emit(
        "LRN", site.inputs,
        [
          .int("size", operation.size), .float("alpha", operation.alpha),
          .float("beta", operation.beta), .float("bias", operation.k),
        ])
    },
    entry(Standardization.self) { (site, operation) throws(FoveaError) in
      let behind = [Int](repeating: 1, count: max(0, site.shape(0).rank - 2))
      let shape = Shape([operation.mean.count] + behind)
      let mean = site.numbers(Tensor(shape: shape, scalars: operation.mean), "mean")
      let deviation = site.numbers(Tensor(shape: shape, scalars: operation.deviation), "deviation")
      let centred = site.emit("Sub", [site.inputs[0], mean], part: "centred")
      site.emit("Div", [centred, deviation])
    },
    entry(DropoutMask.self) { (site, operation) throws(FoveaError) in
      site.emit("Dropout", site.inputs + [site.number(operation.probability, "ratio")])
    },
    entry(EmbeddingLookup.self) { (site, _) throws(FoveaError) in
      let indices = site.emit("Cast", site.inputs, [.int("to", 7)], part: "indices")
      site.emit("Gather", [site.parameter("weight"), indices], [.int("axis", 0)])
    },
    entry(ParameterValue.self) { (site, _) throws(FoveaError) in
      site.emit("Identity", [site.parameter("value")])
    },
    entry(Constant.self) { (site, operation) throws(FoveaError) in
      let tensor = Tensor(shape: operation.shape, scalars: operation.scalars)
      site.emit("Identity", [site.numbers(tensor, "value")])
    },
  ])

  /// x · Wᵀ + b: one node for a matrix, three for a batch of them.
  private static func dense(_ site: ExportSite, _ operation: DenseProduct) {
    let weight = site.parameter("weight")
    let bias = operation.hasBias ? [site.parameter("bias")] : []
    if site.shape(0).rank == 2 {
      site.emit("Gemm", [site.inputs[0], weight] + bias, [.int("transB", 1)])
      return
    }
    let turned = site.emit("Transpose", [weight], [.ints("perm", [1, 0])], part: "turn")
    guard operation.hasBias else { return _ = site.emit("MatMul", [site.inputs[0], turned]) }
    let product = site.emit("MatMul", [site.inputs[0], turned], part: "product")
    site.emit("Add", [product] + bias)
  }
}
