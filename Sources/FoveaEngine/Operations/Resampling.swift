import CKernels
import FoveaNetwork
import FoveaTensor

/// One axis' change: the elements that each output is made of, as flat lists.
private struct AxisResampling {
  let axis: Int
  let outputs: Int
  let starts: [Int64]
  let indices: [Int64]
  let weights: [Float]

  init(_ taps: [Resampling.Taps], axis: Int) {
    self.axis = axis
    outputs = taps.count
    var starts: [Int64] = [0]
    for list in taps { starts.append(starts[starts.count - 1] + Int64(list.count)) }
    self.starts = starts
    indices = taps.flatMap { $0.map { Int64($0.index) } }
    weights = taps.flatMap { $0.map(\.weight) }
  }

  /// The shape after this change.
  func shape(after before: Shape) -> Shape { before.replacing(axis, with: outputs) }

  func run(_ before: Shape, _ x: Floats, into y: Floats) {
    let e = Extents(before, axis: axis)
    let (from, to) = (Int(e.extent * e.inner), outputs * Int(e.inner))
    Parallel.stretches(of: Int(e.outer), cost: max(from, to)) { first, count in
      unsafe fovea_resample_axis(
        Int64(count), e.extent, Int64(outputs), e.inner, starts, indices, weights,
        x.pointer + first * from, y.pointer + first * to)
    }
  }

  func runBackward(_ before: Shape, _ dy: Floats, into dx: Floats) {
    let e = Extents(before, axis: axis)
    let (from, to) = (Int(e.extent * e.inner), outputs * Int(e.inner))
    dx.fill(0)
    Parallel.stretches(of: Int(e.outer), cost: max(from, to)) { first, count in
      unsafe fovea_resample_axis_backward(
        Int64(count), e.extent, Int64(outputs), e.inner, starts, indices, weights,
        dy.pointer + first * to, dx.pointer + first * from)
    }
  }
}

extension Resampling: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let axes = axes(at: site)
    let input = try site.input(0)
    guard !axes.isEmpty else { return site.setOutput(input) }
    var value = input
    let output = site.output()
    for (index, axis) in axes.enumerated() {
      let isLast = index == axes.count - 1
      let (from, shape) = (value, value.shape)
      let to = isLast ? output : site.temporary(axis.shape(after: shape))
      site.emit("axis \(axis.axis)", reads: [from], writes: [to]) { memory in
        let (x, y) = (memory[from], memory[to])
        return { _ in axis.run(shape, x, into: y) }
      }
      value = to
    }
    lowerExtrapolation(at: site, axes, output)
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let axes = axes(at: site)
    guard !axes.isEmpty else {
      let arriving = try site.gradient()
      return site.contribute(arriving, toInput: 0, isExclusive: site.mayOverwriteGradient)
    }
    var shapes = [site.inputShapes[0]]
    for axis in axes { shapes.append(axis.shape(after: shapes[shapes.count - 1])) }
    var value = try site.gradient()
    for (index, axis) in axes.enumerated().reversed() {
      let (from, shape) = (value, shapes[index])
      let to = index == 0 ? site.gradient(ofInput: 0) : site.temporary(shape)
      site.emit("backward axis \(axis.axis)", reads: [from], writes: [to]) { memory in
        let (dy, dx) = (memory[from], memory[to])
        return { _ in axis.runBackward(shape, dy, into: dx) }
      }
      value = to
    }
  }

  /// Places that are outside along any axis have no elements there: they came out as 0.
  private func lowerExtrapolation(at site: ForwardSite, _ axes: [AxisResampling], _ output: Value) {
    let value = extrapolation
    let shape = output.shape
    let outside = axes.map { axis in
      (axis.axis, (0..<axis.outputs).filter { axis.starts[$0] == axis.starts[$0 + 1] })
    }.filter { !$0.1.isEmpty }
    guard value != 0, !outside.isEmpty else { return }
    site.emit("extrapolation", reads: [output], writes: [output]) { memory in
      let y = memory[output]
      return { _ in
        for (axis, places) in outside {
          let e = Extents(shape, axis: axis)
          for outer in 0..<Int(e.outer) {
            for place in places {
              y.part((outer * shape[axis] + place) * Int(e.inner), Int(e.inner)).fill(value)
            }
          }
        }
      }
    }
  }

  /// The axes that change, from the first on; an axis that keeps each element is left out.
  private func axes(at site: some Site) -> [AxisResampling] {
    let (input, output) = (site.inputShapes[0], site.outputShape)
    return targets.map { target in
      let axis = target.axis < 0 ? target.axis + input.rank : target.axis
      let taps = taps(for: target, inputs: input[axis], outputs: output[axis])
      return (axis, taps)
    }.filter { axis, taps in
      input[axis] != output[axis]
        || taps.enumerated().contains { place, list in
          list.count != 1 || list[0].index != place || list[0].weight != 1
        }
    }.map { AxisResampling($0.1, axis: $0.0) }.sorted { $0.axis < $1.axis }
  }
}

extension Resampling: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    targets.contains { $0.axis == 0 || $0.axis == -shapes[0].rank } ? nil : .concatenated
  }
}
