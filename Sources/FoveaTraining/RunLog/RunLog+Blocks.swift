extension RunLog.Series {
  /// The means of so many points in a row, each at its block's last step: what single batches do by chance goes, and the
  /// means of several runs can be compared step by step.
  ///
  /// A last block that is not full is left out.
  ///
  /// - Precondition: a block has a point.
  public func blockMeans(of size: Int) -> [(step: Int, value: Double)] {
    precondition(size > 0, "a block has a point, got \(size)")
    return stride(from: 0, through: points.count - size, by: size).map { start in
      let block = points[start..<start + size]
      let sum = block.reduce(0) { $0 + Double($1.value) }
      return (points[start + size - 1].step, sum / Double(size))
    }
  }
}
