import Fovea
import Foundation

/// A digit read row by row; its class is asked for at the end.
struct ManyToOne: CellForm {
  let title = "many to one"
  let file = "many-to-one"
  let wanted = 0.92
  let cell = FadeExperiment.Cell.lstm

  func learn(in studio: Studio) throws -> FormOutcome {
    let (network, held, score) = try trained(cell, studio)
    let digit = (0..<held.count).first { held.label($0) == 3 } ?? 0
    return FormOutcome(
      score: score, chance: Self.chance(held),
      figure: try figure(
        network, held.images.element(digit), label: held.label(digit),
        right(score, of: held.count, "test pictures")))
  }

  func score(of cell: FadeExperiment.Cell, in studio: Studio) throws -> Double {
    try trained(cell, studio).score
  }

  private func trained(
    _ cell: FadeExperiment.Cell, _ studio: Studio
  ) throws -> (network: Network, held: ImageSet, score: Double) {
    let (train, test) = try studio.images(.digits)
    let count = min(train.count, studio.effort.part(of: 20_000, least: 5000))
    let network = try Network(
      input: .image(channels: 1, height: 28, width: 28), seed: studio.seed
    ) {
      Reshape(to: [0, 28, 28])
      Sequential([cell.layer("reader", hidden: 64, returnsSequence: false)])
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
    return (trainer.network, held, score ?? .nan)
  }

  /// What the network would answer after each row.
  private func figure(
    _ network: Network, _ image: Tensor, label: Int, _ right: String
  ) throws -> FigureGrid {
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
      let powers = scores.map { exp(Double($0 - top)) }
      rows += powers.map { Float($0 / powers.reduce(0, +)) }
    }
    var map = HeatMap(
      values: Tensor(shape: [28, 10], scalars: rows), title: "the class after so many rows",
      xLabel: "class", yLabel: "rows read", columns: .names((0..<10).map { "\($0)" }),
      rows: .numbers(first: 1, step: 1),
      scale: ColorScale(range: 0...1), colorMap: .blues, unit: "probability")
    map.plotSize = Size(150, 224)
    return FigureGrid(
      title: "many to one: a picture read row by row",
      panels: [
        ImageGrid(title: "a test picture", tiles: [ImageGrid.Tile(image: image)], tileSize: 224),
        map,
      ], hasLetters: false,
      caption:
        "An LSTM of 64 units reads the 28 rows; trained on the answer after the last alone. "
        + "The picture is a \(label). \(right)")
  }
}
