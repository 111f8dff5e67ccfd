import FoveaNetwork
import FoveaTensor

/// Which matrices of two batches meet, and where their product lies.
struct MatrixBatches {
  let m: Int
  let k: Int
  let n: Int
  let pairs: [Pair]

  /// The numbers of two matrices that meet, and whether each has met another before.
  struct Pair {
    var first = 0
    var second = 0
    var repeatsFirst = false
    var repeatsSecond = false
  }

  init(_ a: Shape, _ b: Shape, transposesSecond: Bool) {
    (m, k, n) = (a[-2], a[-1], transposesSecond ? b[-2] : b[-1])
    let (first, second) = (Self.lead(a), Self.lead(b))
    guard let all = first.broadcast(with: second) else {
      preconditionFailure("the leading extents of \(a) and \(b) broadcast")
    }
    let (one, two) = (first.stridesBroadcast(to: all), second.stridesBroadcast(to: all))
    let strides = all.strides
    var (seenFirst, seenSecond): (Set<Int>, Set<Int>) = ([], [])
    pairs = (0..<all.count).map { index in
      var pair = Pair()
      for axis in 0..<all.rank {
        let place = index / strides[axis] % all[axis]
        pair.first += place * one[axis]
        pair.second += place * two[axis]
      }
      pair.repeatsFirst = !seenFirst.insert(pair.first).inserted
      pair.repeatsSecond = !seenSecond.insert(pair.second).inserted
      return pair
    }
  }

  private static func lead(_ shape: Shape) -> Shape { Shape(Array(shape.dimensions.dropLast(2))) }
}

extension MatrixProduct: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (a, b) = try factors(at: site)
    let output = site.output()
    let product = MatrixBatches(a.shape, b.shape, transposesSecond: transposesSecond)
    let (m, k, n, transposesSecond) = (product.m, product.k, product.n, transposesSecond)
    site.emit(reads: [a, b], writes: [output]) { memory in
      let (x, y, z) = (memory[a], memory[b], memory[output])
      return { context in
        for (index, pair) in product.pairs.enumerated() {
          MatrixKernel.multiply(
            x.part(pair.first * m * k, m * k), y.part(pair.second * k * n, k * n),
            transposesSecond: transposesSecond, into: z.part(index * m * n, m * n), rows: m,
            columns: n, inner: k, context)
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    if site.needsGradient(ofInput: 0) { try lowerFirstGradient(at: site) }
    if site.needsGradient(ofInput: 1) { try lowerSecondGradient(at: site) }
  }

  private func lowerFirstGradient(at site: BackwardSite) throws(FoveaError) {
    let (a, b) = try factors(at: site)
    let arriving = try site.gradient()
    let result = site.gradient(ofInput: 0)
    let product = MatrixBatches(a.shape, b.shape, transposesSecond: transposesSecond)
    let (m, k, n, transposesSecond) = (product.m, product.k, product.n, transposesSecond)
    site.emit("by first", reads: [arriving, b], writes: [result]) { memory in
      let (dz, y, dx) = (memory[arriving], memory[b], memory[result])
      return { context in
        for (index, pair) in product.pairs.enumerated() {
          MatrixKernel.multiply(
            dz.part(index * m * n, m * n), y.part(pair.second * k * n, k * n),
            transposesSecond: !transposesSecond, into: dx.part(pair.first * m * k, m * k), rows: m,
            columns: k, inner: n, accumulates: pair.repeatsFirst, context)
        }
      }
    }
  }

  private func lowerSecondGradient(at site: BackwardSite) throws(FoveaError) {
    let (a, b) = try factors(at: site)
    let arriving = try site.gradient()
    let result = site.gradient(ofInput: 1)
    let product = MatrixBatches(a.shape, b.shape, transposesSecond: transposesSecond)
    let (m, k, n, transposesSecond) = (product.m, product.k, product.n, transposesSecond)
    site.emit("by second", reads: [arriving, a], writes: [result]) { memory in
      let (dz, x, dy) = (memory[arriving], memory[a], memory[result])
      return { context in
        for (index, pair) in product.pairs.enumerated() {
          let upper = dz.part(index * m * n, m * n)
          let first = x.part(pair.first * m * k, m * k)
          let (left, right) = transposesSecond ? (upper, first) : (first, upper)
          MatrixKernel.multiply(
            left, transposesFirst: true, right, into: dy.part(pair.second * k * n, k * n),
            rows: transposesSecond ? n : k, columns: transposesSecond ? k : n, inner: m,
            accumulates: pair.repeatsSecond, context)
        }
      }
    }
  }

  /// Both factors; a batch of matrices that meets one matrix is seen as one long matrix.
  private func factors(at site: some Site) throws(FoveaError) -> (Value, Value) {
    let (a, b) = (try site.input(0), try site.input(1))
    guard b.shape.rank == 2 || b.shape.count == b.shape[-1] * b.shape[-2] else { return (a, b) }
    let rows = site.builder.alias(a, shape: [a.shape.count / a.shape[-1], a.shape[-1]])
    return (rows, site.builder.alias(b, shape: [b.shape[-2], b.shape[-1]]))
  }
}
