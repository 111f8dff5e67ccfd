extension [Double] {
  /// The sum of the numbers by how many there are; not a number where there are none.
  var mean: Double { reduce(0, +) / Double(count) }
}
