import Fovea

/// The mean picture of each class, and how like them others are.
struct ClassMeans {
  /// The means, `[channels, height, width]` each, in the order of classes.
  let pictures: [Tensor]

  /// Averages the pictures of each class; black where a class has none.
  init(_ images: ImageSet) {
    let counts = images.classCounts
    let labels = images.labels
    pictures = counts.indices.map { label in
      let own = labels.indices.filter { labels[$0] == label }
      let shape: Shape = [images.channels, images.height, images.width]
      var mean = Tensor.zeros(shape)
      guard !own.isEmpty else { return mean }
      let scalars = images.images(at: own).scalars
      for (index, value) in scalars.enumerated() {
        mean.scalars[index % shape.count] += value / Float(own.count)
      }
      return mean
    }
  }

  /// The mean correlation of maximised pictures, one for each class, with their class's mean.
  func likeness(_ results: [Maximization.Result]) -> Double {
    let all = zip(results, pictures).map { $0.image.correlation(with: $1) }
    return all.reduce(0, +) / Double(max(1, all.count))
  }
}
