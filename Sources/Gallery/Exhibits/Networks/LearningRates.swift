import Fovea
import Foundation

/// Learning rates that are too small, right, and too large, and how much the first weights matter beside them.
struct LearningRates: Exhibit {
  let name = "learning-rates"
  let title = "Learning rate and first weights"
  let lectures: [Lecture] = [.ma, .gavankar]
  let explanation = """
    Training loss of one network at four learning rates, and the loss after training over a grid of learning rates and \
    sizes of the first weights. Too small a rate creeps or never leaves guessing (the lightest cells), too large a one \
    ends in no number (hatched) or, with dead units, in guessing or worse again; the dark region between them is where \
    training works, and it shrinks to nothing when the first weights are much too small or too large, which is the \
    sensitivity that the lecture warns of.
    """

  private static let rates = [1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3]
  private static let scales = [0.01, 0.1, 0.3, 1, 3, 10]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let images = try studio.images(.fashion).train.prefix(
      studio.effort.part(of: 6400, least: 1280))
    let epochs = studio.effort.part(of: 4, least: 2)
    var grid: [Run] = []
    try studio.training {
      for scale in Self.scales {
        for rate in Self.rates {
          grid.append(try Self.run(rate, scale, images, epochs, seed: studio.seed))
        }
      }
    }
    func cell(_ rate: Double, _ scale: Double) -> Run {
      let row = Self.scales.firstIndex(of: scale) ?? 0
      return grid[row * Self.rates.count + (Self.rates.firstIndex(of: rate) ?? 0)]
    }
    let shown = [1e-3, 1e-2, 0.1, 1]
    var lines = LineChart(
      title: "four learning rates", xLabel: "step", yLabel: "training loss", yRange: 0...3,
      series: shown.map { rate in
        Series(
          name: rate.short,
          // What runs away is drawn as far as it leaves the panel.
          points: cell(rate, 1).course.prefix { $0.value < 1e4 }.map {
            Point(Double($0.step), $0.value)
          })
      }, marks: [.horizontal(2.3026, "guessing")])
    lines.plotSize = Size(310, 230)
    var map = HeatMap(
      values: Tensor(
        shape: [Self.scales.count, Self.rates.count], scalars: grid.map { Float($0.end ?? 0) }),
      title: "training loss at the end", xLabel: "learning rate",
      yLabel: "size of the first weights", columns: .names(Self.rates.map(\.short)),
      rows: .names(Self.scales.map { "× \($0.short)" }),
      scale: ColorScale(range: 0.5...log(10)), unit: "loss", mask: grid.map { $0.end == nil },
      digits: 2)
    map.maskLabel = "no number"
    map.growsUp = true
    map.plotSize = Size(310, 220)
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Two choices before training", panels: [lines, map],
          caption:
            "Three hidden layers of 64 units on \(images.count) pictures of Fashion-MNIST, "
            + "gradient descent, \(epochs) epochs in batches of 128. a: means of 5 steps. b: means of "
            + "the last 5 steps; × 1 is the deviation of He et al. 2015, and the lightest colour "
            + "stands for ln 10 = 2.30, the loss of guessing, and for more. Seed \(studio.seed)."),
        facts: shown.map { Self.fact($0, cell($0, 1)) }
          + Self.scales.flatMap { scale in
            Self.facts(scale, Self.rates.compactMap { cell($0, scale).end })
          })
    ]
  }

  /// A training at one rate from first weights of one size.
  private struct Run {
    /// Means of the loss over a few steps.
    let course: [(step: Int, value: Double)]
    /// The last of them; `nil` where training ended in a loss or a gradient that was no number.
    let end: Double?
    /// The steps that were made.
    let steps: Int
  }

  private static func run(
    _ rate: Double, _ scale: Double, _ images: ImageSet, _ epochs: Int, seed: UInt64
  ) throws -> Run {
    var trainer = try Trainer(
      network(scale, seed: seed), optimizer: SGD(learningRate: rate), batchSize: 128, seed: seed)
    // A rate that is too large ends in a loss that is no number: a result, not a failure.
    let isDone = (try? trainer.fit(images, epochs: epochs)) != nil
    let losses = trainer.log["loss/step"]
    let course = losses?.blockMeans(of: isDone ? 5 : 1) ?? []
    return Run(
      course: course, end: isDone ? course.last?.value : nil, steps: losses?.points.count ?? 0)
  }

  private static func fact(_ rate: Double, _ run: Run) -> Fact {
    guard let end = run.end else {
      return .count("learning rate \(rate.short): step that ends in no number", run.steps + 1)
    }
    return Fact("learning rate \(rate.short): training loss at the end", end)
  }

  private static func facts(_ scale: Double, _ ends: [Double]) -> [Fact] {
    let label = "first weights × \(scale.short)"
    let least = ends.min().map { [Fact("\(label): least loss at any rate", $0)] } ?? []
    return least
      + [.count("\(label): rates that end below a loss of 2", ends.filter { $0 < 2 }.count)]
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
