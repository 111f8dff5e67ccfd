import FoveaNetwork
import FoveaTensor

extension DropoutMask: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    guard drops(at: site) else { return site.setOutput(try site.input(0, .any)) }
    let input = try site.input(0)
    emit(at: site, "", from: input, to: site.output())
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    guard drops(at: site) else {
      let arriving = try site.gradient(.any)
      return site.contribute(arriving, toInput: 0, isExclusive: site.mayOverwriteGradient)
    }
    let arriving = try site.gradient()
    emit(at: site, "backward", from: arriving, to: site.gradient(ofInput: 0))
  }

  private func drops(at site: some Site) -> Bool { site.mode == .training && probability > 0 }

  /// Forward and backward are the same multiplication: the choice is a function of seed, node and element.
  private func emit(at site: some Site, _ what: String, from: Value, to: Value) {
    let salt = UInt64(site.node.id.position) &* 0x9e37_79b9_7f4a_7c15
    let probability = probability
    let row = from.shape.rank > 0 ? from.shape.count / max(1, from.shape[0]) : 1
    let first = site.builder.samples.lowerBound * row
    site.emit(what, reads: [from], writes: [to]) { memory in
      let (x, y) = (memory[from], memory[to])
      return { context in
        Kernel.dropout(
          x, into: y, probability: probability, seed: context.seed &+ salt, first: first)
      }
    }
  }
}
