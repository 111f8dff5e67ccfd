import CKernels
import FoveaNetwork
import FoveaTensor

extension Gathering: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (data, indices) = (try site.input(0), try site.input(1))
    let output = site.output()
    let (extents, label) = (Extents(data.shape, axis: axis), site.label)
    site.emit(reads: [data, indices], writes: [output]) { memory in
      let (x, i, y) = (memory[data], memory[indices], memory[output])
      return { context in
        let wrong = unsafe fovea_take(
          extents.outer, extents.extent, extents.inner, Int64(i.count), i.pointer, x.pointer,
          y.pointer)
        if wrong >= 0 { context.failIndex(i[Int(wrong)], Int(extents.extent), label) }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let (indices, arriving) = (try site.input(1), try site.gradient())
    let result = site.gradient(ofInput: 0)
    let extents = Extents(result.shape, axis: axis)
    site.emit("backward", reads: [indices, arriving], writes: [result]) { memory in
      let (i, dy, dx) = (memory[indices], memory[arriving], memory[result])
      return { _ in
        unsafe fovea_take_backward(
          extents.outer, extents.extent, extents.inner, Int64(i.count), i.pointer, dy.pointer,
          dx.pointer)
      }
    }
  }
}

extension Gathering: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    let isFirst = axis == 0 || axis == -shapes[0].rank
    if inputs == [.concatenated, .equal] { return isFirst ? nil : .concatenated }
    return inputs == [.equal, .concatenated] && isFirst ? .concatenated : nil
  }
}

/// A tensor seen as what lies before an axis, along it and behind it.
struct Extents {
  let outer: Int64
  let extent: Int64
  let inner: Int64

  init(_ shape: Shape, axis: Int) {
    let axis = axis < 0 ? axis + shape.rank : axis
    outer = Int64(shape.dimensions[..<axis].reduce(1, *))
    extent = Int64(shape[axis])
    inner = Int64(shape.dimensions[(axis + 1)...].reduce(1, *))
  }
}

extension RunContext {
  /// Says which number is no index.
  func failIndex(_ index: Float, _ extent: Int, _ label: String) {
    fail("\(label): \(index) is not an index of an axis with \(extent) elements")
  }
}

/// The places that a tensor of indices names in another tensor: single elements, or blocks.
struct IndexedPlaces {
  private enum Form {
    case elements(dimensions: [Int64], strides: [Int64], extent: Int64, stride: Int64)
    case tuples(
      batches: Int64, tuples: Int64, extents: [Int64], strides: [Int64], size: Int64, block: Int64)
  }

  private let form: Form
  private let label: String

  /// Elements along one axis.
  init(in data: Shape, elements indices: Shape, axis: Int, label: String) {
    let axis = axis < 0 ? axis + data.rank : axis
    var strides = data.strides.map(Int64.init)
    strides[axis] = 0
    form = .elements(
      dimensions: indices.dimensions.map(Int64.init), strides: strides, extent: Int64(data[axis]),
      stride: Int64(data.strides[axis]))
    self.label = label
  }

  /// Blocks at tuples along the indices' last axis.
  init(in data: Shape, tuples indices: Shape, batchAxes: Int, label: String) {
    let k = indices[-1]
    let batches = data.dimensions.prefix(batchAxes).reduce(1, *)
    let named = batchAxes..<batchAxes + k
    form = .tuples(
      batches: Int64(batches), tuples: Int64(indices.count / k / batches),
      extents: data.dimensions[named].map(Int64.init), strides: data.strides[named].map(Int64.init),
      size: Int64(data.count / batches),
      block: Int64(data.dimensions[named.upperBound...].reduce(1, *)))
    self.label = label
  }

  /// Moves values between the places and a row of values in the indices' order.
  func move(
    _ move: fovea_element_move, _ data: Floats, _ values: Floats?, at indices: Floats,
    _ context: RunContext
  ) {
    let wrong: Int64
    switch form {
    case .elements(let dimensions, let strides, let extent, let stride):
      wrong = unsafe fovea_move_elements(
        Int32(move.rawValue), Int32(dimensions.count), dimensions, strides, extent, stride,
        indices.pointer, data.pointer, values?.pointer)
      if wrong >= 0 { context.failIndex(indices[Int(wrong)], Int(extent), label) }
    case .tuples(let batches, let tuples, let extents, let strides, let size, let block):
      wrong = unsafe fovea_move_tuples(
        Int32(move.rawValue), batches, tuples, Int32(extents.count), extents, strides, size, block,
        indices.pointer, data.pointer, values?.pointer)
      if wrong >= 0 {
        context.failIndex(indices[Int(wrong)], Int(extents[Int(wrong) % extents.count]), label)
      }
    }
  }
}

/// Operations that read a tensor at places that indices name.
protocol PlaceReading: Executable {
  func places(at site: some Site) -> IndexedPlaces
}

extension PlaceReading {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (data, indices) = (try site.input(0), try site.input(1))
    let output = site.output()
    let places = places(at: site)
    site.emit(reads: [data, indices], writes: [output]) { memory in
      let (x, i, y) = (memory[data], memory[indices], memory[output])
      return { context in places.move(FOVEA_ELEMENT_GET, x, y, at: i, context) }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let (indices, arriving) = (try site.input(1), try site.gradient())
    let result = site.gradient(ofInput: 0)
    let places = places(at: site)
    site.emit("backward", reads: [indices, arriving], writes: [result]) { memory in
      let (i, dy, dx) = (memory[indices], memory[arriving], memory[result])
      return { context in
        dx.fill(0)
        places.move(FOVEA_ELEMENT_ADD, dx, dy, at: i, context)
      }
    }
  }
}

extension ElementGathering: PlaceReading {
  func places(at site: some Site) -> IndexedPlaces {
    IndexedPlaces(
      in: site.inputShapes[0], elements: site.inputShapes[1], axis: axis, label: site.label)
  }
}

extension ElementGathering: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    // Fewer rows of indices than samples would fall to other parts than their samples.
    guard axis != 0, axis != -shapes[0].rank, shapes[0][0] == shapes[1][0] else { return nil }
    return inputs == [.concatenated, .concatenated] ? .concatenated : nil
  }
}

extension TupleGathering: PlaceReading {
  func places(at site: some Site) -> IndexedPlaces {
    IndexedPlaces(
      in: site.inputShapes[0], tuples: site.inputShapes[1], batchAxes: batchAxes, label: site.label)
  }
}

extension TupleGathering: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    if batchAxes > 0 {
      return inputs == [.concatenated, .concatenated] ? .concatenated : nil
    }
    return inputs == [.equal, .concatenated] && shapes[1].rank > 1 ? .concatenated : nil
  }
}
