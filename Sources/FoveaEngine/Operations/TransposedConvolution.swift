import FoveaNetwork
import FoveaTensor

/// Computed by the primitives of the convolution that leads from the output back to the input.
extension TransposedConvolution: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let geometry = geometry(at: site)
    let primitive = try Primitive.convolutionBackwardData(geometry)
    let source = try site.input(0, .exactly(primitive.layout(.destinationGradient)))
    let weight = try site.parameter(
      0, seenAs: geometry.weights, in: primitive.layout(.weights))
    let layout = primitive.layout(.sourceGradient)
    let product = site.temporary(site.outputShape, layout: layout)
    site.emit(
      primitive, reads: [(.destinationGradient, source), (.weights, weight)],
      writes: [(.sourceGradient, product)])
    guard hasBias else { return site.setOutput(product) }
    let plain = try site.arranged(product, .plain)
    let (bias, output) = (site.parameter(1), site.output())
    let (filters, area) = (filters, output.shape.count / output.shape[0] / filters)
    site.emit("bias", reads: [plain, bias], writes: [output]) { memory in
      let (x, b, y) = (memory[plain], memory[bias], memory[output])
      return { _ in
        for plane in 0..<x.count / area {
          Kernel.linear(
            1, x.part(plane * area, area), b[plane % filters], into: y.part(plane * area, area))
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    if site.needsGradient(ofInput: 0) { try lowerInputGradient(at: site) }
    if site.needsGradient(ofParameter: 0) { try lowerWeightGradient(at: site) }
    if site.needsGradient(ofParameter: 1) { try lowerBiasGradient(at: site) }
  }

  private func lowerInputGradient(at site: BackwardSite) throws(FoveaError) {
    let geometry = geometry(at: site)
    let primitive = try Primitive.convolutionForward(
      geometry, hasBias: false, relu: false, isTraining: false)
    let arriving = try site.gradient(.exactly(primitive.layout(.source)))
    let weight = try site.parameter(
      0, seenAs: geometry.weights, in: primitive.layout(.weights))
    let result = site.gradient(ofInput: 0, layout: primitive.layout(.destination))
    site.emit(
      primitive, "by input", reads: [(.source, arriving), (.weights, weight)],
      writes: [(.destination, result)])
  }

  private func lowerWeightGradient(at site: BackwardSite) throws(FoveaError) {
    let geometry = geometry(at: site)
    let primitive = try Primitive.convolutionBackwardWeights(geometry, hasBias: false)
    let arriving = try site.gradient(.exactly(primitive.layout(.source)))
    let source = try site.input(0, .exactly(primitive.layout(.destinationGradient)))
    let layout = primitive.layout(.weightsGradient)
    try site.addGradient(ofParameter: 0) { (target) throws(FoveaError) in
      let arranged = layout == nil ? target : site.temporary(geometry.weights, layout: layout)
      site.emit(
        primitive, "by weights", reads: [(.source, arriving), (.destinationGradient, source)],
        writes: [(.weightsGradient, arranged)])
      guard let layout else { return }
      let reorder = try Primitive.reorder(from: layout, to: DataLayout(plain: geometry.weights))
      site.emit(
        reorder, "by weights reorder", reads: [(.source, arranged)],
        writes: [(.destination, target)])
    }
  }

  private func lowerBiasGradient(at site: BackwardSite) throws(FoveaError) {
    let arriving = try site.gradient()
    let (filters, area) = (filters, arriving.shape.count / arriving.shape[0] / filters)
    try site.addGradient(ofParameter: 1) { target in
      site.emit("by bias", reads: [arriving], writes: [target]) { memory in
        let (dy, db) = (memory[arriving], memory[target])
        return { _ in
          db.fill(0)
          for plane in 0..<dy.count / area {
            db[plane % filters] += Float(Kernel.sum(dy.part(plane * area, area)))
          }
        }
      }
    }
  }

  /// The convolution whose source is the output here.
  private func geometry(at site: some Site) -> Primitive.ConvolutionGeometry {
    let channels = site.inputShapes[0][1]
    let weights = [channels, filters / groups] + window.kernel
    let (before, behind) = borders
    return Primitive.ConvolutionGeometry(
      source: site.outputShape,
      weights: Shape(groups > 1 ? [groups, channels / groups] + weights.dropFirst() : weights),
      destination: site.inputShapes[0], stride: window.stride, dilation: window.dilation,
      before: before, behind: behind)
  }
}

extension TransposedConvolution: SampleWise {}
