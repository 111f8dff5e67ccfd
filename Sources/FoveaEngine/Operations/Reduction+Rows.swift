import CKernels
import FoveaNetwork
import FoveaTensor

/// A tensor seen as rows of the elements that are taken together: some axes outside, the others inside.
struct RowArrangement {
  let rows: Int
  let columns: Int
  /// From the tensor to `[rows, columns]`; `nil` where it lies so already.
  let copy: StridedCopy?

  /// - Parameter inner: the axes along a row, from the start and in order.
  init(_ shape: Shape, inner: [Int]) {
    let outer = shape.dimensions.indices.filter { !inner.contains($0) }
    let order = outer + inner
    rows = outer.map { shape[$0] }.reduce(1, *)
    columns = inner.map { shape[$0] }.reduce(1, *)
    let extents = order.map { shape[$0] }
    let strides = shape.strides
    let moved = order.filter { shape[$0] != 1 }
    copy =
      moved == moved.sorted()
      ? nil
      : StridedCopy(extents, source: order.map { strides[$0] }, target: Shape(extents).strides)
  }

  /// The tensor in rows: copied where it lies otherwise.
  func rows(of value: Value, at site: some Site) -> Value {
    let shape: Shape = [rows, columns]
    guard let copy else { return site.builder.alias(value, shape: shape) }
    let result = site.temporary(shape)
    site.emit("rows", reads: [value], writes: [result]) { memory in
      let (x, y) = (memory[value], memory[result])
      return { _ in copy.run(x, y) }
    }
    return result
  }

  /// Memory for rows that become a tensor of `target`'s shape: `target` itself where it lies in rows.
  func rows(for target: Value, at site: some Site) -> Value {
    copy == nil
      ? site.builder.alias(target, shape: [rows, columns]) : site.temporary([rows, columns])
  }

  /// Copies rows back to the tensor that they are of, where they are not its own memory.
  func finish(_ rows: Value, into target: Value, at site: some Site) {
    guard let back = copy?.reversed else { return }
    site.emit("from rows", reads: [rows], writes: [target]) { memory in
      let (x, y) = (memory[rows], memory[target])
      return { _ in back.run(x, y) }
    }
  }
}

extension Reduction {
  /// The loop over rows for functions that no sum computes.
  var rowCode: Int32? {
    let code: fovea_row_function? =
      switch function {
      case .maximum: FOVEA_ROW_MAXIMUM
      case .minimum: FOVEA_ROW_MINIMUM
      case .product: FOVEA_ROW_PRODUCT
      case .logSumExp: FOVEA_ROW_LOG_SUM_EXP
      case .l1: FOVEA_ROW_L1
      case .sum, .mean, .l2, .sumOfSquares, .logSum: nil
      }
    return code.map { Int32($0.rawValue) }
  }

  func lowerRows(_ code: Int32, at site: ForwardSite) throws(FoveaError) {
    let input = try site.input(0)
    let arrangement = try arrangement(of: input.shape)
    let rows = arrangement.rows(of: input, at: site)
    let output = site.output()
    site.keep("rows", rows)
    site.emit(reads: [rows], writes: [output]) { memory in
      let (x, y) = (memory[rows], memory[output])
      return { _ in
        unsafe fovea_reduce_rows(
          code, Int64(arrangement.rows), Int64(arrangement.columns), x.pointer, y.pointer)
      }
    }
  }

  func lowerRowsGradient(_ code: Int32, at site: BackwardSite) throws(FoveaError) {
    guard let rows = site.kept("rows") else { return }
    let arrangement = try arrangement(of: site.inputShapes[0])
    let (arriving, output) = (try site.gradient(), try site.output())
    let result = site.gradient(ofInput: 0)
    let slopes = arrangement.rows(for: result, at: site)
    site.emit("backward", reads: [rows, output, arriving], writes: [slopes]) { memory in
      let (x, y, dy, dx) = (memory[rows], memory[output], memory[arriving], memory[slopes])
      return { _ in
        unsafe fovea_reduce_rows_backward(
          code, Int64(arrangement.rows), Int64(arrangement.columns), x.pointer, y.pointer,
          dy.pointer, dx.pointer)
      }
    }
    arrangement.finish(slopes, into: result, at: site)
  }

  private func arrangement(of shape: Shape) throws(FoveaError) -> RowArrangement {
    do {
      return RowArrangement(shape, inner: try reducedAxes(of: shape))
    } catch {
      throw FoveaError("\(error)")
    }
  }
}
