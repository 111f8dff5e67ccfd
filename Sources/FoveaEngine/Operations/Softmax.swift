import FoveaNetwork
import FoveaTensor

extension SoftmaxFunction: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let primitive = try Primitive.softmaxForward(
      input.shape, axis: axis(of: input.shape), isLogarithm: isLogarithm)
    site.emit(primitive, reads: [(.source, input)], writes: [(.destination, site.output())])
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let primitive = try Primitive.softmaxBackward(
      site.outputShape, axis: axis(of: site.outputShape), isLogarithm: isLogarithm)
    let output = try site.output()
    let arriving = try site.gradient()
    site.emit(
      primitive, "backward", reads: [(.destination, output), (.destinationGradient, arriving)],
      writes: [(.sourceGradient, site.gradient(ofInput: 0))])
  }

  private func axis(of shape: Shape) -> Int { axis < 0 ? axis + shape.rank : axis }
}
