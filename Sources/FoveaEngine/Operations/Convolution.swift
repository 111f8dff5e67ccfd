import FoveaNetwork
import FoveaTensor

extension Convolution: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (weights, bias) = site.weights(hasBias: hasBias)
    let weightsStay = !site.needsGradient(ofParameter: 0)
    let primitive = try fastest(at: site, weightsStay: weightsStay) {
      (geometry) throws(FoveaError) in
      // Weights that stay may be transformed once; elsewhere the kernels of training are at least as fast.
      try Primitive.convolutionForward(
        geometry, hasBias: bias != nil, relu: site.absorbsReLU,
        isTraining: !geometry.isWinograd || !weightsStay || !geometry.isSmall)
    }
    let source = try site.input(0, .exactly(primitive.layout(.source)))
    let weight = site.builder.weights(
      weights, seenAs: weightShape(at: site), in: primitive.layout(.weights))
    let output = site.output(layout: primitive.layout(.destination))
    var reads: [(Primitive.Argument, Value)] = [(.source, source), (.weights, weight)]
    if let bias { reads.append((.bias, bias)) }
    site.emit(primitive, reads: reads, writes: [(.destination, output)])
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    if site.needsGradient(ofInput: 0) { try lowerInputGradient(at: site) }
    if site.needsGradient(ofParameter: 0) || site.needsGradient(ofParameter: 1) {
      try lowerWeightGradient(at: site)
    }
  }

  private func lowerInputGradient(at site: BackwardSite) throws(FoveaError) {
    if let few = FewChannels(geometry(at: site)) {
      return try few.lower(at: site, hasBias: hasBias)
    }
    let primitive = try fastest(at: site) { (geometry) throws(FoveaError) in
      try Primitive.convolutionBackwardData(geometry)
    }
    let arriving = try site.gradient(.exactly(primitive.layout(.destinationGradient)))
    let weight = site.builder.weights(
      site.weights(hasBias: hasBias).weight, seenAs: weightShape(at: site),
      in: primitive.layout(.weights))
    let result = site.gradient(ofInput: 0, layout: primitive.layout(.sourceGradient))
    site.emit(
      primitive, "by input", reads: [(.destinationGradient, arriving), (.weights, weight)],
      writes: [(.sourceGradient, result)])
  }

  private func lowerWeightGradient(at site: BackwardSite) throws(FoveaError) {
    let primitive = try fastest(at: site) { (geometry) throws(FoveaError) in
      try Primitive.convolutionBackwardWeights(geometry, hasBias: hasBias)
    }
    let source = try site.input(0, .exactly(primitive.layout(.source)))
    let arriving = try site.gradient(.exactly(primitive.layout(.destinationGradient)))
    let shape = weightShape(at: site)
    let layout = primitive.layout(.weightsGradient)

    func emit(weight: Value, bias: Value?) throws(FoveaError) {
      let arranged =
        layout == nil ? weight : site.temporary(shape, layout: layout)
      var writes: [(Primitive.Argument, Value)] = [(.weightsGradient, arranged)]
      if let bias { writes.append((.biasGradient, bias)) }
      site.emit(
        primitive, "by weights", reads: [(.source, source), (.destinationGradient, arriving)],
        writes: writes)
      guard let layout else { return }
      let reorder = try Primitive.reorder(from: layout, to: DataLayout(plain: shape))
      site.emit(
        reorder, "by weights reorder", reads: [(.source, arranged)],
        writes: [(.destination, weight)])
    }

    func withBias(_ weight: Value) throws(FoveaError) {
      guard hasBias else { return try emit(weight: weight, bias: nil) }
      guard site.needsGradient(ofParameter: 1) else {
        return try emit(weight: weight, bias: site.temporary([filters]))
      }
      try site.addGradient(ofParameter: 1) { (bias) throws(FoveaError) in
        try emit(weight: weight, bias: bias)
      }
    }

    guard site.needsGradient(ofParameter: 0) else { return try withBias(site.temporary(shape)) }
    try site.addGradient(ofParameter: 0) { (weight) throws(FoveaError) in try withBias(weight) }
  }

  /// `[groups, filters / groups, channels / groups, kernel…]` where there are groups, as oneDNN wants it.
  private func weightShape(at site: some Site) -> Shape {
    let channels = site.inputShapes[0][1]
    guard groups > 1 else { return Shape([filters, channels] + window.kernel) }
    return Shape([groups, filters / groups, channels / groups] + window.kernel)
  }

  /// A primitive by Winograd's algorithm where that pays and the library has it, else the direct one.
  private func fastest(
    at site: some Site, weightsStay: Bool = false,
    _ make: (Primitive.ConvolutionGeometry) throws(FoveaError) -> Primitive
  ) throws(FoveaError) -> Primitive {
    var geometry = geometry(at: site)
    if site.builder.request.allowsWinograd, geometry.favoursWinograd(weightsStay: weightsStay) {
      geometry.isWinograd = true
      if let primitive = try? make(geometry) { return primitive }
      geometry.isWinograd = false
    }
    return try make(geometry)
  }

  private func geometry(at site: some Site) -> Primitive.ConvolutionGeometry {
    let source = site.inputShapes[0]
    let (before, behind) = window.borders(for: Array(source.dimensions.dropFirst(2)))
    return Primitive.ConvolutionGeometry(
      source: source, weights: weightShape(at: site), destination: site.outputShape,
      stride: window.stride, dilation: window.dilation, before: before, behind: behind)
  }
}
