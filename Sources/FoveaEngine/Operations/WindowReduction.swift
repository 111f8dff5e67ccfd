import CKernels
import FoveaNetwork
import FoveaTensor

extension WindowReduction: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    if let pooling = pooling(at: site) { return try pooling.lower(at: site) }
    let (input, output) = (try site.input(0), site.output())
    let ((code, p), geometry) = (code, geometry(at: site))
    let planes = input.shape[0] * input.shape[1]
    let (area, outputs) = (input.shape.count / planes, output.shape.count / planes)
    // Places count from the first plane of all.
    let isCut = code != Int32(FOVEA_WINDOW_PLACE.rawValue)
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in
        Parallel.stretches(of: planes, cost: isCut ? area : 0) { first, count in
          unsafe withUnsafePointer(to: geometry) { windows in
            unsafe fovea_window_reduce(
              code, p, windows, Int64(count), x.pointer + first * area,
              y.pointer + first * outputs)
          }
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    if case .place = function { return }
    guard site.needsGradient(ofInput: 0) else { return }
    if let pooling = pooling(at: site) { return try pooling.lowerGradient(at: site) }
    let (input, output, arriving) = (try site.input(0), try site.output(), try site.gradient())
    let result = site.gradient(ofInput: 0)
    let ((code, p), geometry) = (code, geometry(at: site))
    let planes = input.shape[0] * input.shape[1]
    let (area, outputs) = (input.shape.count / planes, output.shape.count / planes)
    site.emit("backward", reads: [input, output, arriving], writes: [result]) { memory in
      let (x, y, dy, dx) = (memory[input], memory[output], memory[arriving], memory[result])
      return { _ in
        Parallel.stretches(of: planes, cost: area) { first, count in
          unsafe withUnsafePointer(to: geometry) { windows in
            unsafe fovea_window_reduce_backward(
              code, p, windows, Int64(count), x.pointer + first * area,
              y.pointer + first * outputs, dy.pointer + first * outputs, dx.pointer + first * area)
          }
        }
      }
    }
  }

  /// The same as oneDNN knows it, where it does: with the far border as large as the windows reach.
  private func pooling(at site: some Site) -> Pooling? {
    let sizes = Array(site.inputShapes[0].dimensions.dropFirst(2))
    let (before, behind) = window.borders(for: sizes)
    let reach = sizes.indices.map { axis in
      let last = (site.outputShape[axis + 2] - 1) * window.stride[axis] + window.extent[axis]
      return max(0, last - sizes[axis] - before[axis])
    }
    let isInside = sizes.indices.allSatisfy {
      max(before[$0], reach[$0]) < window.extent[$0]
    }
    guard isInside else { return nil }
    let same = Window(
      kernel: window.kernel, stride: window.stride, dilation: window.dilation,
      border: .explicit(before: before, behind: reach))
    switch function {
    case .maximum: return Pooling(.max, window: same)
    case .average(countsBorder: false): return Pooling(.average, window: same)
    case .average(countsBorder: true):
      // What lies behind the border does not count, which oneDNN has no word for.
      guard zip(reach, behind).allSatisfy({ $0 <= $1 }) else { return nil }
      return Pooling(.average, window: same, countsBorder: true)
    case .place, .norm: return nil
    }
  }

  private var code: (Int32, Float) {
    switch function {
    case .maximum: (Int32(FOVEA_WINDOW_MAXIMUM.rawValue), 0)
    case .place(let countsColumns): (Int32(FOVEA_WINDOW_PLACE.rawValue), countsColumns ? 1 : 0)
    case .average(false): (Int32(FOVEA_WINDOW_AVERAGE.rawValue), 0)
    case .average(true): (Int32(FOVEA_WINDOW_AVERAGE_WITH_BORDER.rawValue), 0)
    case .norm(let p): (Int32(FOVEA_WINDOW_NORM.rawValue), p)
    }
  }

  private func geometry(at site: some Site) -> fovea_windows {
    let sizes = Array(site.inputShapes[0].dimensions.dropFirst(2))
    let (before, behind) = window.borders(for: sizes)
    // Missing axes come first, so that the last one runs along memory.
    func three(_ numbers: [Int], _ rest: Int64) -> (Int64, Int64, Int64) {
      let all = [Int64](repeating: rest, count: 3 - numbers.count) + numbers.map(Int64.init)
      return (all[0], all[1], all[2])
    }
    return fovea_windows(
      size: three(sizes, 1), out: three(Array(site.outputShape.dimensions.dropFirst(2)), 1),
      kernel: three(window.kernel, 1), stride: three(window.stride, 1),
      dilation: three(window.dilation, 1), before: three(before, 0), behind: three(behind, 0))
  }
}

extension WindowReduction: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    if case .place = function { return nil }
    return .concatenated
  }
}

extension Parallel {
  /// Calls `body` with stretches of `count` pieces of work, each on one thread; `cost` is about the elements of a piece.
  static func stretches(
    of count: Int, cost: Int, _ body: (_ first: Int, _ count: Int) -> Void
  ) {
    let pieces = count * cost > grain ? min(Threads.count, count) : 1
    guard pieces > 1 else { return body(0, count) }
    indices(pieces) { index in
      let first = count * index / pieces
      body(first, count * (index + 1) / pieces - first)
    }
  }
}
