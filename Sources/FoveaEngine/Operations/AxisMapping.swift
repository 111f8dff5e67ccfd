import CKernels
import FoveaNetwork
import FoveaTensor

/// Where each element of an output lies in the input, axis by axis, in blocks that stay together.
struct AxisMap {
  private let dimensions: [Int64]
  /// The offsets of all axes behind each other, in elements of the input.
  private let offsets: [Int64]
  private let block: Int
  private let inputCount: Int
  private let outputCount: Int

  /// - Parameter sources: for each axis of the output the input's index at each position; the input's axes are the last.
  init(_ sources: [[Int]], input: Shape) {
    inputCount = input.count
    outputCount = sources.reduce(1) { $0 * $1.count }
    let strides =
      [Int](repeating: 0, count: sources.count - input.rank) + input.strides
    // Inner axes that stay as they are make up the block.
    var kept = sources.count
    var block = 1
    while kept > sources.count - input.rank, kept > 1 {
      let axis = kept - 1
      let extent = input[axis - (sources.count - input.rank)]
      guard sources[axis].count == extent, sources[axis].elementsEqual(0..<extent) else { break }
      block *= extent
      kept -= 1
    }
    self.block = block
    dimensions = kept == 0 ? [1] : sources[..<kept].map { Int64($0.count) }
    offsets =
      kept == 0
      ? [0]
      : zip(sources[..<kept], strides).flatMap { axis, stride in axis.map { Int64($0 * stride) } }
  }

  func run(_ x: Floats, into y: Floats) {
    check(x, y)
    unsafe fovea_map_axes(
      Int32(dimensions.count), dimensions, offsets, Int64(block), x.pointer, y.pointer)
  }

  func runBackward(_ dy: Floats, into dx: Floats) {
    check(dx, dy)
    dx.fill(0)
    unsafe fovea_map_axes_backward(
      Int32(dimensions.count), dimensions, offsets, Int64(block), dy.pointer, dx.pointer)
  }

  private func check(_ x: Floats, _ y: Floats) {
    precondition(
      x.count == inputCount && y.count == outputCount, "\(x.count) and \(y.count) elements")
  }
}

/// The engine's half of every `AxisMapping`: a copy, and an addition on the way back.
protocol AxisCopying: Executable, AxisMapping {}

extension AxisCopying {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let output = site.output()
    let map = try map(at: site)
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in map.run(x, into: y) }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let arriving = try site.gradient()
    let result = site.gradient(ofInput: 0)
    let map = try map(at: site)
    site.emit("backward", reads: [arriving], writes: [result]) { memory in
      let (dy, dx) = (memory[arriving], memory[result])
      return { _ in map.runBackward(dy, into: dx) }
    }
  }

  private func map(at site: some Site) throws(FoveaError) -> AxisMap {
    do throws(ShapeError) {
      return AxisMap(try sources(for: site.inputShapes[0]), input: site.inputShapes[0])
    } catch {
      throw FoveaError("\(site.label): \(error.message)")
    }
  }
}

extension RangeSlicing: AxisCopying {}
extension Expansion: AxisCopying {}
extension Tiling: AxisCopying {}

extension RangeSlicing: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    ranges.contains { $0.axis == 0 || $0.axis == -shapes[0].rank } ? nil : .concatenated
  }
}

extension Expansion: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    let rank = shapes[0].rank
    let keepsBatch =
      dimensions.count < rank || (dimensions.count == rank && dimensions.first == 1)
    return keepsBatch ? .concatenated : nil
  }
}

extension Tiling: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { repeats.first == 1 ? .concatenated : nil }
}

extension BatchRepetition: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (input, output) = (try site.input(0), site.output())
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in
        for sample in 0..<y.count / x.count { y.part(sample * x.count, x.count).copy(from: x) }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let arriving = try site.gradient()
    let result = site.gradient(ofInput: 0)
    site.emit("backward", reads: [arriving], writes: [result]) { memory in
      let (dy, dx) = (memory[arriving], memory[result])
      return { _ in Kernel.sumRows(dy, into: dx) }
    }
  }
}

extension BatchRepetition: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? { inputs == [.equal, .concatenated] ? .concatenated : nil }
}

extension AxisInsertion: Viewing {}
extension AxisRemoval: Viewing {}

extension AxisInsertion: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    let rank = shapes[0].rank + axes.count
    return axes.contains { $0 == 0 || $0 == -rank } ? nil : .concatenated
  }
}

extension AxisRemoval: SampleWise {
  /// A batch is cut only where it has several samples: a first axis of extent 1 is none.
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    // A part of one sample must not lose its batch axis, so the axes have to be named.
    guard axes != nil, let places = try? removed(from: shapes[0]) else { return nil }
    return places.contains(0) ? nil : .concatenated
  }
}

extension PixelShuffle: Rearranging {
  /// Six axes: batch, channel, row in block, column in block, row, column, as they lie on either side.
  func copies(from inputs: [Shape], to output: Shape) -> [StridedCopy] {
    let (deep, wide) = isInverse ? (output, inputs[0]) : (inputs[0], output)
    let (channels, b) = (wide[1], block)
    let extents = [deep[0], channels, b, b, deep[2], deep[3]]
    let area = deep[2] * deep[3]
    let (channel, row, column) =
      order == .channelFirst
      ? (b * b * area, b * area, area) : (area, b * channels * area, channels * area)
    let inDeep = [deep[1] * area, channel, row, column, deep[3], 1]
    let plane = wide[2] * wide[3]
    let inWide = [channels * plane, plane, wide[3], 1, b * wide[3], b]
    return [
      StridedCopy(
        extents, source: isInverse ? inWide : inDeep, target: isInverse ? inDeep : inWide)
    ]
  }
}

extension PixelShuffle: SampleWise {}
