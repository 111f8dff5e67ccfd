import FoveaNetwork
import FoveaTensor
import ONNXProto

extension ExporterTable {
  /// Convolutions and pools.
  static let windows: [String: Exporter] = Dictionary(uniqueKeysWithValues: [
    entry(Convolution.self) { (site, operation) throws(FoveaError) in
      let inputs = [site.inputs[0], site.parameter("weight")]
      site.emit(
        "Conv", operation.hasBias ? inputs + [site.parameter("bias")] : inputs,
        attributes(of: operation.window, over: site.shape(0)) + [.int("group", operation.groups)])
    },
    entry(Pooling.self) { (site, operation) throws(FoveaError) in
      var list = attributes(of: operation.window, over: site.shape(0))
      guard operation.reduction == .average else {
        return _ = site.emit("MaxPool", site.inputs, list)
      }
      guard operation.window.dilation.allSatisfy({ $0 == 1 }) else {
        throw FoveaError("operator set 17 has no mean over dilated windows")
      }
      list.removeAll { $0.name == "dilations" }
      site.emit(
        "AveragePool", site.inputs,
        list + [.int("count_include_pad", operation.countsBorder ? 1 : 0)])
    },
    entry(GlobalPooling.self) { (site, operation) throws(FoveaError) in
      let name = operation.reduction == .max ? "GlobalMaxPool" : "GlobalAveragePool"
      let pooled = site.emit(name, site.inputs, part: "pool")
      site.emit("Flatten", [pooled], [.int("axis", 1)])
    },
  ])

  /// A window's geometry in the standard's attributes.
  static func attributes(of window: Window, over input: Shape) -> [Onnx_AttributeProto] {
    var list: [Onnx_AttributeProto] = [
      .ints("kernel_shape", window.kernel), .ints("strides", window.stride),
      .ints("dilations", window.dilation),
    ]
    if window.border == .same {
      list.append(.string("auto_pad", "SAME_UPPER"))
    } else {
      let borders = window.borders(for: Array(input.dimensions.dropFirst(2)))
      list.append(.ints("pads", borders.before + borders.behind))
    }
    return list
  }
}
