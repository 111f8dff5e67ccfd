import Fovea
import Foundation

/// The softmax of one network's logits at several temperatures.
struct SoftmaxTemperature: Exhibit {
  let name = "softmax-temperature"
  let title = "Softmax and its temperature"
  let lectures: [Lecture] = [.ramakrishnan]
  let explanation = """
    The logits that the trained network gives to its most doubtful test picture, made probabilities by softmax(z / T) at several \
    temperatures T, and probabilities and entropy over all temperatures. At T = 1 they are the network's own probabilities; a low \
    temperature leaves only the largest, as argmax does, and a high one forgets the logits and ends at one tenth for each class \
    and an entropy of ln 10.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let test = try studio.images(.fashion).test.prefix(600)
    let logits = try trained.network.values(at: ["logits"], on: test.images)[0]
    let own = try Self.softmax((0..<test.count).map { logits.element($0).scalars })
    let entropies = own.map(Self.entropy)
    let doubtful = entropies.indices.max { entropies[$0] < entropies[$1] } ?? 0
    let scores = logits.element(doubtful).scalars
    let temperatures = (-30...30).map { pow(10, Double($0) / 20) }
    let rows = try Self.softmax(temperatures.map { t in scores.map { $0 / Float(t) } })
    let chosen = [0.25, 1, 4]
    let shown = try Self.softmax(chosen.map { t in scores.map { $0 / Float(t) } })
    let picture = ImageGrid(
      tiles: [
        ImageGrid.Tile(
          image: test.images(at: [doubtful]).element(0),
          caption: "\(test.classNames[test.label(doubtful)])\n(test picture \(doubtful))")
      ], tileSize: 112)
    var bars = BarChart(
      title: "probabilities", categories: test.classNames,
      groups: zip(chosen, shown).map {
        BarChart.Group(name: "T = \($0.short)", values: $1)
      }, showsValues: false, range: 0...1)
    bars.length = 170
    let entropy = rows.map(Self.entropy)
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "One picture's logits at several temperatures",
          panels: [
            picture, bars, Self.lines(rows, temperatures, test.classNames),
            Self.chart(entropy, temperatures),
          ], columns: 2, caption: "\(trained.summary). Seed \(studio.seed)."),
        facts: [
          Fact("entropy at T = 1, in nats", Self.entropy(shown[1])),
          Fact("largest probability at T = 1", shown[1].max() ?? .nan),
          Fact("largest probability at T = 0.032", rows[0].max() ?? .nan),
          Fact("entropy at T = 31.6, in nats", entropy[entropy.count - 1]),
          Fact("ln 10", log(10)),
          .count(
            "temperatures at which entropy falls as T grows",
            zip(entropy, entropy.dropFirst()).filter { $1 < $0 - 1e-6 }.count),
        ])
    ]
  }

  private static func lines(
    _ rows: [[Double]], _ temperatures: [Double], _ names: [String]
  ) -> LineChart {
    let middle = rows[rows.count / 2]
    let order = middle.indices.sorted { middle[$0] > middle[$1] }
    var chart = LineChart(
      title: "each class over all temperatures", xLabel: "temperature T", yLabel: "probability",
      xScale: .logarithmic, yRange: 0...1,
      series: order.enumerated().map { rank, label in
        Series(
          name: rank < 4 ? names[label] : rank == 4 ? "others" : "", x: temperatures,
          y: rows.map { $0[label] },
          color: rank < 4 ? Theme.standard.color(rank) : Color(grey: 0.65))
      }, marks: [.vertical(1, "T = 1")])
    chart.plotSize = Size(260, 170)
    return chart
  }

  private static func chart(_ entropy: [Double], _ temperatures: [Double]) -> LineChart {
    var chart = LineChart(
      title: "how undecided that is", xLabel: "temperature T", yLabel: "entropy in nats",
      xScale: .logarithmic, yRange: 0...2.5,
      series: [Series(name: "", x: temperatures, y: entropy)],
      marks: [.horizontal(log(10), "ln 10"), .vertical(1, "T = 1")])
    chart.plotSize = Size(260, 170)
    return chart
  }

  /// The softmax of rows of numbers, by the engine.
  private static func softmax(_ rows: [[Float]]) throws -> [[Double]] {
    let shape: Shape = [rows.count, rows[0].count]
    let network = try Network(input: .vector(rows[0].count)) { Softmax("probabilities") }
    let plan = try Plan(network, batch: rows.count)
    try plan.setInput(
      network.inputs[0].name, to: Tensor(shape: shape, scalars: rows.flatMap { $0 }))
    try plan.run()
    let values = plan.value(of: network.outputs[0])
    return rows.indices.map { values.element($0).scalars.map(Double.init) }
  }

  private static func entropy(_ probabilities: [Double]) -> Double {
    -probabilities.filter { $0 > 0 }.map { $0 * log($0) }.reduce(0, +)
  }
}
