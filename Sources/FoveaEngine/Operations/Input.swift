import FoveaNetwork
import FoveaTensor

extension Input: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let buffer = site.builder.newBuffer(site.outputShape.count, storage: .input(site.node.id))
    site.setOutput(Value(buffer: buffer, shape: site.outputShape, layout: nil))
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {}
}

extension Constant: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let value = site.output()
    site.builder.pin(value.buffer)
    site.builder.constants.append((value, scalars))
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {}
}
