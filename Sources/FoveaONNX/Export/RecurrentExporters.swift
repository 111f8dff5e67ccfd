import FoveaNetwork
import FoveaTensor
import ONNXProto

extension ExporterTable {
  /// Recurrent cells: the standard's run over time first, so that the batch and time change places around them.
  static let recurrence: [String: Exporter] = Dictionary(uniqueKeysWithValues: [
    entry(Recurrent.self) { (site, operation) throws(FoveaError) in recurrent(site, operation) }
  ])

  private static func recurrent(_ site: ExportSite, _ operation: Recurrent) {
    let turned = site.emit("Transpose", [site.inputs[0]], [.ints("perm", [1, 0, 2])], part: "time")
    var inputs = [turned] + weights(site, operation) + [""]
    for (index, state) in site.inputs.dropFirst().enumerated() {
      inputs.append(
        site.emit(
          "Unsqueeze", [state, site.integers([0], "direction")], part: index == 0 ? "h0" : "c0"))
    }
    let sequence = "\(site.label)/sequence"
    let last = "\(site.label)/last"
    site.emit(
      name(of: operation.cell), inputs, attributes(of: operation), part: "cell",
      outputs: operation.returnsSequence ? [sequence] : ["", last])
    if operation.returnsSequence {
      let steps = site.emit(
        "Squeeze", [sequence, site.integers([1], "directions")], part: "steps")
      site.emit("Transpose", [steps], [.ints("perm", [1, 0, 2])])
    } else {
      site.emit("Squeeze", [last, site.integers([0], "directions")])
    }
  }

  /// The initialisers W, R and B.
  private static func weights(_ site: ExportSite, _ operation: Recurrent) -> [String] {
    func matrix(_ role: String) -> String {
      let tensor = RecurrentLayout.exported(site.weights(role), operation.cell)
      let name = "\(site.node.name).\(role)"
      site.graph.add(tensor.reshaped(to: Shape([1] + tensor.shape.dimensions)), named: name)
      return name
    }
    let biases = ["bias_ih", "bias_hh"].flatMap {
      RecurrentLayout.exported(site.weights($0), operation.cell).scalars
    }
    let bias = "\(site.node.name).bias"
    site.graph.add(Tensor(shape: [1, biases.count], scalars: biases), named: bias)
    return [matrix("weight_ih"), matrix("weight_hh"), bias]
  }

  private static func name(of cell: Recurrent.Cell) -> String {
    switch cell {
    case .elman: "RNN"
    case .lstm: "LSTM"
    case .gru: "GRU"
    }
  }

  private static func attributes(of operation: Recurrent) -> [Onnx_AttributeProto] {
    let size = Onnx_AttributeProto.int("hidden_size", operation.hidden)
    switch operation.cell {
    case .lstm: return [size]
    case .gru: return [size, .int("linear_before_reset", 1)]
    case .elman(.tanh): return [size, .strings("activations", ["Tanh"])]
    case .elman(.relu): return [size, .strings("activations", ["Relu"])]
    case .elman(.sigmoid): return [size, .strings("activations", ["Sigmoid"])]
    case .elman(.identity):
      return [
        size, .strings("activations", ["Affine"]), .floats("activation_alpha", [1]),
        .floats("activation_beta", [0]),
      ]
    }
  }
}
