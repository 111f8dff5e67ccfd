import Fovea

/// Learning rates that are too small, right, and too large, and how much the first weights matter beside them.
struct LearningRates: Exhibit {
  let name = "learning-rates"
  let title = "Learning rate and first weights"
  let lectures: [Lecture] = [.ma, .gavankar]
  let explanation = """
    Training loss of one network at four learning rates, and the loss after training over a grid of learning rates and \
    sizes of the first weights. Too small a rate creeps, too large a one shoots off or never gets away from guessing \
    (hatched in the grid); the dark region is where training works, and it shrinks to nothing when the first weights are \
    much too small or too large, which is the sensitivity that the lecture warns of.
    """

  private static let rates = [1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3]
  private static let scales = [0.01, 0.1, 0.3, 1, 3, 10]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let images = try studio.images(.fashion).train.prefix(
      studio.effort.part(of: 6400, least: 1280))
    let epochs = studio.effort.part(of: 4, least: 2)
    func run(
      _ rate: Double, _ scale: Double
    ) throws -> (course: [(step: Int, value: Double)], isDone: Bool) {
      var trainer = try Trainer(
        Self.network(scale, seed: studio.seed), optimizer: SGD(learningRate: rate),
        batchSize: 128, seed: studio.seed)
      // A rate that is too large ends in a loss that is no number: a result, not a failure.
      let isDone = (try? trainer.fit(images, epochs: epochs)) != nil
      return (trainer.log["loss/step"]?.blockMeans(of: isDone ? 5 : 1) ?? [], isDone)
    }
    var grid: [Double] = []
    var courses: [Double: [(step: Int, value: Double)]] = [:]
    try studio.training {
      for scale in Self.scales {
        for rate in Self.rates {
          let (blocks, isDone) = try run(rate, scale)
          if scale == 1 { courses[rate] = blocks }
          grid.append(isDone ? blocks.last?.value ?? .infinity : .infinity)
        }
      }
    }
    let shown = [1e-3, 1e-2, 0.1, 1]
    var lines = LineChart(
      title: "four learning rates", xLabel: "step", yLabel: "training loss", yRange: 0...3,
      series: shown.map { rate in
        Series(
          name: rate.short,
          // What runs away is drawn as far as it leaves the panel.
          points: (courses[rate] ?? []).prefix { $0.value < 1e4 }.map {
            Point(Double($0.step), $0.value)
          })
      }, marks: [.horizontal(2.3026, "guessing")])
    lines.plotSize = Size(310, 230)
    let guessing = 2.25  // what has hardly left ln 10, the loss of ten equal chances
    var map = HeatMap(
      values: Tensor(
        shape: [Self.scales.count, Self.rates.count],
        scalars: grid.map { $0 < guessing ? Float($0) : 0 }),
      title: "training loss at the end", xLabel: "learning rate",
      yLabel: "size of the first weights", columns: .names(Self.rates.map(\.short)),
      rows: .names(Self.scales.map { "× \($0.short)" }), unit: "loss",
      mask: grid.map { !($0 < guessing) }, digits: 2)
    map.growsUp = true
    map.plotSize = Size(310, 220)
    func end(_ rate: Double, _ scale: Double) -> Double {
      let (row, column) = (
        Self.scales.firstIndex(of: scale) ?? 0, Self.rates.firstIndex(of: rate) ?? 0
      )
      return min(grid[row * Self.rates.count + column], 1000)
    }
    func least(_ scale: Double) -> Double { Self.rates.map { end($0, scale) }.min() ?? .nan }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Two choices before training", panels: [lines, map],
          caption:
            "Three hidden layers of 64 units on \(images.count) pictures of Fashion-MNIST, "
            + "gradient descent, \(epochs) epochs in batches of 128. a: means of 5 steps; at 1 "
            + "the loss leaves the panel at once. b: × 1 is the deviation of He et al. 2015; "
            + "hatched: a loss above 2.25, or none that is finite, where guessing gives ln 10 = "
            + "2.30. Seed \(studio.seed)."),
        facts: shown.map { Fact("learning rate \($0.short): training loss at the end", end($0, 1)) }
          + Self.scales.map {
            Fact("first weights × \($0.short): least loss at any rate", least($0))
          })
    ]
  }

  private static func network(_ scale: Double, seed: UInt64) throws -> Network {
    var network = try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Flatten()
      DenseStack([64, 64, 64])
      Dense("logits", 10)
    }
    for (position, weights) in network.weights.enumerated() {
      network.setWeights(weights.map { $0 * Float(scale) }, at: position)
    }
    return network
  }
}
