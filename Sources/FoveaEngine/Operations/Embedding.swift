import FoveaNetwork
import FoveaTensor

extension EmbeddingLookup: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (indices, table) = (try site.input(0), site.parameter(0))
    let output = site.output()
    let (size, vocabulary, label) = (size, vocabulary, site.label)
    site.emit(reads: [indices, table], writes: [output]) { memory in
      let (x, w, y) = (memory[indices], memory[table], memory[output])
      return { context in
        for position in 0..<x.count {
          let row = Int(exactly: x[position]) ?? -1
          guard row >= 0, row < vocabulary else {
            return context.fail(
              "\(label): \(x[position]) is not an index of a table with \(vocabulary) rows")
          }
          y.part(position * size, size).copy(from: w.part(row * size, size))
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofParameter: 0) else { return }
    let (indices, arriving) = (try site.input(0), try site.gradient())
    let (size, vocabulary) = (size, vocabulary)
    try site.addGradient(ofParameter: 0) { target in
      site.emit("by table", reads: [indices, arriving], writes: [target]) { memory in
        let (x, dy, dw) = (memory[indices], memory[arriving], memory[target])
        return { _ in
          dw.fill(0)
          for position in 0..<x.count {
            guard let row = Int(exactly: x[position]), row >= 0, row < vocabulary else { continue }
            Kernel.addScaled(
              1, dy.part(position * size, size), to: dw.part(row * size, size))
          }
        }
      }
    }
  }
}
