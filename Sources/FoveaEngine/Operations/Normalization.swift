import CKernels
import FoveaNetwork
import FoveaTensor

extension BatchNormalization: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let isTraining = site.mode == .training
    let input = try site.input(0, .any)
    let primitive = try Primitive.batchNormalizationForward(
      Self.spatial(input.shape), epsilon: epsilon, layout: input.layout,
      usesGivenMoments: !isTraining, isTraining: isTraining || site.needsGradient)
    let channels: Shape = [input.shape[1]]
    let output = site.output(layout: input.layout)
    let (mean, variance) =
      isTraining
      ? (site.temporary(channels), site.temporary(channels))
      : (site.parameter(2), site.parameter(3))
    site.keep("mean", mean)
    site.keep("variance", variance)
    let moments: [(Primitive.Argument, Value)] = [(.mean, mean), (.variance, variance)]
    site.emit(
      primitive,
      reads: [(.source, input), (.scale, site.parameter(0)), (.shift, site.parameter(1))]
        + (isTraining ? [] : moments),
      writes: [(.destination, output)] + (isTraining ? moments : []))
    if isTraining { updateRunningMoments(at: site, mean, variance) }
  }

  private func updateRunningMoments(at site: ForwardSite, _ mean: Value, _ variance: Value) {
    let (runningMean, runningVariance) = (site.parameter(2), site.parameter(3))
    let count = Float(site.outputShape.count / site.outputShape[1])
    let unbiased = count > 1 ? count / (count - 1) : 1
    let momentum = momentum
    site.emit(
      "running moments", reads: [mean, variance], writes: [runningMean, runningVariance]
    ) { memory in
      let (m, v) = (memory[mean], memory[variance])
      let (rm, rv) = (memory[runningMean], memory[runningVariance])
      return { _ in
        Kernel.linear(1 - momentum, rm, 0, into: rm)
        Kernel.addScaled(momentum, m, to: rm)
        Kernel.linear(1 - momentum, rv, 0, into: rv)
        Kernel.addScaled(momentum * unbiased, v, to: rv)
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard let mean = site.kept("mean"), let variance = site.kept("variance") else { return }
    let input = try site.input(0, .any)
    let arriving = try site.gradient(.exactly(input.layout))
    let primitive = try Primitive.batchNormalizationBackward(
      Self.spatial(input.shape), epsilon: epsilon, layout: input.layout,
      usesGivenMoments: site.mode != .training)
    let reads: [(Primitive.Argument, Value)] = [
      (.source, input), (.destinationGradient, arriving), (.mean, mean), (.variance, variance),
      (.scale, site.parameter(0)), (.shift, site.parameter(1)),
    ]
    let result =
      site.needsGradient(ofInput: 0)
      ? site.gradient(ofInput: 0, layout: input.layout)
      : site.temporary(input.shape, layout: input.layout)
    try site.addGradients(ofParameters: 0, 1) { scale, shift in
      site.emit(
        primitive, "backward", reads: reads,
        writes: [(.sourceGradient, result), (.scaleGradient, scale), (.shiftGradient, shift)])
    }
  }

  /// oneDNN wants at least one spatial axis.
  private static func spatial(_ shape: Shape) -> Shape {
    shape.rank > 2 ? shape : Shape(shape.dimensions + [1])
  }
}

extension BackwardSite {
  /// Memory for the gradients of two parameters that one step computes together, asked for or not.
  func addGradients(
    ofParameters first: Int, _ second: Int, _ compute: (Value, Value) throws(FoveaError) -> Void
  ) throws(FoveaError) {
    func target(
      _ index: Int, _ use: (Value) throws(FoveaError) -> Void
    ) throws(FoveaError) {
      if needsGradient(ofParameter: index) {
        try addGradient(ofParameter: index, use)
      } else {
        try use(temporary(parameter(index).shape))
      }
    }
    try target(first) { (a) throws(FoveaError) in
      try target(second) { (b) throws(FoveaError) in try compute(a, b) }
    }
  }
}

extension LayerNormalization: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let output = site.output()
    let (weight, bias) = (site.parameter(0), site.parameter(1))
    let columns = weight.shape.count
    let rows = input.shape.count / columns
    let moments = site.temporary([2, rows])
    site.keep("moments", moments)
    let epsilon = epsilon
    site.emit(reads: [input, weight, bias], writes: [output, moments]) { memory in
      let (x, y, m) = (memory[input], memory[output], memory[moments])
      let (w, b) = (memory[weight], memory[bias])
      return { _ in
        for row in 0..<rows {
          let (from, to) = (x.part(row * columns, columns), y.part(row * columns, columns))
          let mean = Kernel.sum(from) / Double(columns)
          Kernel.linear(1, from, Float(-mean), into: to)
          let variance = Kernel.sumOfSquares(to) / Double(columns)
          let factor = Float(1 / (variance + Double(epsilon)).squareRoot())
          (m[row], m[rows + row]) = (Float(mean), factor)
          Kernel.linear(factor, to, 0, into: to)
          Kernel.multiply(to, w, into: to)
          Kernel.add(to, b, into: to)
        }
      }
    }
  }

  /// With x̂ the normalised row and g = dy · weight: dx = (g − mean g − x̂ mean(g x̂)) / deviation.
  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard let moments = site.kept("moments") else { return }
    let (input, arriving) = (try site.input(0), try site.gradient())
    let weight = site.parameter(0)
    let columns = weight.shape.count
    let rows = input.shape.count / columns
    let result =
      site.needsGradient(ofInput: 0) ? site.gradient(ofInput: 0) : site.temporary(input.shape)
    let normalized = site.temporary([columns])
    try site.addGradients(ofParameters: 0, 1) { weightGradient, biasGradient in
      site.emit(
        "backward", reads: [input, arriving, weight, moments],
        writes: [result, weightGradient, biasGradient, normalized]
      ) { memory in
        let (x, dy, dx, m) = (memory[input], memory[arriving], memory[result], memory[moments])
        let (w, hat) = (memory[weight], memory[normalized])
        let (dw, db) = (memory[weightGradient], memory[biasGradient])
        return { _ in
          dw.fill(0)
          db.fill(0)
          for row in 0..<rows {
            let (from, to) = (x.part(row * columns, columns), dx.part(row * columns, columns))
            let upper = dy.part(row * columns, columns)
            let factor = m[rows + row]
            Kernel.linear(factor, from, -m[row] * factor, into: hat)
            Kernel.add(db, upper, into: db)
            Kernel.multiply(upper, hat, into: to)
            Kernel.add(dw, to, into: dw)
            Kernel.multiply(to, w, into: to)
            let along = Float(Kernel.sum(to) / Double(columns))
            Kernel.multiply(upper, w, into: to)
            let mean = Float(Kernel.sum(to) / Double(columns))
            Kernel.addScaled(-along, hat, to: to)
            Kernel.linear(factor, to, -mean * factor, into: to)
          }
        }
      }
    }
  }
}

/// Computed here rather than by oneDNN, whose version for small images reads outside of its memory.
extension LocalResponseNormalization: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (input, output) = (try site.input(0), site.output())
    let (n, channels, area) = Self.extents(input.shape)
    let (size, share, beta, k) = (Int64(size), alpha / Float(size), beta, k)
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in
        Parallel.indices(n) { image in
          let (from, to) = (Self.plane(x, image, n), Self.plane(y, image, n))
          unsafe fovea_channel_response(
            Int64(channels), Int64(area), size, share, beta, k, from.pointer, to.pointer)
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let (input, arriving) = (try site.input(0), try site.gradient())
    let result = site.gradient(ofInput: 0)
    let (n, channels, area) = Self.extents(input.shape)
    let terms = site.temporary([n, channels * 64])
    let (size, share, beta, k) = (Int64(size), alpha / Float(size), beta, k)
    site.emit("backward", reads: [input, arriving], writes: [result, terms]) { memory in
      let (x, dy, dx, t) = (memory[input], memory[arriving], memory[result], memory[terms])
      return { _ in
        Parallel.indices(n) { image in
          let (from, upper) = (Self.plane(x, image, n), Self.plane(dy, image, n))
          let (to, scratch) = (Self.plane(dx, image, n), Self.plane(t, image, n))
          unsafe fovea_channel_response_backward(
            Int64(channels), Int64(area), size, share, beta, k, from.pointer, upper.pointer,
            scratch.pointer, to.pointer)
        }
      }
    }
  }

  private static func extents(_ shape: Shape) -> (images: Int, channels: Int, area: Int) {
    (shape[0], shape[1], shape.dimensions.dropFirst(2).reduce(1, *))
  }

  private static func plane(_ floats: Floats, _ image: Int, _ images: Int) -> Floats {
    floats.part(image * (floats.count / images), floats.count / images)
  }
}

extension Standardization: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let output = site.output()
    emitChannels(at: site, from: input, to: output) { mean, deviation in
      (1 / deviation, -mean / deviation)
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let arriving = try site.gradient()
    let result = site.gradient(ofInput: 0)
    emitChannels(at: site, from: arriving, to: result) { _, deviation in (1 / deviation, 0) }
  }

  private func emitChannels(
    at site: some Site, from: Value, to: Value,
    _ line: @escaping (_ mean: Float, _ deviation: Float) -> (Float, Float)
  ) {
    let shape = from.shape
    let area = shape.dimensions.dropFirst(2).reduce(1, *)
    let lines = (0..<shape[1]).map { channel in
      line(mean[min(channel, mean.count - 1)], deviation[min(channel, mean.count - 1)])
    }
    site.emit(reads: [from], writes: [to]) { memory in
      let (x, y) = (memory[from], memory[to])
      return { _ in
        for plane in 0..<shape[0] * shape[1] {
          let (scale, offset) = lines[plane % shape[1]]
          Kernel.linear(
            scale, x.part(plane * area, area), offset, into: y.part(plane * area, area))
        }
      }
    }
  }
}
