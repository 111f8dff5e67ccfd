import CKernels
import FoveaNetwork
import FoveaTensor

extension GroupNormalization: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (input, output) = (try site.input(0), site.output())
    let (weight, bias) = (site.parameter(0), site.parameter(1))
    let rows = Rows(input.shape, groups)
    let moments = site.temporary([rows.count, 2])
    site.keep("moments", moments)
    let epsilon = epsilon
    site.emit(reads: [input, weight, bias], writes: [output, moments]) { memory in
      let (x, y, m) = (memory[input], memory[output], memory[moments])
      let (w, b) = (memory[weight], memory[bias])
      return { _ in
        Parallel.stretches(of: rows.count, cost: rows.columns) { first, count in
          unsafe fovea_group_normalize(
            Int64(first), Int64(count), rows.groups, rows.channels, rows.area, epsilon, w.pointer,
            b.pointer, x.pointer, y.pointer, m.pointer)
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard let moments = site.kept("moments") else { return }
    let (input, arriving) = (try site.input(0), try site.gradient())
    let rows = Rows(input.shape, groups)
    if site.needsGradient(ofInput: 0) {
      let (weight, result) = (site.parameter(0), site.gradient(ofInput: 0))
      site.emit("by input", reads: [input, arriving, weight, moments], writes: [result]) { memory in
        let (x, dy, dx) = (memory[input], memory[arriving], memory[result])
        let (w, m) = (memory[weight], memory[moments])
        return { _ in
          Parallel.stretches(of: rows.count, cost: rows.columns) { first, count in
            unsafe fovea_group_normalize_backward(
              Int64(first), Int64(count), rows.groups, rows.channels, rows.area, w.pointer,
              x.pointer, dy.pointer, m.pointer, dx.pointer)
          }
        }
      }
    }
    guard site.needsGradient(ofParameter: 0) || site.needsGradient(ofParameter: 1) else { return }
    try site.addGradients(ofParameters: 0, 1) { weight, bias in
      site.emit("by scale", reads: [input, arriving, moments], writes: [weight, bias]) { memory in
        let (x, dy, m) = (memory[input], memory[arriving], memory[moments])
        let (dw, db) = (memory[weight], memory[bias])
        return { _ in
          unsafe fovea_group_scale_backward(
            0, Int64(dw.count), Int64(rows.count), rows.groups, rows.channels, rows.area,
            x.pointer, dy.pointer, m.pointer, dw.pointer, db.pointer)
        }
      }
    }
  }

  /// The stretches of memory that are normalised, each of some channels of one sample.
  private struct Rows {
    let count: Int
    let groups: Int64
    let channels: Int64
    let area: Int64

    init(_ shape: Shape, _ groups: Int?) {
      let groups = groups ?? shape[1]
      count = shape[0] * groups
      self.groups = Int64(groups)
      channels = Int64(shape[1] / groups)
      area = Int64(shape.dimensions.dropFirst(2).reduce(1, *))
    }

    var columns: Int { Int(channels * area) }
  }
}

extension GroupNormalization: SampleWise {}
