import Fovea

/// A recurrent network tells a robot's next sensor reading, beside simple rules.
struct SensorForecast: Exhibit {
  let name = "sensor-forecast"
  let title = "A robot's next sensor reading"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    A robot moves and turns in a room and reads a noisy forward range sensor; an LSTM tells the next reading from all before, \
    beside the last reading, a mean of the last five and a straight line through the last two, and then goes on alone from its \
    own predictions. Lower bars are better and none can fall below the sensor's noise (dashed): on the way ahead the last \
    reading and the mean come too late and a line is right but makes the noise larger, while in a turn, whose end is drawn by \
    chance, all err by far more, the network least.
    """

  private let time = 60
  private let noise: Float = 0.05
  private let drives = 300

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let count = studio.effort.part(of: 16_000, least: 3000)
    let task = RangeSensor(time: time, noise: noise, count: count, seed: studio.seed)
    let held = RangeSensor(time: time, noise: noise, count: drives, seed: studio.seed &+ 1)
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
    let (ahead, turning) = steps(held)
    func errors(_ places: [Int]) -> [Double] {
      rules.map { error($0.1, targets.scalars, at: places) }
    }
    let parts = [("on the way ahead", ahead), ("in a turn", turning)]
    var bars = BarChart(
      title: "error of the next reading", categories: rules.map(\.0),
      groups: parts.map { BarChart.Group(name: $0.0, values: errors($0.1)) },
      valueLabel: "root mean squared error", isHorizontal: true,
      caption: "Over \(drives) new drives; the way ahead begins where the last five steps had no "
        + "turn. The noise is \(noise).")
    bars.length = 300
    bars.marks = [.vertical(Double(noise), "noise")]
    let figure = FigureGrid(
      title: title,
      panels: [bars, try course(inputs, targets, told, network, sample: shown(targets))],
      columns: 1,
      caption: "One layer of 48 units, \(count) drives of \(time) steps learnt once, seed "
        + "\(studio.seed). Errors are counted from the sixth step on.")
    let every = (0..<drives * time).filter { $0 % time >= 5 }
    var facts = zip(rules, errors(every)).map { Fact("error of \($0.0)", $1) }
    for (name, places) in parts {
      facts += zip(rules, errors(places)).map { Fact("error of \($0.0), \(name)", $1) }
    }
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

  /// The places of targets, counted over all drives from the sixth step on, before which the robot went ahead for five steps,
  /// and before which it turned.
  private func steps(_ task: RangeSensor) -> (ahead: [Int], turning: [Int]) {
    var (ahead, turning): ([Int], [Int]) = ([], [])
    for drive in 0..<task.count {
      let turns = task.turns(of: drive)
      for step in 5..<time {
        if turns[step] { turning.append(drive * time + step) }
        if !turns[step - 4...step].contains(true) { ahead.append(drive * time + step) }
      }
    }
    return (ahead, turning)
  }

  /// The root mean squared error over some places.
  private func error(_ told: [Float], _ wanted: [Float], at places: [Int]) -> Double {
    let sum = places.reduce(0.0) {
      $0 + Double(told[$1] - wanted[$1]) * Double(told[$1] - wanted[$1])
    }
    return (sum / Double(max(1, places.count))).squareRoot()
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
          name: "last reading", values: inputs.element(sample).scalars, first: 1,
          color: Theme.standard.color(4)),
        Series(
          name: "LSTM alone", points: forecast, color: Theme.standard.color(1), isDashed: true),
      ], marks: [.vertical(Double(first), "forecast begins")])
    chart.plotSize = Size(460, 200)
    return chart
  }
}
