import Foundation
import Fovea

/// How much of a picture a unit sees, by formula and by gradient, through the lecture's network and through many layers.
struct ReceptiveFields: Exhibit {
  let name = "receptive-fields"
  let title = "Receptive fields grow with depth"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey]
  let explanation = """
    The mean size of the derivative of a layer's middle unit by each pixel: through the three convolutions of the lecture's \
    network, and through up to forty 3×3 convolutions. Its outermost pixels form exactly the square that the formula \
    r + (e − 1)·j predicts, but most of the weight lies in the middle: the effective field grows about with the square root of \
    the depth (Luo, Li, Urtasun & Zemel 2016), since far more ways lead through the centre than to a corner.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try lecture(studio), try stacks(studio)]
  }

  // MARK: - The lecture's network

  private func lecture(_ studio: Studio) throws -> ExhibitFigure {
    var tiles: [ImageGrid.Tile] = []
    var facts: [Fact] = []
    for layer in ["conv1", "conv2", "conv3"] {
      let maps = try (0..<UInt64(studio.effort.part(of: 8, least: 3))).map { number in
        let network = try Zoo.network(named: "deep-cnn", seed: studio.seed + number)
        return try ReceptiveMap(of: network, at: layer, samples: 32, seed: number)
      }
      let map = ReceptiveMap(averaging: maps)
      let field = try ReceptiveField(
        of: try Zoo.network(named: "deep-cnn", seed: studio.seed), at: layer)
      let side = field.size[0]
      tiles.append(
        .init(image: Self.relative(map.values), title: "\(layer): \(side)×\(side)"))
      facts += [
        .count("\(layer): side by the formula", side),
        .count("\(layer): side measured", map.extent[0]),
        Fact("\(layer): side of the effective field", map.effectiveSide),
      ]
    }
    var maps = Self.grid(tiles)
    maps.title = "What a unit in the middle sees of 28×28 pixels"
    maps.caption =
      "deep-cnn with random first weights, noise pictures; each map relative to its largest value. The strides of 2 in "
      + "conv1 and conv2 double the step of what comes after them."
    return ExhibitFigure("\(name)-lecture", maps, facts: facts)
  }

  private static func grid(_ tiles: [ImageGrid.Tile]) -> ImageGrid {
    var grid = ImageGrid(
      tiles: tiles, columns: tiles.count, colorMap: .viridis, unit: "share of the largest",
      tileSize: 140)
    grid.showsBar = true
    return grid
  }

  private static func relative(_ values: Tensor) -> Tensor {
    let largest = values.scalars.max() ?? 1
    return values.map { $0 / max(largest, .leastNormalMagnitude) }
  }

  // MARK: - Depth

  /// How the weights of a stack are chosen.
  private enum Stack: String, CaseIterable {
    case uniform = "equal weights"
    case random = "random weights"
    case rectified = "random weights, ReLU"

    func network(depth: Int, side: Int, seed: UInt64) throws -> Network {
      let filters = self == .uniform ? 1 : 8
      return try Network(input: .image(channels: 1, height: side, width: side), seed: seed) {
        for layer in 1...depth {
          // Thirds keep both the centre and the corners of forty layers inside of what a float holds.
          Conv2D(
            "conv\(layer)", filters: filters, kernel: 3, padding: .same, bias: false,
            initializer: self == .uniform ? .constant(1.0 / 3) : .heNormal)
          if self == .rectified { ReLU("relu\(layer)") }
        }
      }
    }
  }

  private func stacks(_ studio: Studio) throws -> ExhibitFigure {
    let depths = studio.effort.scale < 0.2 ? [1, 2, 4, 8, 16] : [1, 2, 4, 8, 16, 24, 40]
    let side = 2 * (depths.last ?? 1) + 3
    var tiles: [ImageGrid.Tile] = []
    var series: [Series] = [
      Series(
        name: "whole field, 2n + 1", points: depths.map { Point(Double($0), Double(2 * $0 + 1)) },
        isDashed: true)
    ]
    var facts: [Fact] = []
    for stack in Stack.allCases {
      var points: [Point] = []
      for depth in depths {
        let map = try mean(stack, depth, side, studio)
        points.append(Point(Double(depth), map.effectiveSide))
        if stack == .uniform {
          facts.append(.count("depth \(depth): side measured", map.extent[0]))
        }
        guard stack == .random, [1, 4, 16, 40].contains(depth) else { continue }
        tiles.append(
          .init(
            image: Self.relative(map.values), title: "\(depth) layer\(depth == 1 ? "" : "s")"))
      }
      // Dashed, since it lies on the line of the same weights without ReLU.
      series.append(
        Series(
          name: stack.rawValue, points: points, isDashed: stack == .rectified, showsPoints: true))
      let (first, last) = (points[1], points[points.count - 1])
      let slope = log(last.y / first.y) / log(last.x / first.x)
      facts.append(Fact("\(stack.rawValue): exponent of the effective side over depth", slope))
      let share = last.y / (2 * last.x + 1)
      facts.append(.share("\(stack.rawValue): effective side over the whole, deepest", share))
    }
    var chart = LineChart(
      title: "Side of the field", xLabel: "3×3 convolutions n", yLabel: "pixels",
      xScale: .logarithmic, yScale: .logarithmic, series: series)
    chart.plotSize = Size(580, 210)
    return ExhibitFigure(
      "\(name)-depth",
      FigureGrid(
        title: "Whole and effective receptive field",
        panels: [Self.grid(tiles), chart], columns: 1,
        caption:
          "Maps: random weights, \(side)×\(side) pixels, each its own scale, dark is zero. ReLU's line is dashed, so that the one below it is seen. Effective: pixels above 4.55 % of the "
          + "largest. Seed \(studio.seed)."),
      facts: facts)
  }

  private func mean(
    _ stack: Stack, _ depth: Int, _ side: Int, _ studio: Studio
  ) throws -> ReceptiveMap {
    let draws = stack == .uniform ? 1 : studio.effort.part(of: 12, least: 3)
    return ReceptiveMap(
      averaging: try (0..<UInt64(draws)).map { number in
        let network = try stack.network(depth: depth, side: side, seed: studio.seed + number)
        return try ReceptiveMap(of: network, samples: stack == .rectified ? 4 : 1, seed: number)
      })
  }
}
