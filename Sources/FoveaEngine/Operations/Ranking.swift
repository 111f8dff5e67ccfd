import CKernels
import FoveaNetwork
import FoveaTensor

extension Ranking: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let arrangement = arrangement(of: input.shape)
    let rows = arrangement.rows(of: input, at: site)
    let output = site.output()
    let best = self.arrangement(of: output.shape).rows(for: output, at: site)
    let places = content == .indices ? best : site.temporary(best.shape)
    let (count, columns, isIndices) = (count, arrangement.columns, content == .indices)
    let (sign, prefersLast): (Float, Int32) = (isLargest ? 1 : -1, prefersLast ? 1 : 0)
    site.keep("places", places)
    site.emit(reads: [rows], writes: [places, best]) { memory in
      let (x, p, y) = (memory[rows], memory[places], memory[best])
      return { _ in
        unsafe fovea_rank_rows(
          Int64(arrangement.rows), Int64(columns), Int64(count), sign, prefersLast, x.pointer,
          p.pointer)
        guard !isIndices else { return }
        for place in 0..<p.count { y[place] = x[place / count * columns + Int(p[place])] }
      }
    }
    self.arrangement(of: output.shape).finish(best, into: output, at: site)
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard content == .values, site.needsGradient(ofInput: 0), let places = site.kept("places")
    else { return }
    let arriving = arrangement(of: site.outputShape).rows(of: try site.gradient(), at: site)
    let result = site.gradient(ofInput: 0)
    let arrangement = arrangement(of: result.shape)
    let slopes = arrangement.rows(for: result, at: site)
    let (count, columns) = (count, arrangement.columns)
    site.emit("backward", reads: [places, arriving], writes: [slopes]) { memory in
      let (p, dy, dx) = (memory[places], memory[arriving], memory[slopes])
      return { _ in
        dx.fill(0)
        for place in 0..<p.count { dx[place / count * columns + Int(p[place])] = dy[place] }
      }
    }
    arrangement.finish(slopes, into: result, at: site)
  }

  private func arrangement(of shape: Shape) -> RowArrangement {
    RowArrangement(shape, inner: [axis < 0 ? axis + shape.rank : axis])
  }
}

extension Ranking: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { axis == 0 || axis == -shapes[0].rank ? nil : .concatenated }
}

extension OneHot: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (input, output) = (try site.input(0), site.output())
    let extents = Extents(output.shape, axis: axis)
    let (inner, depth, on, off) = (Int(extents.inner), depth, on, off)
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in
        y.fill(off)
        for position in 0..<x.count {
          guard let index = Int(exactly: x[position]), index >= -depth, index < depth else {
            continue
          }
          let mark = index < 0 ? index + depth : index
          y[(position / inner * depth + mark) * inner + position % inner] = on
        }
      }
    }
  }

  /// Indices have no gradient.
  func lowerGradient(at site: BackwardSite) throws(FoveaError) {}
}

extension OneHot: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { axis == 0 || axis == -shapes[0].rank - 1 ? nil : .concatenated }
}

/// Linear functions whose way back is a function of the same form.
protocol SelfAdjoint: Executable {
  /// Computes y from x, both of one shape; the transposed function where `isBackward`.
  func kernel(_ shape: Shape, isBackward: Bool) -> (Floats, Floats) -> Void
}

extension SelfAdjoint {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    emit("", at: site, from: input, to: site.output(), kernel(input.shape, isBackward: false))
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let arriving = try site.gradient()
    emit(
      "backward", at: site, from: arriving, to: site.gradient(ofInput: 0),
      kernel(arriving.shape, isBackward: true))
  }

  private func emit(
    _ what: String, at site: some Site, from: Value, to: Value,
    _ kernel: @escaping (Floats, Floats) -> Void
  ) {
    site.emit(what, reads: [from], writes: [to]) { memory in
      let (x, y) = (memory[from], memory[to])
      return { _ in kernel(x, y) }
    }
  }
}

extension Triangle: SelfAdjoint {
  func kernel(_ shape: Shape, isBackward: Bool) -> (Floats, Floats) -> Void {
    let (rows, columns) = (shape[-2], shape[-1])
    let count = Int64(shape.count / rows / columns)
    let (isUpper, diagonal): (Int32, Int64) = (isUpper ? 1 : 0, Int64(diagonal))
    return { x, y in
      unsafe fovea_triangle(
        count, Int64(rows), Int64(columns), isUpper, diagonal, x.pointer, y.pointer)
    }
  }
}

extension Triangle: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { shapes[0].rank > 2 ? .concatenated : nil }
}

extension RunningSum: SelfAdjoint {
  func kernel(_ shape: Shape, isBackward: Bool) -> (Floats, Floats) -> Void {
    let extents = Extents(shape, axis: axis)
    let (isExclusive, isReversed): (Int32, Int32) = (
      isExclusive ? 1 : 0, isReversed != isBackward ? 1 : 0
    )
    return { x, y in
      unsafe fovea_running_sum(
        extents.outer, extents.extent, extents.inner, isExclusive, isReversed, x.pointer, y.pointer)
    }
  }
}

extension RunningSum: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { axis == 0 || axis == -shapes[0].rank ? nil : .concatenated }
}
