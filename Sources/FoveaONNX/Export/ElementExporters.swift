import FoveaNetwork
import FoveaTensor
import ONNXProto

private typealias Attribute = Onnx_AttributeProto

extension ExporterTable {
  /// Functions of elements, arithmetic, softmax and reductions.
  static let elements: [String: Exporter] = Dictionary(uniqueKeysWithValues: [
    entry(Elementwise.self) { (site, operation) throws(FoveaError) in
      elementwise(site, operation.function)
    },
    entry(Arithmetic.self) { (site, operation) throws(FoveaError) in
      let name =
        switch operation.function {
        case .add: "Add"
        case .subtract: "Sub"
        case .multiply: "Mul"
        case .divide: "Div"
        case .maximum: "Max"
        case .minimum: "Min"
        }
      site.emit(name, site.inputs)
    },
    entry(SoftmaxFunction.self) { (site, operation) throws(FoveaError) in
      site.emit(
        operation.isLogarithm ? "LogSoftmax" : "Softmax", site.inputs,
        [.int("axis", operation.axis)])
    },
    entry(Reduction.self) { (site, operation) throws(FoveaError) in
      let keeps = [Attribute.int("keepdims", operation.keepsAxes ? 1 : 0)]
      let name =
        switch operation.function {
        case .sum: "ReduceSum"
        case .mean: "ReduceMean"
        case .l2: "ReduceL2"
        case .l1: "ReduceL1"
        case .maximum: "ReduceMax"
        case .minimum: "ReduceMin"
        case .product: "ReduceProd"
        case .sumOfSquares: "ReduceSumSquare"
        case .logSum: "ReduceLogSum"
        case .logSumExp: "ReduceLogSumExp"
        }
      guard let axes = operation.axes else { return _ = site.emit(name, site.inputs, keeps) }
      // Operator set 13 made the axes of sums an input; the other reductions followed with 18.
      if name == "ReduceSum" {
        site.emit(name, site.inputs + [site.integers(axes, "axes")], keeps)
      } else {
        site.emit(name, site.inputs, keeps + [.ints("axes", axes)])
      }
    },
  ])

  private static func elementwise(_ site: ExportSite, _ function: Elementwise.Function) {
    let x = site.inputs[0]
    switch function {
    case .relu: site.emit("Relu", [x])
    case .leakyReLU(let slope): site.emit("LeakyRelu", [x], [.float("alpha", slope)])
    case .sigmoid: site.emit("Sigmoid", [x])
    case .tanh: site.emit("Tanh", [x])
    case .elu(let alpha): site.emit("Elu", [x], [.float("alpha", alpha)])
    case .softplus: site.emit("Softplus", [x])
    case .exp: site.emit("Exp", [x])
    case .log: site.emit("Log", [x])
    case .sqrt: site.emit("Sqrt", [x])
    case .abs: site.emit("Abs", [x])
    case .square: site.emit("Mul", [x, x])
    case .swish: site.emit("Mul", [x, site.emit("Sigmoid", [x], part: "gate")])
    case .clamp(let low, let high):
      site.emit("Clip", [x, site.number(low, "low"), site.number(high, "high")])
    case .linear(let scale, let offset):
      guard offset != 0 else { return _ = site.emit("Mul", [x, site.number(scale, "scale")]) }
      let scaled =
        scale == 1 ? x : site.emit("Mul", [x, site.number(scale, "scale")], part: "scaled")
      site.emit("Add", [scaled, site.number(offset, "offset")])
    case .gelu:
      // Operator set 17 has no Gelu: x/2 · (1 + erf(x/√2)).
      let inner = site.emit(
        "Mul", [x, site.number(Float(0.5).squareRoot(), "scale")], part: "inner")
      half(site, x, gate: site.emit("Erf", [inner], part: "erf"))
    case .geluTanh:
      let square = site.emit("Mul", [x, x], part: "square")
      let bent = site.emit("Mul", [square, site.number(0.044715, "cubic")], part: "bent")
      let factor = site.emit("Add", [bent, site.number(1, "one")], part: "factor")
      let grown = site.emit("Mul", [factor, x], part: "grown")
      let inner = site.emit(
        "Mul", [grown, site.number((2 / Float.pi).squareRoot(), "scale")], part: "inner")
      half(site, x, gate: site.emit("Tanh", [inner], part: "tanh"))
    }
  }

  /// x/2 · (1 + gate).
  private static func half(_ site: ExportSite, _ x: String, gate: String) {
    let open = site.emit("Add", [gate, site.number(1, "one")], part: "open")
    let halved = site.emit("Mul", [x, site.number(0.5, "half")], part: "halved")
    site.emit("Mul", [halved, open])
  }
}
