import Fovea

/// The five ways in which sequences go in and come out, each a small task that is learnt.
struct SequenceForms: Exhibit {
  let name = "sequence-forms"
  let title = "One to one, one to many, many to one, many to many"
  let lectures: [Lecture] = [.chopra]
  let explanation = """
    Five networks that learn the five forms of the lecture: a digit's class at once, a digit spelled out letter by letter, a \
    digit read row by row, words tagged as they come, and French sentences translated into English by an encoder and a \
    decoder. Each panel shows what the network answered to samples that it had not learnt, the last picture how often it was \
    right beside what guessing gives.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let tasks: [any SequenceForm] = [
      OneToOne(), OneToMany(), ManyToOne(), AlignedTags(), Translation(),
    ]
    var made: [ExhibitFigure] = []
    var outcomes: [FormOutcome] = []
    for task in tasks {
      let outcome = try studio.training { try task.learn(in: studio) }
      studio.report("\(task.title): \((100 * outcome.score).short) % right")
      made.append(
        ExhibitFigure(
          "\(name)-\(task.file)", outcome.figure,
          facts: [.share("\(task.title): right", outcome.score)]))
      outcomes.append(outcome)
    }
    let chart = BarChart(
      title: title, categories: tasks.map(\.title),
      groups: [
        BarChart.Group(name: "learnt", values: outcomes.map { 100 * $0.score }),
        BarChart.Group(
          name: "guessing", values: outcomes.map { 100 * $0.chance },
          color: Theme.standard.quietInk.lighter(0.4)),
      ], valueLabel: "right answers in %", isHorizontal: true, range: 0...115,
      caption:
        "On samples held out; a spelled word or a translated sentence counts where all of it "
        + "is right, tags are counted one by one. Seed \(studio.seed).")
    made.append(
      ExhibitFigure(
        "\(name)-scores", chart,
        facts: zip(tasks, outcomes).flatMap { task, outcome in
          [
            Fact.share("\(task.title): right", outcome.score),
            Fact.share("\(task.title): by guessing", outcome.chance),
          ]
        }))
    return made
  }
}

/// One of the forms: how it is learnt, and what came of it.
protocol SequenceForm {
  /// The lecture's name of it.
  var title: String { get }
  /// The end of its picture's name.
  var file: String { get }

  /// Trains a network and lets it answer.
  func learn(in studio: Studio) throws -> FormOutcome
}

/// What a network of a form answers.
struct FormOutcome {
  /// The share of answers that are right.
  let score: Double
  /// The share that the best answer without looking gives.
  let chance: Double
  /// Answers to samples held out.
  let figure: any Figure
}

extension SequenceForm {
  /// The share of the commonest class.
  static func chance(_ set: ImageSet) -> Double {
    Double(set.classCounts.max() ?? 0) / Double(max(1, set.count))
  }
}

/// A digit's class: no sequence at all.
struct OneToOne: SequenceForm {
  let title = "one to one"
  let file = "one-to-one"

  func learn(in studio: Studio) throws -> FormOutcome {
    let trained = try studio.trained(.mlpDigits)
    let test = try studio.images(.digits).test
    let answers = try Victim(trained.network).predict(test.prefix(12).images)
    let tiles = (0..<12).map { index in
      ImageGrid.Tile(
        image: test.images(at: [index]).element(0), caption: "→ \(answers[index].label)",
        accent: answers[index].label == test.label(index) ? nil : Color(0xD55E00))
    }
    var grid = ImageGrid(
      title: "one to one: a picture's class", tiles: tiles, columns: 6, tileSize: 56,
      caption: "One hidden layer of 100 units; no recurrence. "
        + "Test accuracy \((100 * trained.accuracy).short(4)) %.")
    grid.theme.titleFont = Font(11, bold: true)
    return FormOutcome(score: trained.accuracy, chance: Self.chance(test), figure: grid)
  }
}

/// A digit's name, spelled: the picture is the GRU's first input, all later ones are zero.
struct OneToMany: SequenceForm {
  let title = "one to many"
  let file = "one-to-many"
  private let letters = Array(" efghinorstuvwxz")
  private let length = 6

  func learn(in studio: Studio) throws -> FormOutcome {
    let (train, test) = try studio.images(.digits)
    let count = min(train.count, studio.effort.part(of: 20_000, least: 5000))
    let network = try network(studio.seed)
    let samples = try lessons(train.prefix(count))
    let epochs = studio.effort.scale < 0.2 ? 3 : 4
    var trainer = try Trainer(
      network, optimizer: Adam(learningRate: 3e-3),
      schedule: .cosine(steps: epochs * ((count + 127) / 128)), clipping: .norm(1),
      seed: studio.seed)
    try trainer.fit(samples, epochs: epochs)
    let held = test.prefix(2000)
    let words = try spelled(held.images, trainer.network)
    let names = ImageSet.digitNames.indices.map { Self.names[$0] }
    let hits = words.indices.filter { words[$0] == names[held.label($0)] }
    let tiles = (0..<12).map { index in
      ImageGrid.Tile(
        image: held.images.element(index), caption: words[index],
        accent: hits.contains(index) ? nil : Color(0xD55E00))
    }
    return FormOutcome(
      score: Double(hits.count) / Double(words.count), chance: Self.chance(held),
      figure: ImageGrid(
        title: "one to many: a picture, then its name letter by letter", tiles: tiles, columns: 6,
        tileSize: 56,
        caption: "A GRU of 64 units reads the picture once and writes \(length) letters or blanks.")
    )
  }

  private static let names = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
  ]

  private func network(_ seed: UInt64) throws(FoveaError) -> Network {
    try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Flatten()
      Dense("code", 64)
      ReLU()
      Reshape(to: [0, 1, 64])
      // Behind the picture's code nothing more comes in.
      Apply("alone", Padding(before: [0, 0, 0], behind: [0, length - 1, 0], mode: .constant(0)))
      GRU("writer", hidden: 64)
      Dense("letters", letters.count, initializer: .glorotUniform)
    }
  }

  private func lessons(_ set: ImageSet) throws(FoveaError) -> TensorSamples {
    let targets = (0..<set.count).flatMap { index in
      let name = Array(Self.names[set.label(index)])
      return (0..<length).map { step in
        Float(step < name.count ? letters.firstIndex(of: name[step]) ?? 0 : 0)
      }
    }
    return try TensorSamples(
      inputs: set.images, targets: Tensor(shape: [set.count, length], scalars: targets),
      classCount: letters.count)
  }

  private func spelled(_ images: Tensor, _ network: Network) throws(FoveaError) -> [String] {
    let plan = try Plan(network, batch: images.shape[0])
    try plan.setInput(network.inputs[0].name, to: images)
    try plan.run()
    let scores = plan.value(of: network.outputs[0])
    let best = scores.reshaped(to: [images.shape[0] * length, letters.count]).argmaxOfRows()
    return (0..<images.shape[0]).map { sample in
      String(best[sample * length..<(sample + 1) * length].map { letters[$0] })
        .split(separator: " ").first.map(String.init) ?? ""
    }
  }
}

/// A digit read row by row; its class is asked for at the end.
struct ManyToOne: SequenceForm {
  let title = "many to one"
  let file = "many-to-one"

  func learn(in studio: Studio) throws -> FormOutcome {
    let (train, test) = try studio.images(.digits)
    let count = min(train.count, studio.effort.part(of: 20_000, least: 5000))
    let network = try Network(
      input: .image(channels: 1, height: 28, width: 28), seed: studio.seed
    ) {
      Reshape(to: [0, 28, 28])
      LSTM("reader", hidden: 64, returnsSequence: false, forgetBias: 1)
      Dense("class", 10, initializer: .glorotUniform)
    }
    let epochs = 3
    var trainer = try Trainer(
      network, optimizer: Adam(learningRate: 4e-3),
      schedule: .cosine(steps: epochs * ((count + 127) / 128)), clipping: .norm(1),
      seed: studio.seed)
    try trainer.fit(train.prefix(count), epochs: epochs)
    let held = test.prefix(2000)
    let score = try Evaluation(of: trainer.network, on: held, keepsProbabilities: false).accuracy
    let digit = (0..<held.count).first { held.label($0) == 3 } ?? 0
    return FormOutcome(
      score: score ?? .nan, chance: Self.chance(held),
      figure: try figure(trainer.network, held.images.element(digit), label: held.label(digit)))
  }

  /// What the network would answer behind each row.
  private func figure(_ network: Network, _ image: Tensor, label: Int) throws -> FigureGrid {
    let node = try network.node("reader")
    let points = (0..<28).map { HookPoint(node: node.id, record: "h", step: $0) }
    let plan = try Plan(network, batch: 1, request: PlanRequest(values: Set(points)))
    try plan.setInput(network.inputs[0].name, to: image.reshaped(to: [1, 1, 28, 28]))
    try plan.run()
    let weight = try network.weights(of: "class.weight")
    let bias = try network.weights(of: "class.bias")
    var rows: [Float] = []
    for point in points {
      let state = plan.value(of: point)
      let scores = (0..<10).map { unit in
        (0..<64).reduce(bias[unit]) { $0 + weight[unit, $1] * state[0, $1] }
      }
      let top = scores.max() ?? 0
      let powers = scores.map { exponential(Double($0 - top)) }
      rows += powers.map { Float($0 / powers.reduce(0, +)) }
    }
    var map = HeatMap(
      values: Tensor(shape: [28, 10], scalars: rows), title: "the class after so many rows",
      xLabel: "class", yLabel: "rows read", rows: .numbers(first: 1, step: 1),
      scale: ColorScale(range: 0...1), colorMap: .blues, unit: "probability")
    map.plotSize = Size(150, 224)
    return FigureGrid(
      title: "many to one: a picture read row by row",
      panels: [
        ImageGrid(title: "a test picture", tiles: [ImageGrid.Tile(image: image)], tileSize: 224),
        map,
      ], hasLetters: false,
      caption:
        "An LSTM of 64 units reads the 28 rows; trained on the answer behind the last alone. "
        + "The picture is a \(label).")
  }
}
