import FoveaNetwork
import FoveaTensor

extension ParameterValue: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) { site.setOutput(site.parameter(0)) }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofParameter: 0) else { return }
    let arriving = try site.gradient()
    try site.addGradient(ofParameter: 0) { target in
      site.emit("by value", reads: [arriving], writes: [target]) { memory in
        let (dy, dw) = (memory[arriving], memory[target])
        return { _ in dw.copy(from: dy) }
      }
    }
  }
}
