import FoveaNetwork
import FoveaTensor

/// Operations that change only how memory is seen: no step is needed.
protocol Viewing: Executable {}

extension Viewing {
  func lower(at site: ForwardSite) throws(FoveaError) {
    site.setOutput(site.builder.alias(try site.input(0), shape: site.outputShape))
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let arriving = try site.gradient()
    site.contribute(
      site.builder.alias(arriving, shape: site.inputShapes[0]), toInput: 0,
      isExclusive: site.mayOverwriteGradient)
  }
}

extension Reshaping: Viewing {}
extension Flattening: Viewing {}

/// Operations that copy elements from place to place.
protocol Rearranging: Executable {
  /// The copies that fill the output, one for each input; they do not overlap.
  func copies(from inputs: [Shape], to output: Shape) -> [StridedCopy]
}

extension Rearranging {
  func lower(at site: ForwardSite) throws(FoveaError) {
    var inputs: [Value] = []
    for index in 0..<site.inputCount { inputs.append(try site.input(index)) }
    let output = site.output()
    let copies = copies(from: site.inputShapes, to: site.outputShape)
    site.emit(reads: inputs, writes: [output]) { memory in
      let (sources, target) = (inputs.map { memory[$0] }, memory[output])
      return { _ in for (copy, source) in zip(copies, sources) { copy.run(source, target) } }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    let arriving = try site.gradient()
    let copies = copies(from: site.inputShapes, to: site.outputShape)
    for index in 0..<site.inputCount where site.needsGradient(ofInput: index) {
      let result = site.gradient(ofInput: index)
      let back = copies[index].reversed
      let isWhole = site.inputShapes[index].count <= site.outputShape.count
      site.emit("backward", reads: [arriving], writes: [result]) { memory in
        let (dy, dx) = (memory[arriving], memory[result])
        return { _ in
          if !isWhole { dx.fill(0) }
          back.run(dy, dx)
        }
      }
    }
  }
}

extension Transposition: Rearranging {
  func copies(from inputs: [Shape], to output: Shape) -> [StridedCopy] {
    let strides = inputs[0].strides
    return [
      StridedCopy(output.dimensions, source: order.map { strides[$0] }, target: output.strides)
    ]
  }
}

extension Slicing: Rearranging {
  func copies(from inputs: [Shape], to output: Shape) -> [StridedCopy] {
    let axis = axis < 0 ? axis + output.rank : axis
    let first = start < 0 ? start + inputs[0][axis] : start
    var strides = inputs[0].strides
    let offset = first * strides[axis]
    strides[axis] *= step
    return [
      StridedCopy(
        output.dimensions, source: strides, target: output.strides, sourceOffset: offset)
    ]
  }
}

extension Concatenation: Rearranging {
  func copies(from inputs: [Shape], to output: Shape) -> [StridedCopy] {
    let axis = axis < 0 ? axis + output.rank : axis
    var start = 0
    return inputs.map { input in
      defer { start += input[axis] }
      return StridedCopy(
        input.dimensions, source: input.strides, target: output.strides,
        targetOffset: start * output.strides[axis])
    }
  }
}
