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
    let move = reduction == .add ? FOVEA_ELEMENT_ADD : FOVEA_ELEMENT_PUT
    site.emit(reads: [data, indices, updates], writes: [output]) { memory in
      let (x, i, u, y) = (memory[data], memory[indices], memory[updates], memory[output])
      return { context in
        y.copy(from: x)
        places.move(move, y, u, at: i, context)
      }
    }
  }

  /// Replaced elements have no gradient, and neither have updates that were replaced by later ones.
  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    let (indices, arriving) = (try site.input(1), try site.gradient())
    let places = places(at: site)
    let isSum = reduction == .add
    if site.needsGradient(ofInput: 0) {
      let result = site.gradient(ofInput: 0)
      site.emit("by data", reads: [indices, arriving], writes: [result]) { memory in
        let (i, dy, dx) = (memory[indices], memory[arriving], memory[result])
        return { context in
          dx.copy(from: dy)
          if !isSum { places.move(FOVEA_ELEMENT_CLEAR, dx, nil, at: i, context) }
        }
      }
    }
    guard site.needsGradient(ofInput: 2) else { return }
    let result = site.gradient(ofInput: 2)
    let order = site.temporary(result.shape)
    let winners = site.temporary(site.outputShape)
    site.emit("by updates", reads: [indices, arriving], writes: [result, order, winners]) {
      memory in
      let (i, dy, du) = (memory[indices], memory[arriving], memory[result])
      let (own, last) = (memory[order], memory[winners])
      return { context in
        places.move(FOVEA_ELEMENT_GET, dy, du, at: i, context)
        guard !isSum else { return }
        // Each update writes its number: where another number is read back, another update won.
        for index in 0..<own.count { own[index] = Float(index) }
        places.move(FOVEA_ELEMENT_PUT, last, own, at: i, context)
        places.move(FOVEA_ELEMENT_GET, last, own, at: i, context)
        for index in 0..<own.count where own[index] != Float(index) { du[index] = 0 }
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
