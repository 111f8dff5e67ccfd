import Foundation
import Fovea

/// Two convolutions by hand that tell cities from landscapes where one alone fails.
struct HierarchicalFeatures: Exhibit {
  let name = "hierarchical-features"
  let title = "Features of features: city or landscape"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    A network of two convolutions with weights by hand, on drawn scenes: the first answers to upright edges, the second to \
    long upright lines of such edges, and the mean of each layer is one number for a picture. By edges alone the landscape \
    with its blades of grass wins (the lecture has .123 against .108 for its own photographs) and the best threshold often errs \
    on new scenes; behind the second layer the city does (there .062 against .054), and one threshold sorts them.
    """

  /// The means that the lecture states, of the city and of the landscape.
  static let stated = (edges: [0.108, 0.123], lines: [0.062, 0.054])

  /// Rows of the second kernel: how long a line must be.
  static let length = 25

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let count = studio.effort.part(of: 60, least: 12)
    var source = RandomSource(seed: studio.seed, purpose: name)
    let cities = try (0..<count).map { _ in try DrawnScene.city(&source) }
    let landscapes = try (0..<count).map { _ in try DrawnScene.landscape(&source) }
    let network = try Self.network()
    let scenes = Tensor.stacking(cities + landscapes)
    let values = try network.values(at: ["edges.relu", "lines.relu"], on: scenes)
    // Two channels: edges that fall and edges that rise; their sum is |E|.
    let edges = Self.means(values[0]).map { 2 * $0 }
    let lines = Self.means(values[1])
    let examples = [
      Self.typical(edges, 0..<count), Self.typical(edges, count..<2 * count),
    ]
    let figure = FigureGrid(
      title: "Long upright lines are lines of edges",
      panels: [
        Self.sheet(
          examples.map { scenes.element($0) }, examples.map { values[0].element($0) },
          examples.map { values[1].element($0) }, examples.map { (edges[$0], lines[$0]) }),
        FigureGrid(
          panels: [Self.kernels(), Self.scatter(edges, lines, count)], columns: 1, hasLetters: false
        ),
      ], columns: 2, hasLetters: false,
      caption:
        "Scenes are drawn at random, 160×120 pixels; seed \(studio.seed). The lecture's numbers are of two photographs that it "
        + "does not name, so that only their order can be compared. Blue in the second kernel takes away what lies beside a line."
    )
    let (city, landscape) = (examples[0], examples[1])
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          .count("scenes of each kind", count),
          Fact("shown city: mean |edges|", edges[city]),
          Fact("shown landscape: mean |edges|", edges[landscape]),
          Fact("shown city: mean of lines", lines[city]),
          Fact("shown landscape: mean of lines", lines[landscape]),
          .share("new scenes sorted by a threshold on edges", Self.accuracy(edges, count)),
          .share("new scenes sorted by a threshold on lines", Self.accuracy(lines, count)),
        ])
    ]
  }

  // MARK: - The network

  /// Sobel's kernel and its negative behind ReLU, then lines over both.
  private static func network() throws -> Network {
    let line = longLine.weights
    var network = try Network(
      input: .image(channels: 1, height: DrawnScene.height, width: DrawnScene.width)
    ) {
      Conv2D("edges", filters: 2, kernel: 3, padding: .same, paddingMode: .replicate, bias: false)
      ReLU("edges.relu")
      Conv2D("lines", filters: 1, kernel: (length, 9), bias: false)
      ReLU("lines.relu")
    }
    let sobel = ImageKernel.sobelX.weights.scalars.map { $0 / 4 }
    network.setWeights(
      Tensor(shape: [2, 1, 3, 3], scalars: sobel + sobel.map { -$0 }),
      at: try network.parameterPosition("edges.weight"))
    network.setWeights(
      Tensor(shape: [1, 2, length, 9], scalars: line.scalars + line.scalars),
      at: try network.parameterPosition("lines.weight"))
    return network
  }

  /// Three columns count, three on each side are taken away.
  static var longLine: ImageKernel {
    let row: [Float] = [-1, -1, -1, 2, 2, 2, -1, -1, -1]
    return ImageKernel(
      "long upright lines", rows: Array(repeating: row, count: length), divisor: Float(2 * length))
  }

  // MARK: - Numbers

  /// The mean of each element of a batch.
  private static func means(_ values: Tensor) -> [Double] {
    (0..<values.shape[0]).map { index in
      let element = values.element(index)
      return element.scalars.reduce(0.0) { $0 + Double($1) } / Double(element.shape.count)
    }
  }

  /// The scene whose value is nearest to the mean of a range.
  private static func typical(_ values: [Double], _ range: Range<Int>) -> Int {
    let mean = values[range].reduce(0, +) / Double(range.count)
    return range.min { abs(values[$0] - mean) < abs(values[$1] - mean) } ?? range.lowerBound
  }

  /// The best threshold, and the better of both directions, on the first half of both kinds, tried on the second half.
  private static func accuracy(_ values: [Double], _ count: Int) -> Double {
    let half = count / 2
    func right(_ threshold: Double, _ sign: Double, _ range: Range<Int>) -> Double {
      let cities = range.count { sign * (values[$0] - threshold) > 0 }
      let landscapes = range.count { sign * (values[count + $0] - threshold) <= 0 }
      return Double(cities + landscapes) / Double(2 * range.count)
    }
    let known = (values[..<half] + values[count..<count + half]).sorted()
    var best = (right: -1.0, threshold: 0.0, sign: 1.0)
    for (low, high) in zip(known, known.dropFirst()) {
      for sign in [1.0, -1] {
        let found = right((low + high) / 2, sign, 0..<half)
        if found > best.right { best = (found, (low + high) / 2, sign) }
      }
    }
    return right(best.threshold, best.sign, half..<count)
  }
}
