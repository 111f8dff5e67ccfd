import FoveaNetwork
import FoveaTensor

extension PlanBuilder {
  /// Weights in oneDNN's arrangement of a (possibly different) shape of as many elements.
  func weights(
    _ source: PreparedWeights.Source, seenAs shape: Shape, in layout: DataLayout?
  ) -> Value {
    guard let layout else {
      guard source.folding != nil else { return parameter(source.parameter) }
      return external(prepared.plain(source), shape: shape)
    }
    return external(
      prepared.arranged(source, seenAs: shape, in: layout), shape: shape, layout: layout)
  }

  /// The bias that goes with weights into which a normalisation is folded.
  func foldedBias(_ source: PreparedWeights.Source) -> Value {
    let floats = prepared.foldedBias(source)
    return external(floats, shape: [floats.count])
  }

  /// A parameter's matrix packed for many products.
  func panels(ofParameter position: Int, _ matrix: PanelMatrix) -> Value {
    let floats = prepared.panels(PreparedWeights.Source(parameter: position), matrix)
    return external(floats, shape: [floats.count])
  }

  /// A value in memory that is not the builder's.
  func external(_ floats: Floats, shape: Shape, layout: DataLayout? = nil) -> Value {
    Value(
      buffer: newBuffer(floats.count, storage: .external(floats)), shape: shape, layout: layout)
  }
}
