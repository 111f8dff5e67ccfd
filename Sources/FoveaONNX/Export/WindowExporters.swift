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
    entry(TransposedConvolution.self) { (site, operation) throws(FoveaError) in
      let inputs = [site.inputs[0], site.parameter("weight")]
      site.emit(
        "ConvTranspose", operation.hasBias ? inputs + [site.parameter("bias")] : inputs,
        attributes(of: operation.window, over: site.shape(0)) + [
          .int("group", operation.groups), .ints("output_padding", operation.outputPadding),
        ])
    },
    entry(WindowReduction.self) { (site, operation) throws(FoveaError) in
      try windowReduction(site, operation)
    },
    entry(GlobalPooling.self) { (site, operation) throws(FoveaError) in
      let name = operation.reduction == .max ? "GlobalMaxPool" : "GlobalAveragePool"
      let pooled = site.emit(name, site.inputs, part: "pool")
      site.emit("Flatten", [pooled], [.int("axis", 1)])
    },
  ])

  private static func windowReduction(
    _ site: ExportSite, _ operation: WindowReduction
  ) throws(FoveaError) {
    var list = attributes(of: operation.window, over: site.shape(0))
    let ceiling = Onnx_AttributeProto.int("ceil_mode", operation.roundsUp ? 1 : 0)
    let isDilated = operation.window.dilation.contains { $0 != 1 }
    switch operation.function {
    case .maximum: site.emit("MaxPool", site.inputs, list + [ceiling])
    case .place(let countsColumns):
      let found = "\(site.label)/places"
      site.emit(
        "MaxPool", site.inputs,
        list + [ceiling, .int("storage_order", countsColumns ? 1 : 0)], part: "pool",
        outputs: ["\(site.label)/values", found])
      _ = site.cast(found, to: 1, part: nil)
    case .average(let countsBorder):
      guard !isDilated else { throw FoveaError("operator set 17 has no mean over dilated windows") }
      list.removeAll { $0.name == "dilations" }
      site.emit(
        "AveragePool", site.inputs,
        list + [ceiling, .int("count_include_pad", countsBorder ? 1 : 0)])
    case .norm(let p):
      guard !isDilated, !operation.roundsUp, p == p.rounded() else {
        throw FoveaError("operator set 17 has no such norm over windows")
      }
      list.removeAll { $0.name == "dilations" }
      site.emit("LpPool", site.inputs, list + [.int("p", Int(p))])
    }
  }

  /// A window's geometry in the standard's attributes.
  static func attributes(of window: Window, over input: Shape) -> [Onnx_AttributeProto] {
    var list: [Onnx_AttributeProto] = [
      .ints("kernel_shape", window.kernel), .ints("strides", window.stride),
      .ints("dilations", window.dilation),
    ]
    if window.border == .same || window.border == .sameLower {
      list.append(.string("auto_pad", window.border == .same ? "SAME_UPPER" : "SAME_LOWER"))
    } else {
      let borders = window.borders(for: Array(input.dimensions.dropFirst(2)))
      list.append(.ints("pads", borders.before + borders.behind))
    }
    return list
  }
}
