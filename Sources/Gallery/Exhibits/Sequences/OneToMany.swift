import Fovea

/// A digit's name, spelled: the picture is the GRU's first input, all later ones are zero.
struct OneToMany: CellForm {
  let title = "one to many"
  let file = "one-to-many"
  let wanted = 0.92
  let cell = FadeExperiment.Cell.gru
  private let letters = Array(" efghinorstuvwxz")
  private let length = 6

  func learn(in studio: Studio) throws -> FormOutcome {
    let (held, words, hits) = try answers(of: cell, in: studio)
    let score = Double(hits.count) / Double(words.count)
    let tiles = (0..<12).map { index in
      ImageGrid.Tile(
        image: held.images.element(index),
        caption: hits.contains(index)
          ? words[index] : "\(words[index]) (\(Self.names[held.label(index)]))",
        accent: hits.contains(index) ? nil : Color(0xD55E00))
    }
    return FormOutcome(
      score: score, chance: Self.chance(held),
      figure: ImageGrid(
        title: "one to many: a picture, then its name letter by letter", tiles: tiles, columns: 6,
        tileSize: 56,
        caption: "A GRU of 64 units reads the picture once and writes \(length) letters or blanks; "
          + "in orange what is wrong, with the right name. "
          + right(score, of: words.count, "test pictures")))
  }

  func score(of cell: FadeExperiment.Cell, in studio: Studio) throws -> Double {
    let (_, words, hits) = try answers(of: cell, in: studio)
    return Double(hits.count) / Double(words.count)
  }

  /// Trains a network; what it then writes of test pictures, and which words are right.
  private func answers(
    of cell: FadeExperiment.Cell, in studio: Studio
  ) throws -> (held: ImageSet, words: [String], hits: Set<Int>) {
    let (train, test) = try studio.images(.digits)
    let count = min(train.count, studio.effort.part(of: 30_000, least: 5000))
    let samples = try lessons(train.prefix(count))
    let epochs = studio.effort.scale < 0.2 ? 3 : 5
    var trainer = try Trainer(
      try network(cell, studio.seed), optimizer: Adam(learningRate: 3e-3),
      schedule: .cosine(steps: epochs * ((count + 127) / 128)), clipping: .norm(1),
      seed: studio.seed)
    try trainer.fit(samples, epochs: epochs)
    let held = test.prefix(2000)
    let words = try spelled(held.images, trainer.network)
    let hits = words.indices.filter { words[$0] == Self.names[held.label($0)] }
    return (held, words, Set(hits))
  }

  private static let names = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
  ]

  private func network(
    _ cell: FadeExperiment.Cell, _ seed: UInt64
  ) throws(FoveaError) -> Network {
    try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Flatten()
      Dense("code", 64)
      ReLU()
      Reshape(to: [0, 1, 64])
      // After the picture's code nothing more comes in.
      Apply("alone", Padding(before: [0, 0, 0], behind: [0, length - 1, 0], mode: .constant(0)))
      Sequential([cell.layer("writer", hidden: 64)])
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
