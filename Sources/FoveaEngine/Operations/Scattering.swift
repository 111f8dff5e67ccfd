import CKernels
import FoveaNetwork
import FoveaTensor

/// Operations that write updates into a copy of a tensor, at places that indices name.
protocol PlaceWriting: Executable {
  var reduction: Scattering { get }
  func places(at site: some Site) -> IndexedPlaces
}

extension PlaceWriting {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (data, indices, updates) = (try site.input(0), try site.input(1), try site.input(2))
    let output = site.output()
    let places = places(at: site)
    let move = move
    site.emit(reads: [data, indices, updates], writes: [output]) { memory in
      let (x, i, u, y) = (memory[data], memory[indices], memory[updates], memory[output])
      return { context in
        y.copy(from: x)
        places.move(move, y, u, at: i, context)
      }
    }
  }

  private var move: fovea_element_move {
    switch reduction {
    case .replace: FOVEA_ELEMENT_PUT
    case .add: FOVEA_ELEMENT_ADD
    case .multiply: FOVEA_ELEMENT_MULTIPLY
    case .maximum: FOVEA_ELEMENT_MAXIMUM
    case .minimum: FOVEA_ELEMENT_MINIMUM
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    if site.needsGradient(ofInput: 0) { try lowerDataGradient(at: site) }
    if site.needsGradient(ofInput: 2) { try lowerUpdateGradient(at: site) }
  }

  /// Replaced elements have no gradient; factors are the product of an element's updates.
  private func lowerDataGradient(at site: BackwardSite) throws(FoveaError) {
    let (data, indices, updates) = (try site.input(0), try site.input(1), try site.input(2))
    let (arriving, output) = (try site.gradient(), try site.output())
    let result = site.gradient(ofInput: 0)
    let (places, reduction) = (places(at: site), reduction)
    let reads = [data, indices, updates, output, arriving]
    site.emit("by data", reads: reads, writes: [result]) { memory in
      let (x, i, u) = (memory[data], memory[indices], memory[updates])
      let (y, dy, dx) = (memory[output], memory[arriving], memory[result])
      return { context in
        switch reduction {
        case .add: dx.copy(from: dy)
        case .replace:
          dx.copy(from: dy)
          places.move(FOVEA_ELEMENT_CLEAR, dx, nil, at: i, context)
        case .multiply:
          dx.fill(1)
          places.move(FOVEA_ELEMENT_MULTIPLY, dx, u, at: i, context)
          Kernel.multiply(dx, dy, into: dx)
        case .maximum, .minimum:
          for index in 0..<dx.count { dx[index] = x[index] == y[index] ? dy[index] : 0 }
        }
      }
    }
  }

  private func lowerUpdateGradient(at site: BackwardSite) throws(FoveaError) {
    let (indices, updates) = (try site.input(1), try site.input(2))
    let (arriving, output) = (try site.gradient(), try site.output())
    let result = site.gradient(ofInput: 2)
    let (own, whole) = (site.temporary(result.shape), site.temporary(site.outputShape))
    let (places, reduction) = (places(at: site), reduction)
    let reads = [indices, updates, output, arriving]
    site.emit("by updates", reads: reads, writes: [result, own, whole]) { memory in
      let (i, u, y) = (memory[indices], memory[updates], memory[output])
      let (dy, du, seen, all) = (memory[arriving], memory[result], memory[own], memory[whole])
      return { context in
        places.move(FOVEA_ELEMENT_GET, dy, du, at: i, context)
        switch reduction {
        case .add: return
        case .replace:
          // Each update writes its number: where another number is read back, another update won.
          for index in 0..<seen.count { seen[index] = Float(index) }
          places.move(FOVEA_ELEMENT_PUT, all, seen, at: i, context)
          places.move(FOVEA_ELEMENT_GET, all, seen, at: i, context)
          for index in 0..<seen.count where seen[index] != Float(index) { du[index] = 0 }
        case .multiply:
          places.move(FOVEA_ELEMENT_GET, y, seen, at: i, context)
          for index in 0..<seen.count {
            du[index] = u[index] == 0 ? 0 : du[index] * seen[index] / u[index]
          }
        case .maximum, .minimum:
          places.move(FOVEA_ELEMENT_GET, y, seen, at: i, context)
          for index in 0..<seen.count where seen[index] != u[index] { du[index] = 0 }
        }
      }
    }
  }
}

extension ElementScattering: PlaceWriting {
  func places(at site: some Site) -> IndexedPlaces {
    IndexedPlaces(
      in: site.inputShapes[0], elements: site.inputShapes[1], axis: axis, label: site.label)
  }
}

extension ElementScattering: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    guard axis != 0, axis != -shapes[0].rank, shapes[0][0] == shapes[1][0] else { return nil }
    return inputs.allSatisfy { $0 == .concatenated } ? .concatenated : nil
  }
}

/// Any sample's slices may be written anywhere: a batch stays whole.
extension TupleScattering: PlaceWriting {
  func places(at site: some Site) -> IndexedPlaces {
    IndexedPlaces(
      in: site.inputShapes[0], tuples: site.inputShapes[1], batchAxes: 0, label: site.label)
  }
}
