import FoveaNetwork
import FoveaTensor

extension Pooling: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0, .any)
    let primitive = try Primitive.poolingForward(
      geometry(at: site), kind: reduction, countsBorder: countsBorder, source: input.layout,
      isTraining: site.needsGradient)
    let output = site.output(layout: primitive.layout(.destination))
    var writes: [(Primitive.Argument, Value)] = [(.destination, output)]
    if let count = primitive.floatCount(.workspace) {
      let winners = site.temporary([count])
      site.keep("winners", winners)
      writes.append((.workspace, winners))
    }
    site.note("forward", primitive)
    site.emit(primitive, reads: [(.source, input)], writes: writes)
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0), let forward = site.note("forward", as: Primitive.self)
    else { return }
    let primitive = try Primitive.poolingBackward(
      geometry(at: site), kind: reduction, countsBorder: countsBorder, forward: forward)
    let arriving = try site.gradient(.exactly(primitive.layout(.destinationGradient)))
    let result = site.gradient(ofInput: 0, layout: primitive.layout(.sourceGradient))
    var reads: [(Primitive.Argument, Value)] = [(.destinationGradient, arriving)]
    if let winners = site.kept("winners") { reads.append((.workspace, winners)) }
    site.emit(primitive, "backward", reads: reads, writes: [(.sourceGradient, result)])
  }

  private func geometry(at site: some Site) -> Primitive.PoolingGeometry {
    let source = site.inputShapes[0]
    let (before, behind) = window.borders(for: Array(source.dimensions.dropFirst(2)))
    return Primitive.PoolingGeometry(
      source: source, destination: site.outputShape, kernel: window.kernel, stride: window.stride,
      dilation: window.dilation, before: before, behind: behind)
  }
}

extension GlobalPooling: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let output = site.output()
    let positions = input.shape.count / max(1, output.shape.count)
    let isMean = reduction == .average
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in
        for channel in 0..<y.count {
          let part = x.part(channel * positions, positions)
          y[channel] = isMean ? Float(Kernel.sum(part) / Double(positions)) : part[part.firstTop]
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let arriving = try site.gradient()
    let input = try site.input(0)
    let result = site.gradient(ofInput: 0)
    let positions = input.shape.count / max(1, site.outputShape.count)
    let isMean = reduction == .average
    let reads = isMean ? [arriving] : [arriving, input]
    site.emit("backward", reads: reads, writes: [result]) { memory in
      let (dy, dx) = (memory[arriving], memory[result])
      let x = isMean ? dx : memory[input]
      return { _ in
        for channel in 0..<dy.count {
          let part = dx.part(channel * positions, positions)
          part.fill(isMean ? dy[channel] / Float(positions) : 0)
          guard !isMean else { continue }
          part[x.part(channel * positions, positions).firstTop] = dy[channel]
        }
      }
    }
  }
}

extension Floats {
  /// The position of the largest element; the first on a tie.
  fileprivate var firstTop: Int {
    var best = 0
    for index in 0..<count where self[index] > self[best] { best = index }
    return best
  }
}
