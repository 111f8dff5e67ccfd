import CKernels
import FoveaNetwork
import FoveaTensor

extension Binary: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (a, b) = (try site.input(0), try site.input(1))
    let output = site.output()
    let (code, layout) = (code, Broadcast([a.shape, b.shape], to: output.shape))
    site.emit(reads: [a, b], writes: [output]) { memory in
      let (x, y, z) = (memory[a], memory[b], memory[output])
      return { _ in
        unsafe fovea_pair_strided(
          code, layout.rank, layout.dimensions, x.pointer, layout.strides[0], y.pointer,
          layout.strides[1], z.pointer)
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard function.isDifferentiable else { return }
    let (a, b) = (try site.input(0), try site.input(1))
    let (code, layout) = (code, Broadcast([a.shape, b.shape], to: site.outputShape))
    for index in 0..<2 where site.needsGradient(ofInput: index) {
      let arriving = try site.gradient()
      let share = site.temporary(site.outputShape)
      site.emit("backward", reads: [arriving, a, b], writes: [share]) { memory in
        let (dz, x, y, out) = (memory[arriving], memory[a], memory[b], memory[share])
        return { _ in
          unsafe fovea_pair_backward_strided(
            code, Int32(index), layout.rank, layout.dimensions, x.pointer, layout.strides[0],
            y.pointer, layout.strides[1], dz.pointer, out.pointer)
        }
      }
      site.contribute(summing: share, toInput: index)
    }
  }

  private var code: Int32 {
    let code =
      switch function {
      case .power: FOVEA_PAIR_POWER
      case .modulo: FOVEA_PAIR_MODULO
      case .remainder: FOVEA_PAIR_REMAINDER
      case .prelu: FOVEA_PAIR_PRELU
      case .equal: FOVEA_PAIR_EQUAL
      case .greater: FOVEA_PAIR_GREATER
      case .greaterOrEqual: FOVEA_PAIR_GREATER_OR_EQUAL
      case .less: FOVEA_PAIR_LESS
      case .lessOrEqual: FOVEA_PAIR_LESS_OR_EQUAL
      case .and: FOVEA_PAIR_AND
      case .or: FOVEA_PAIR_OR
      case .xor: FOVEA_PAIR_XOR
      }
    return Int32(code.rawValue)
  }
}

extension Binary: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { Separability.joinOfBroadcast(inputs, shapes) }
}

extension Selection: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (condition, a, b) = (try site.input(0), try site.input(1), try site.input(2))
    let output = site.output()
    emit("", at: site, condition, a, b, into: output)
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    let condition = try site.input(0)
    for index in 1...2 where site.needsGradient(ofInput: index) {
      let arriving = try site.gradient()
      let share = site.temporary(site.outputShape)
      let zero = site.temporary([])
      site.emit("zero", reads: [], writes: [zero]) { memory in
        let z = memory[zero]
        return { _ in z.fill(0) }
      }
      let (a, b) = index == 1 ? (arriving, zero) : (zero, arriving)
      emit("backward", at: site, condition, a, b, into: share)
      site.contribute(summing: share, toInput: index)
    }
  }

  private func emit(
    _ what: String, at site: some Site, _ condition: Value, _ a: Value, _ b: Value, into out: Value
  ) {
    let layout = Broadcast([condition.shape, a.shape, b.shape], to: out.shape)
    site.emit(what, reads: [condition, a, b], writes: [out]) { memory in
      let (c, x, y, z) = (memory[condition], memory[a], memory[b], memory[out])
      return { _ in
        unsafe fovea_select_strided(
          layout.rank, layout.dimensions, c.pointer, layout.strides[0], x.pointer,
          layout.strides[1], y.pointer, layout.strides[2], z.pointer)
      }
    }
  }
}

extension Selection: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { Separability.joinOfBroadcast(inputs, shapes) }
}
