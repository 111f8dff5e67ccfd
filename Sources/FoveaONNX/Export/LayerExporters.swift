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
    entry(GroupNormalization.self) { (site, operation) throws(FoveaError) in
      groupNormalization(site, operation)
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

  /// Operator set 17 has it for single channels alone; groups become channels of a shape of their own.
  private static func groupNormalization(_ site: ExportSite, _ operation: GroupNormalization) {
    let epsilon = Onnx_AttributeProto.float("epsilon", operation.epsilon)
    guard let groups = operation.groups else {
      let parameters = [site.parameter("weight"), site.parameter("bias")]
      return _ = site.emit("InstanceNormalization", site.inputs + parameters, [epsilon])
    }
    let shape = site.emit("Shape", site.inputs, part: "shape")
    let grouped = site.emit(
      "Reshape", site.inputs + [site.integers([0, groups, -1], "groups")], part: "grouped")
    let ones = site.numbers(Tensor(repeating: 1, shape: [groups]), "ones")
    let zeros = site.numbers(.zeros([groups]), "zeros")
    let normal = site.emit(
      "InstanceNormalization", [grouped, ones, zeros], [epsilon], part: "normal")
    let whole = site.emit("Reshape", [normal, shape], part: "whole")
    let behind = Array(1..<max(1, site.shape(0).rank - 1))
    func column(_ role: String) -> String {
      guard !behind.isEmpty else { return site.parameter(role) }
      return site.emit(
        "Unsqueeze", [site.parameter(role), site.integers(behind, "axes")], part: "\(role)column")
    }
    let scaled = site.emit("Mul", [whole, column("weight")], part: "scaled")
    site.emit("Add", [scaled, column("bias")])
  }

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
