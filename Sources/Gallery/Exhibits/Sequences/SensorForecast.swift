import Fovea

/// A recurrent network tells a robot's next sensor reading, beside simple rules.
struct SensorForecast: Exhibit {
  let name = "sensor-forecast"
  let title = "A robot's next sensor reading"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    A robot moves and turns in a room and reads a noisy forward range sensor; an LSTM tells the next reading from all before, \
    beside the last reading, a mean of the last five and a straight line through the last two, and then goes on alone from its \
    own predictions. Lower bars are better and none can fall below the sensor's noise: a mean smooths noise but comes too \
    late, a line doubles it, and the network, which knows from its state whether the robot moves or turns, does better than \
    all three.
    """

  private let time = 60
  private let noise: Float = 0.05

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let count = studio.effort.part(of: 16_000, least: 3000)
    let task = RangeSensor(time: time, noise: noise, count: count, seed: studio.seed)
    let held = RangeSensor(time: time, noise: noise, count: 300, seed: studio.seed &+ 1)
    let start = try Network(input: .sequence(length: time, features: 1), seed: studio.seed) {
      LSTM("memory", hidden: 48, forgetBias: 1)
      Dense("reading", 1, initializer: .glorotUniform)
    }
    var trainer = try Trainer(
      start, optimizer: Adam(learningRate: 1e-2),
      schedule: .cosine(steps: (count + 31) / 32), loss: .meanSquared, batchSize: 32,
      clipping: .norm(1), seed: studio.seed)
    try studio.training { _ = try trainer.fit(task, epochs: 1) }
    let network = trainer.network
    let (inputs, targets) = held.batch(Array(0..<held.count))
    let told = try predict(inputs, network)
    let rules: [(String, [Float])] = [
      ("LSTM", told), ("last reading", rule(inputs) { $0[0] }),
      ("mean of five", rule(inputs) { $0.reduce(0, +) / Float($0.count) }),
      ("line through two", rule(inputs) { $0.count > 1 ? 2 * $0[0] - $0[1] : $0[0] }),
    ]
    let errors = rules.map { rowErrors($0.1, targets.scalars) }
    let means = errors.map { $0.reduce(0, +) / Double($0.count) }
    let deviations = zip(errors, means).map { rows, mean in
      (rows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows.count - 1)
        / Double(rows.count)).squareRoot()
    }
    var bars = BarChart(
      title: "error of the next reading", categories: rules.map(\.0),
      groups: [BarChart.Group(values: means, errors: deviations)],
      valueLabel: "root mean squared error", isHorizontal: true,
      caption: "Mean over \(held.count) drives and its standard error; the noise is \(noise).")
    bars.length = 300
    let figure = FigureGrid(
      title: title,
      panels: [bars, try course(inputs, targets, told, network, sample: shown(targets))],
      columns: 1,
      caption: "One layer of 48 units, \(count) drives of \(time) steps learnt once, seed "
        + "\(studio.seed). Errors are counted from the sixth step on.")
    var facts = zip(rules, means).map { Fact("error of \($0.0)", $1) }
    facts.append(Fact("noise of the sensor", Double(noise)))
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  private func predict(_ inputs: Tensor, _ network: Network) throws(FoveaError) -> [Float] {
    let plan = try Plan(network, batch: inputs.shape[0])
    try plan.setInput(network.inputs[0].name, to: inputs)
    try plan.run()
    return plan.value(of: network.outputs[0]).scalars
  }

  /// A prediction from up to five last readings, latest first.
  private func rule(_ inputs: Tensor, _ tell: ([Float]) -> Float) -> [Float] {
    let readings = inputs.scalars
    return readings.indices.map { index in
      let step = index % time
      return tell((0...min(4, step)).map { readings[index - $0] })
    }
  }

  /// Each drive's root mean squared error from the sixth step on.
  private func rowErrors(_ told: [Float], _ wanted: [Float]) -> [Double] {
    (0..<wanted.count / time).map { drive in
      let steps = drive * time + 5..<(drive + 1) * time
      let sum = steps.reduce(0.0) {
        $0 + Double(told[$1] - wanted[$1]) * Double(told[$1] - wanted[$1])
      }
      return (sum / Double(steps.count)).squareRoot()
    }
  }

  /// The drive whose readings change most often by much: one with turns.
  private func shown(_ targets: Tensor) -> Int {
    let readings = targets.scalars
    func jumps(_ drive: Int) -> Int {
      (1..<time).filter {
        abs(readings[drive * time + $0] - readings[drive * time + $0 - 1]) > 0.4
      }.count
    }
    return (0..<min(60, targets.shape[0])).max { jumps($0) < jumps($1) } ?? 0
  }

  /// One drive: readings, predictions one step ahead, and a forecast from its own predictions at the end.
  private func course(
    _ inputs: Tensor, _ targets: Tensor, _ told: [Float], _ network: Network, sample: Int
  ) throws(FoveaError) -> LineChart {
    let ahead = 12
    let first = time - ahead
    var fed = inputs.element(sample).scalars
    var forecast: [Point] = []
    for step in first..<time {
      let all = try predict(Tensor(shape: [1, time, 1], scalars: fed), network)
      forecast.append(Point(Double(step + 1), Double(all[step])))
      if step + 1 < time { fed[step + 1] = all[step] }
    }
    let readings = targets.element(sample).scalars
    let mean = inputs.scalars
    var chart = LineChart(
      title: "one drive, and a forecast of its last \(ahead) steps", xLabel: "step",
      yLabel: "distance of the wall",
      series: [
        Series(name: "readings", values: readings, first: 1, color: Theme.standard.quietInk),
        Series(
          name: "LSTM, one step ahead",
          values: Array(told[sample * time..<(sample + 1) * time]), first: 1,
          color: Theme.standard.color(0)),
        Series(
          name: "mean of five",
          values: (0..<time).map { step in
            let last = (0...min(4, step)).map { mean[sample * time + step - $0] }
            return last.reduce(0, +) / Float(last.count)
          }, first: 1, color: Theme.standard.color(4)),
        Series(
          name: "LSTM alone", points: forecast, color: Theme.standard.color(1), isDashed: true),
      ], marks: [.vertical(Double(first), "forecast begins")])
    chart.plotSize = Size(460, 200)
    return chart
  }
}
