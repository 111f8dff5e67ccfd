public import FoveaTensor

// Parts of a set are views: they share the stored pixels.
extension ImageSet {
  /// The pictures at `samples`, in that order.
  ///
  /// - Precondition: they exist.
  public func gathering(_ samples: [Int]) -> ImageSet {
    ImageSet(
      channels: channels, height: height, width: width, classNames: classNames, pixels: pixels,
      storedLabels: storedLabels, rows: samples.map { rows[$0] })
  }

  /// The pictures of a range.
  ///
  /// - Precondition: they exist.
  public subscript(samples: Range<Int>) -> ImageSet {
    precondition(
      samples.lowerBound >= 0 && samples.upperBound <= count,
      "\(samples) is outside of 0..<\(count)")
    return gathering(Array(samples))
  }

  /// The first `length` pictures, or all where there are fewer.
  public func prefix(_ length: Int) -> ImageSet { self[0..<min(max(length, 0), count)] }

  /// The pictures of some classes, which become classes 0, 1, … in the order given.
  ///
  /// - Throws: `FoveaError` that lists the nearest names where there is no such class.
  public func selecting(classes names: [String]) throws(FoveaError) -> ImageSet {
    var newLabels = [Int?](repeating: nil, count: classNames.count)
    for (position, name) in names.enumerated() {
      guard let label = classNames.firstIndex(of: name) else {
        throw .unknown("class", name, known: classNames)
      }
      guard newLabels[label] == nil else { throw FoveaError("the class '\(name)' is named twice") }
      newLabels[label] = position
    }
    return ImageSet(
      channels: channels, height: height, width: width, classNames: names, pixels: pixels,
      storedLabels: storedLabels.map { newLabels[$0] ?? 0 },
      rows: rows.filter { newLabels[storedLabels[$0]] != nil })
  }

  /// Two parts drawn by chance, each in the set's own order; the same seed draws the same parts.
  ///
  /// - Parameter validationShare: the share of pictures that are kept from training, rounded to whole pictures.
  /// - Precondition: the share lies in 0...1.
  public func split(
    validationShare: Double, seed: UInt64
  ) -> (training: ImageSet, validation: ImageSet) {
    precondition((0...1).contains(validationShare), "a share lies in 0...1, got \(validationShare)")
    var source = RandomSource(seed: seed, purpose: "validation split")
    let order = source.permutation(count)
    let held = Int((Double(count) * validationShare).rounded())
    return (gathering(order[held...].sorted()), gathering(order[..<held].sorted()))
  }

  /// The mean and standard deviation of each channel in 0...1, for a normalising layer.
  public var channelStatistics: (means: [Float], deviations: [Float]) {
    let plane = height * width
    var means: [Float] = []
    var deviations: [Float] = []
    for channel in 0..<channels {
      // Whole numbers: exact, and the same in any order.
      var sum = 0
      var squares = 0
      for row in rows {
        let start = (row * channels + channel) * plane
        let (partSum, partSquares) = Self.sums(pixels[start..<start + plane])
        sum += partSum
        squares += partSquares
      }
      let number = Double(max(1, rows.count * plane))
      let mean = Double(sum) / number
      let variance = max(0, Double(squares) / number - mean * mean)
      means.append(Float(mean / 255))
      deviations.append(Float(variance.squareRoot() / 255))
    }
    return (means, deviations)
  }

  private static func sums(_ bytes: ArraySlice<UInt8>) -> (sum: Int, squares: Int) {
    var sum = 0
    var squares = 0
    for byte in bytes {
      sum &+= Int(byte)
      squares &+= Int(byte) &* Int(byte)
    }
    return (sum, squares)
  }
}
