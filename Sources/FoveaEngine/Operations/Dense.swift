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

extension MatrixProduct: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (a, b) = (try site.input(0), try site.input(1))
    let output = site.output()
    let product = batched(a.shape, b.shape)
    let transposesSecond = transposesSecond
    site.emit(reads: [a, b], writes: [output]) { memory in
      let (x, y, z) = (memory[a], memory[b], memory[output])
      return { context in
        for index in 0..<product.count {
          MatrixKernel.multiply(
            x.part(index * product.m * product.k, product.m * product.k),
            y.part(index * product.k * product.n, product.k * product.n),
            transposesSecond: transposesSecond,
            into: z.part(index * product.m * product.n, product.m * product.n),
            rows: product.m, columns: product.n, inner: product.k, context)
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    let (a, b) = (try site.input(0), try site.input(1))
    let arriving = try site.gradient()
    let (count, m, k, n) = batched(a.shape, b.shape)
    let transposesSecond = transposesSecond
    if site.needsGradient(ofInput: 0) {
      let result = site.gradient(ofInput: 0)
      site.emit("by first", reads: [arriving, b], writes: [result]) { memory in
        let (dz, y, dx) = (memory[arriving], memory[b], memory[result])
        return { context in
          for index in 0..<count {
            MatrixKernel.multiply(
              dz.part(index * m * n, m * n), y.part(index * k * n, k * n),
              transposesSecond: !transposesSecond, into: dx.part(index * m * k, m * k),
              rows: m, columns: k, inner: n, context)
          }
        }
      }
    }
    guard site.needsGradient(ofInput: 1) else { return }
    let result = site.gradient(ofInput: 1)
    site.emit("by second", reads: [arriving, a], writes: [result]) { memory in
      let (dz, x, dy) = (memory[arriving], memory[a], memory[result])
      return { context in
        for index in 0..<count {
          let upper = dz.part(index * m * n, m * n)
          let first = x.part(index * m * k, m * k)
          let target = dy.part(index * k * n, k * n)
          if transposesSecond {
            MatrixKernel.multiply(
              upper, transposesFirst: true, first, into: target, rows: n, columns: k, inner: m,
              context)
          } else {
            MatrixKernel.multiply(
              first, transposesFirst: true, upper, into: target, rows: k, columns: n, inner: m,
              context)
          }
        }
      }
    }
  }

  private func batched(_ a: Shape, _ b: Shape) -> (count: Int, m: Int, k: Int, n: Int) {
    let n = transposesSecond ? b[-2] : b[-1]
    return (a.dimensions.dropLast(2).reduce(1, *), a[-2], a[-1], n)
  }
}
