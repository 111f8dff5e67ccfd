import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Einstein sums: products of matrices whose axes are brought into place.
  static let sums: [String: Importer] = [
    "Einsum": { (site) throws(FoveaError) in
      var values: [NodeValue] = []
      for index in 0..<site.inputCount { values.append(try site.value(index)) }
      let equation = try EinsumEquation(
        site.attributes.string("equation", ""), ranks: values.map(\.shape.rank))
      site.set(0, try EinsteinSum(site: site).value(of: equation, values))
    }
  ]
}

/// Drafts the nodes of an Einstein sum.
///
/// Two factors at a time: axes that only one of them has and nobody wants are summed, axes that both have and somebody
/// wants are batches of a matrix product, axes that both have and nobody wants are what its rows and columns share.
private struct EinsteinSum {
  /// A value and the axes of the equation that its own are.
  struct Term {
    var value: NodeValue
    var axes: [Int]

    func extent(of axis: Int) -> Int? { axes.firstIndex(of: axis).map { value.shape[$0] } }
  }

  let site: OperatorSite

  func value(of equation: EinsumEquation, _ values: [NodeValue]) throws(FoveaError) -> NodeValue {
    var terms: [Term] = []
    for (value, axes) in zip(values, equation.factors) {
      terms.append(try withoutRepeats(Term(value: value, axes: axes)))
    }
    guard var total = terms.first else { throw FoveaError("it has no factor") }
    for (index, term) in terms.enumerated().dropFirst() {
      let later = terms.dropFirst(index + 1).flatMap(\.axes)
      total = try product(total, term, keeping: Set(equation.result + later))
    }
    let summed = try total.keeping(Set(equation.result), site)
    return try arranged(summed, as: equation.result).value
  }

  /// The diagonal along axes that a factor has twice.
  private func withoutRepeats(_ term: Term) throws(FoveaError) -> Term {
    var term = term
    while let axis = term.axes.first(where: { axis in term.axes.count { $0 == axis } > 1 }) {
      let places = term.axes.indices.filter { term.axes[$0] == axis }.prefix(2)
      let rest = term.axes.indices.filter { !places.contains($0) }
      let extents = places.map { term.value.shape[$0] }
      guard extents[0] == extents[1] else { throw mismatch(axis, extents[0], extents[1]) }
      let turned = try turned(term, by: rest + places)
      let lead = turned.value.shape.dimensions.dropLast(2)
      let flat = try site.add(
        Reshaping(to: lead + [extents[0] * extents[0]]), to: [turned.value], part: "flat")
      let diagonal = Slicing(axis: -1, start: 0, count: extents[0], step: extents[0] + 1)
      term = Term(
        value: try site.add(diagonal, to: [flat], part: "diagonal"),
        axes: Array(turned.axes.dropLast()))
    }
    return term
  }

  private func product(
    _ left: Term, _ right: Term, keeping kept: Set<Int>
  ) throws(FoveaError) -> Term {
    let first = try left.fitted(to: right, site).keeping(kept.union(right.axes), site)
    let second = try right.fitted(to: left, site).keeping(kept.union(left.axes), site)
    let shared = first.axes.filter { second.axes.contains($0) }
    for axis in shared where first.extent(of: axis) != second.extent(of: axis) {
      throw mismatch(axis, first.extent(of: axis) ?? 0, second.extent(of: axis) ?? 0)
    }
    let split = Split(
      batches: shared.filter { kept.contains($0) }, sums: shared.filter { !kept.contains($0) },
      rows: first.axes.filter { !shared.contains($0) },
      columns: second.axes.filter { !shared.contains($0) })
    return split.sums.isEmpty
      ? try elementProduct(first, second, split) : try matrixProduct(first, second, split)
  }

  /// What the axes of two factors are in their product.
  private struct Split {
    let batches: [Int]
    let sums: [Int]
    let rows: [Int]
    let columns: [Int]
  }

  /// Nothing is summed: each element of one times those of the other that belong to it.
  private func elementProduct(
    _ left: Term, _ right: Term, _ split: Split
  ) throws(FoveaError) -> Term {
    var first = try arranged(left, as: split.batches + split.rows).value
    var second = try arranged(right, as: split.batches + split.columns).value
    let (begin, rows) = (split.batches.count, split.rows.count)
    if !split.columns.isEmpty, rows + begin > 0 {
      let added = split.columns.indices.map { begin + rows + $0 }
      first = try site.add(AxisInsertion(added), to: [first], part: "left")
    }
    if rows > 0, !split.columns.isEmpty || begin > 0 {
      let added = split.rows.indices.map { begin + $0 }
      second = try site.add(AxisInsertion(added), to: [second], part: "right")
    }
    let value = try site.add(Arithmetic(.multiply), to: [first, second], part: "product")
    return Term(value: value, axes: split.batches + split.rows + split.columns)
  }

  private func matrixProduct(
    _ left: Term, _ right: Term, _ split: Split
  ) throws(FoveaError) -> Term {
    let lead = split.batches.count
    let first = try arranged(left, as: split.batches + split.rows + split.sums)
    // The second factor is read as it lies, if its sums are its last axes or stand before its columns.
    let isTurned = right.axes == split.batches + split.columns + split.sums
    let inner = isTurned ? split.columns + split.sums : split.sums + split.columns
    let second = try arranged(right, as: split.batches + inner)
    let a = try matrices(first, lead, split.rows.count, "left")
    let b = try matrices(
      second, lead, isTurned ? split.columns.count : split.sums.count, "right")
    let value = try site.add(
      MatrixProduct(transposesSecond: isTurned), to: [a, b], part: "product")
    let axes = split.batches + split.rows + split.columns
    guard split.rows.count != 1 || split.columns.count != 1 else {
      return Term(value: value, axes: axes)
    }
    let extents = axes.map { first.extent(of: $0) ?? second.extent(of: $0) ?? 1 }
    return Term(
      value: try site.add(Reshaping(to: extents), to: [value], part: "result"), axes: axes)
  }

  /// A term as matrices: behind the batches `count` axes are the rows, the others the columns.
  private func matrices(
    _ term: Term, _ lead: Int, _ count: Int, _ part: String
  ) throws(FoveaError) -> NodeValue {
    let extents = term.value.shape.dimensions
    guard count != 1 || extents.count != lead + 2 else { return term.value }
    let rows = extents[lead..<lead + count].reduce(1, *)
    let columns = extents[(lead + count)...].reduce(1, *)
    return try site.add(
      Reshaping(to: extents.prefix(lead) + [rows, columns]), to: [term.value], part: part)
  }

  /// A term with its axes in an order, which names each of them.
  private func arranged(_ term: Term, as axes: [Int]) throws(FoveaError) -> Term {
    try turned(term, by: axes.compactMap { term.axes.firstIndex(of: $0) })
  }

  private func turned(_ term: Term, by order: [Int]) throws(FoveaError) -> Term {
    guard order != Array(0..<order.count) else { return term }
    let value = try site.add(Transposition(order: order), to: [term.value], part: "turn")
    return Term(value: value, axes: order.map { term.axes[$0] })
  }

  private func mismatch(_ axis: Int, _ left: Int, _ right: Int) -> FoveaError {
    FoveaError("\(EinsumEquation.title(of: axis)) stands for \(left) and for \(right) elements")
  }
}

extension EinsteinSum.Term {
  /// Without axes of extent 1 that the other factor has longer: they are repeated.
  fileprivate func fitted(to other: Self, _ site: OperatorSite) throws(FoveaError) -> Self {
    let places = axes.indices.filter { place in
      value.shape[place] == 1 && (other.extent(of: axes[place]) ?? 1) > 1
    }
    guard !places.isEmpty else { return self }
    return Self(
      value: try site.add(AxisRemoval(places), to: [value], part: "fit"), axes: without(places))
  }

  /// With all axes summed that nobody wants.
  fileprivate func keeping(_ kept: Set<Int>, _ site: OperatorSite) throws(FoveaError) -> Self {
    let places = axes.indices.filter { !kept.contains(axes[$0]) }
    guard !places.isEmpty else { return self }
    return Self(
      value: try site.add(Reduction(.sum, axes: places), to: [value], part: "sum"),
      axes: without(places))
  }

  private func without(_ places: [Int]) -> [Int] {
    axes.indices.filter { !places.contains($0) }.map { axes[$0] }
  }
}
