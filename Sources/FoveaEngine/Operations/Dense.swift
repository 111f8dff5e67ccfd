import FoveaNetwork
import FoveaTensor

extension DenseProduct: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let (weight, output) = (site.parameter(0), site.output())
    let bias = hasBias ? site.parameter(1) : nil
    let (columns, rows) = (input.shape[-1], input.shape.count / input.shape[-1])
    let (units, relu) = (units, site.absorbsReLU)
    site.emit(reads: [input, weight] + (bias.map { [$0] } ?? []), writes: [output]) { memory in
      let (x, w, y) = (memory[input], memory[weight], memory[output])
      let b = bias.map { memory[$0] }
      return { context in
        MatrixKernel.multiply(
          x, w, transposesSecond: true, into: y, rows: rows, columns: units, inner: columns, context
        )
        if b != nil || relu { Kernel.addBias(b, to: y, columns: units, relu: relu) }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    let arriving = try site.gradient()
    let input = try site.input(0)
    let weight = site.parameter(0)
    let (columns, rows) = (input.shape[-1], input.shape.count / input.shape[-1])
    let units = units
    if site.needsGradient(ofInput: 0) {
      let result = site.gradient(ofInput: 0)
      site.emit("by input", reads: [arriving, weight], writes: [result]) { memory in
        let (dy, w, dx) = (memory[arriving], memory[weight], memory[result])
        return { context in
          MatrixKernel.multiply(
            dy, w, into: dx, rows: rows, columns: columns, inner: units, context)
        }
      }
    }
    if site.needsGradient(ofParameter: 0) {
      try site.addGradient(ofParameter: 0) { target in
        site.emit("by weights", reads: [arriving, input], writes: [target]) { memory in
          let (dy, x, dw) = (memory[arriving], memory[input], memory[target])
          return { context in
            MatrixKernel.multiply(
              dy, transposesFirst: true, x, into: dw, rows: units, columns: columns, inner: rows,
              context)
          }
        }
      }
    }
    if site.needsGradient(ofParameter: 1) {
      try site.addGradient(ofParameter: 1) { target in
        site.emit("by bias", reads: [arriving], writes: [target]) { memory in
          let (dy, db) = (memory[arriving], memory[target])
          return { _ in Kernel.sumRows(dy, into: db) }
        }
      }
    }
  }
}
