import Fovea

/// What training does to first filters, by the size that they begin with.
struct FiltersBeforeAndAfter: Exhibit {
  let name = "filters-before-and-after"
  let title = "Filters before and after training"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    The first filters of two networks that differ only in how large these begin, a tenth of the usual deviation (above) and the \
    usual one (below), as they were drawn by chance, as training on clothes left them, and the difference between the two, on one \
    scale for each network. Small filters have to grow and become patches and edges, while large ones hardly change and \
    stay noise; r is the correlation of a filter with its own beginning, near 1 where it has hardly been taught.
    """

  private static let starts: [(name: String, share: Float, words: String)] = [
    ("small start", 0.1, "A tenth of the deviation of He et al. 2015"),
    ("usual start", 1, "The deviation of He et al. 2015"),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for start in Self.starts {
      let growth = try FilterGrowth.made(share: start.share, in: studio)
      let comparison = try FilterComparison(
        before: growth.networks[0], after: growth.networks[growth.networks.count - 1], at: "conv1",
        caption: "\(start.words). \(growth.summary). Seed \(studio.seed).")
      panels.append(comparison)
      let alike = comparison.correlations
      facts += [
        Fact(
          "\(start.name): change of all filters, of their size at first",
          comparison.relativeChange),
        Fact(
          "\(start.name): mean correlation of a filter before and after",
          alike.mean),
        Fact("\(start.name): roughness before", Self.roughness(comparison.before)),
        Fact("\(start.name): roughness after", Self.roughness(comparison.after)),
      ]
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "First filters that begin small (a), and that begin as usual (b)", panels: panels,
          columns: 1), facts: facts)
    ]
  }

  /// The mean squared difference of neighbouring weights over twice their variance: 1 for noise, less for smooth filters.
  ///
  /// That is the contiguity ratio of Geary (1954), with differences and variances taken over all filters.
  static func roughness(_ weights: Tensor) -> Double {
    let (height, width) = (weights.shape[2], weights.shape[3])
    var (steps, number, squares, sum) = (0.0, 0, 0.0, 0.0)
    for filter in 0..<weights.shape[0] {
      let plane = weights.element(filter).element(0).scalars.map(Double.init)
      let mean = plane.mean
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
