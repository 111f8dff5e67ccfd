import CKernels
import FoveaNetwork
import FoveaTensor

extension Elementwise: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    if function == .log { return try lowerLogarithm(at: site) }
    let input = try site.input(0, .any)
    let output = site.output(layout: input.layout)
    if case .linear(let scale, let offset) = function, input.isPlain {
      site.emit(reads: [input], writes: [output]) { memory in
        let (x, y) = (memory[input], memory[output])
        return { _ in Kernel.linear(scale, x, offset, into: y) }
      }
      return
    }
    let primitive = try Primitive.elementwiseForward(
      function, layout: Self.layout(of: input), isTraining: site.needsGradient)
    site.emit(primitive, reads: [(.source, input)], writes: [(.destination, output)])
  }

  /// With a kernel of ours: oneDNN's says −1.4e-6 at 1, where a certain class has no surprise at all.
  private func lowerLogarithm(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let output = site.output()
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in UnaryCode(FOVEA_POINT_LOG).run(x, into: y) }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    if function == .relu { return try lowerReLUGradient(at: site) }
    let input = try site.input(0, .any)
    let arriving = try site.gradient(.exactly(input.layout))
    let result = site.gradient(ofInput: 0, layout: input.layout)
    if case .linear(let scale, _) = function {
      site.emit("backward", reads: [arriving], writes: [result]) { memory in
        let (dy, dx) = (memory[arriving], memory[result])
        return { _ in Kernel.linear(scale, dy, 0, into: dx) }
      }
      return
    }
    let primitive = try Primitive.elementwiseBackward(
      function, layout: Self.layout(of: input))
    site.emit(
      primitive, "backward", reads: [(.source, input), (.destinationGradient, arriving)],
      writes: [(.sourceGradient, result)])
  }

  /// From the output alone, so that a convolution before it may have been merged; in place where nobody else looks.
  private func lowerReLUGradient(at site: BackwardSite) throws(FoveaError) {
    let output = try site.output(.any)
    let arriving = try site.gradient(.exactly(output.layout))
    let inPlace = site.mayOverwriteGradient
    let result = inPlace ? arriving : site.gradient(ofInput: 0, layout: output.layout)
    if inPlace {
      site.builder.forgetCopies(of: arriving.buffer)
      site.contribute(arriving, toInput: 0)
    }
    site.emit("backward", reads: [output, arriving], writes: [result]) { memory in
      let (y, dy, dx) = (memory[output], memory[arriving], memory[result])
      return { _ in Kernel.reluBackward(output: y, gradient: dy, into: dx) }
    }
  }

  /// Elements of plain memory are taken as one long row: whatever the rank, one primitive does.
  private static func layout(of value: Value) throws(FoveaError) -> DataLayout {
    if let layout = value.layout { return layout }
    return try DataLayout(plain: [max(1, value.shape.count)])
  }
}

extension Arithmetic: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let code = code
    let (left, right) = (try site.input(0, .any), try site.input(1, .any))
    if left.shape == right.shape, function != .divide || (left.isPlain && right.isPlain) {
      // Blocked memory pads with zeros, which every function here but division keeps.
      let layout = left.layout ?? right.layout
      let a = try site.arranged(left, .exactly(layout))
      let b = try site.arranged(right, .exactly(layout))
      let output = site.output(layout: layout)
      site.emit(reads: [a, b], writes: [output]) { memory in
        let (x, y, z) = (memory[a], memory[b], memory[output])
        return { _ in Kernel.arithmetic(code, x, y, into: z) }
      }
      return
    }
    let (a, b) = (try site.input(0), try site.input(1))
    let output = site.output()
    let layout = Broadcast([a.shape, b.shape], to: output.shape)
    site.emit(reads: [a, b], writes: [output]) { memory in
      let (x, y, z) = (memory[a], memory[b], memory[output])
      return { _ in
        unsafe fovea_arithmetic_strided(
          code, layout.rank, layout.dimensions, x.pointer, layout.strides[0], y.pointer,
          layout.strides[1], z.pointer)
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    let same = site.inputShapes[0] == site.inputShapes[1]
    if same, function == .add || function == .subtract { return try lowerSumGradient(at: site) }
    for index in 0..<2 where site.needsGradient(ofInput: index) {
      let arriving = try site.gradient()
      let (a, b) = (try site.input(0), try site.input(1))
      let share = site.temporary(site.outputShape)
      let expanded = try [expanded(a, at: site), expanded(b, at: site)]
      let function = function
      site.emit(
        "backward", reads: [arriving] + expanded, writes: [share]
      ) { memory in
        let (dz, x, y) = (memory[arriving], memory[expanded[0]], memory[expanded[1]])
        let out = memory[share]
        return { _ in Self.derivative(of: function, index, dz, x, y, into: out) }
      }
      site.contribute(summing: share, toInput: index)
    }
  }

  /// Both terms of a sum get the same gradient; nothing is computed but a sign.
  private func lowerSumGradient(at site: BackwardSite) throws(FoveaError) {
    let arriving = try site.gradient(.any)
    if site.needsGradient(ofInput: 0) {
      site.contribute(arriving, toInput: 0, isExclusive: false)
    }
    guard site.needsGradient(ofInput: 1) else { return }
    guard function == .subtract else {
      return site.contribute(arriving, toInput: 1, isExclusive: false)
    }
    let result = site.gradient(ofInput: 1, layout: arriving.layout)
    site.emit("negated", reads: [arriving], writes: [result]) { memory in
      let (dy, dx) = (memory[arriving], memory[result])
      return { _ in Kernel.linear(-1, dy, 0, into: dx) }
    }
  }

  /// An input repeated to the output's shape.
  private func expanded(_ value: Value, at site: BackwardSite) throws(FoveaError) -> Value {
    guard value.shape != site.outputShape else { return value }
    let full = site.temporary(site.outputShape)
    let copy = StridedCopy(
      full.shape.dimensions, source: value.shape.stridesBroadcast(to: full.shape),
      target: full.shape.strides)
    site.emit("repeat", reads: [value], writes: [full]) { memory in
      let (source, target) = (memory[value], memory[full])
      return { _ in copy.run(source, target) }
    }
    return full
  }

  private static func derivative(
    of function: Function, _ index: Int, _ dz: Floats, _ x: Floats, _ y: Floats, into out: Floats
  ) {
    switch (function, index) {
    case (.add, _), (.subtract, 0): out.copy(from: dz)
    case (.subtract, _): Kernel.linear(-1, dz, 0, into: out)
    case (.multiply, 0): Kernel.arithmetic(code(.multiply), dz, y, into: out)
    case (.multiply, _): Kernel.arithmetic(code(.multiply), dz, x, into: out)
    case (.divide, 0): Kernel.arithmetic(code(.divide), dz, y, into: out)
    case (.divide, _):
      Kernel.arithmetic(code(.multiply), dz, x, into: out)
      Kernel.arithmetic(code(.divide), out, y, into: out)
      Kernel.arithmetic(code(.divide), out, y, into: out)
      Kernel.linear(-1, out, 0, into: out)
    case (.maximum, _), (.minimum, _):
      for i in 0..<out.count {
        let firstWins = function == .maximum ? x[i] >= y[i] : x[i] <= y[i]
        out[i] = firstWins == (index == 0) ? dz[i] : 0
      }
    }
  }

  private var code: Int32 { Self.code(function) }

  private static func code(_ function: Function) -> Int32 {
    switch function {
    case .add: Int32(FOVEA_ADD.rawValue)
    case .subtract: Int32(FOVEA_SUBTRACT.rawValue)
    case .multiply: Int32(FOVEA_MULTIPLY.rawValue)
    case .divide: Int32(FOVEA_DIVIDE.rawValue)
    case .maximum: Int32(FOVEA_MAXIMUM.rawValue)
    case .minimum: Int32(FOVEA_MINIMUM.rawValue)
    }
  }
}
