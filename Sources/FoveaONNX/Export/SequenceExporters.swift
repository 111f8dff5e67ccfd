import FoveaNetwork
import FoveaTensor
import ONNXProto

extension ExporterTable {
  /// One direction of a recurrent layer in the standard's own order of gates.
  static let sequences: [String: Exporter] = Dictionary(uniqueKeysWithValues: [
    entry(RecurrentSequence.self) { (site, operation) throws(FoveaError) in
      sequence(site, operation)
    }
  ])

  private static func sequence(_ site: ExportSite, _ operation: RecurrentSequence) {
    let zero = site.integers([0], "direction")
    let one = site.integers([1], "directions")
    func row(_ value: String, _ part: String) -> String {
      site.emit("Unsqueeze", [value, zero], part: part)
    }
    let turned = site.emit("Transpose", [site.inputs[0]], [.ints("perm", [1, 0, 2])], part: "time")
    let biases = site.emit(
      "Concat", [site.parameter("bias_ih"), site.parameter("bias_hh")], [.int("axis", 0)],
      part: "biases")
    var rest = Array(site.inputs.dropFirst())
    let lengths = operation.hasLengths ? site.cast(rest.removeFirst(), to: 6, part: "lengths") : ""
    var inputs = [
      turned, row(site.parameter("weight_ih"), "w"), row(site.parameter("weight_hh"), "r"),
      row(biases, "b"), lengths,
    ]
    for (index, state) in rest.enumerated() { inputs.append(row(state, index == 0 ? "h0" : "c0")) }
    if case .lstm(hasPeepholes: true, _) = operation.cell {
      while inputs.count < 7 { inputs.append("") }
      inputs.append(row(site.parameter("peephole"), "p"))
    }
    let outputs = ["y", "yh"] + (operation.cell.hasCellState ? ["yc"] : [])
    let values = outputs.map { "\(site.label)/\($0)" }
    site.emit(
      name(of: operation.cell), inputs, attributes(of: operation), part: "cell", outputs: values)
    let steps = site.emit("Squeeze", [values[0], one], part: "steps")
    let parts = [steps] + values.dropFirst()
    let all = site.emit("Concat", parts, [.int("axis", 0)], part: "all")
    site.emit("Transpose", [all], [.ints("perm", [1, 0, 2])])
  }

  private static func name(of cell: RecurrentSequence.Cell) -> String {
    switch cell {
    case .plain: "RNN"
    case .lstm: "LSTM"
    case .gru: "GRU"
    }
  }

  private static func attributes(of operation: RecurrentSequence) -> [Onnx_AttributeProto] {
    var list: [Onnx_AttributeProto] = [
      .int("hidden_size", operation.hidden),
      .string("direction", operation.isReversed ? "reverse" : "forward"),
    ]
    if let clip = operation.clip { list.append(.float("clip", clip)) }
    switch operation.cell {
    case .lstm(_, isCoupled: true): list.append(.int("input_forget", 1))
    case .gru(resetsLast: true): list.append(.int("linear_before_reset", 1))
    default: break
    }
    let functions = operation.activations.map(described)
    list.append(.strings("activations", functions.map(\.name)))
    let alphas = functions.compactMap(\.alpha)
    let betas = functions.compactMap(\.beta)
    if !alphas.isEmpty { list.append(.floats("activation_alpha", alphas)) }
    if !betas.isEmpty { list.append(.floats("activation_beta", betas)) }
    return list
  }

  /// A function's name in the standard, and its numbers.
  private static func described(
    _ activation: RecurrentSequence.Activation
  ) -> (name: String, alpha: Float?, beta: Float?) {
    switch activation {
    case .relu: ("Relu", nil, nil)
    case .tanh: ("Tanh", nil, nil)
    case .sigmoid: ("Sigmoid", nil, nil)
    case .softsign: ("Softsign", nil, nil)
    case .softplus: ("Softplus", nil, nil)
    case .affine(let scale, let offset): ("Affine", scale, offset)
    case .leakyReLU(let slope): ("LeakyRelu", slope, nil)
    case .thresholdedReLU(let threshold): ("ThresholdedRelu", threshold, nil)
    case .scaledTanh(let scale, let slope): ("ScaledTanh", scale, slope)
    case .hardSigmoid(let slope, let offset): ("HardSigmoid", slope, offset)
    case .elu(let alpha): ("Elu", alpha, nil)
    }
  }
}
