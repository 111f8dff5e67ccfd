import Fovea

/// What training does to the first filters.
struct FiltersBeforeAndAfter: Exhibit {
  let name = "filters-before-and-after"
  let title = "Filters before and after training"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    The same ten filters as they were drawn by chance, as training left them, and the difference between the two, on one \
    scale. Noise grows smoother, into patches and edges; r is the correlation of a filter with its own beginning, so that a filter \
    with r near 1 has hardly been taught and one with r near 0 or below is new.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let comparison = try FilterComparison(
      before: trained.start, after: trained.network, at: "conv1",
      caption: "conv1 of \(trained.summary). Seed \(studio.seed).")
    let roughness = [comparison.before, comparison.after].map(Self.roughness)
    return [
      ExhibitFigure(
        name, comparison,
        facts: [
          Fact("change of all filters, relative to their size at first", comparison.relativeChange),
          Fact(
            "smallest correlation of a filter before and after",
            comparison.correlations.min() ?? .nan),
          Fact(
            "largest correlation of a filter before and after",
            comparison.correlations.max() ?? .nan),
          Fact("roughness before", roughness[0]), Fact("roughness after", roughness[1]),
        ])
    ]
  }

  /// The mean squared difference of neighbouring weights over twice their variance: 1 for noise, less for smooth filters.
  static func roughness(_ weights: Tensor) -> Double {
    let (height, width) = (weights.shape[2], weights.shape[3])
    var (steps, number, squares, sum) = (0.0, 0, 0.0, 0.0)
    for filter in 0..<weights.shape[0] {
      let plane = weights.element(filter).element(0).scalars.map(Double.init)
      let mean = plane.reduce(0, +) / Double(plane.count)
      squares += plane.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      sum += Double(plane.count - 1)
      for y in 0..<height {
        for x in 0..<width {
          let here = plane[y * width + x]
          if x + 1 < width {
            steps += (plane[y * width + x + 1] - here) * (plane[y * width + x + 1] - here)
            number += 1
          }
          if y + 1 < height {
            steps += (plane[(y + 1) * width + x] - here) * (plane[(y + 1) * width + x] - here)
            number += 1
          }
        }
      }
    }
    return steps / Double(number) / (2 * squares / sum)
  }
}
