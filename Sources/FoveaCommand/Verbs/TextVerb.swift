import ArgumentParser
import Fovea

/// Learns a text character by character, and writes more of it.
struct TextVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "text",
    abstract: "Trains an LSTM on a text, character by character, and lets it write.",
    discussion: """
      The text's end is held back: bits per character are measured on it. Training ends when its time is over, and its \
      learning rate falls to 0 by then along half a cosine.

      Examples:
        scripts/fetch-text.sh
        fovea text --data ~/.cache/fovea/text/shakespeare.txt --minutes 10 --save plays.onnx
        fovea text --data notes.txt --hidden 128 --minutes 1 --write 800 --temperature 0.7
      """)

  @Option(help: "A text file in UTF-8.")
  var data: String
  @Option(parsing: .unconditional, help: "How long to train.")
  var minutes = 10.0
  @Option(parsing: .unconditional, help: "Hidden units of a layer.")
  var hidden = 256
  @Option(parsing: .unconditional, help: "Recurrent layers.")
  var layers = 1
  @Option(parsing: .unconditional, help: "Streams of the text that are read side by side.")
  var rows = 64
  @Option(parsing: .unconditional, help: "Characters of a step, through which gradients pass.")
  var length = 64
  @Option(name: .customLong("rate"), parsing: .unconditional, help: "Adam's learning rate.")
  var rate = 4e-3
  @Option(parsing: .unconditional, help: "The share of the text that is held back.")
  var validation = 0.05
  @Option(parsing: .unconditional, help: "How many characters to write afterwards.")
  var write = 400
  @Option(parsing: .unconditional, help: "Below 1 it writes what is likely, above 1 what is not.")
  var temperature = 0.8
  @Option(help: "A file for the network, such as text.onnx. (default: none)")
  var save: String?
  @OptionGroup var general: GeneralOptions

  func validate() throws {
    for (name, value) in [
      ("hidden", hidden), ("layers", layers), ("rows", rows), ("length", length),
    ] where !(1...100_000).contains(value) {
      throw ValidationError("--\(name) must be 1 to 100000, got \(value)")
    }
    for (name, value) in [("minutes", minutes), ("rate", rate)] where !(value > 0 && value < 1e5) {
      throw ValidationError("--\(name) must be above 0, got \(value)")
    }
    guard validation > 0, validation < 1 else {
      throw ValidationError("--validation must lie between 0 and 1, got \(validation)")
    }
    guard (0...10_000_000).contains(write), temperature >= 0, temperature.isFinite else {
      throw ValidationError("--write and --temperature must be 0 or more")
    }
  }

  func perform() throws -> TextReport {
    if let save { try Writable.check(save) }
    let corpus = try TextCorpus.read(data)
    let (training, held) = corpus.split(validationShare: validation)
    let model = CharacterModel(
      vocabulary: corpus.vocabulary.count, hidden: hidden, layers: layers)
    let heldRows = max(1, min(rows, held.ids.count / (4 * length)))
    let heldStreams = try TextStreams(held, rows: heldRows, length: length)
    let trainer = try StreamTrainer(
      try model.network(seed: general.seed),
      streams: try TextStreams(training, rows: rows, length: length),
      optimizer: Adam(learningRate: rate))
    try train(trainer, heldStreams)
    var network = trainer.network
    network.metadata["vocabulary"] = corpus.decode(Array(corpus.vocabulary.indices))
    if let save { try ModelFile.write(network, to: save) }
    return TextReport(
      characters: trainer.step * trainer.streams.batchCharacters, steps: trainer.step,
      parameters: network.parameterCount,
      bitsPerCharacter: try trainer.bits(of: heldStreams), minutes: minutes,
      written: try TextWriter(network, corpus: corpus)
        .write(write, temperature: temperature, seed: general.seed),
      saved: save)
  }

  private func train(_ trainer: StreamTrainer, _ held: TextStreams) throws {
    let clock = ContinuousClock()
    // Only training counts: measuring on the text held back takes its own time.
    var trained = Duration.zero
    let progress = Progress("training", total: 1000, unit: "‰")
    var measured = 0
    while true {
      let share = trained / .seconds(60 * minutes)
      guard share < 1 else { return }
      let began = clock.now
      try trainer.run(slowedBy: Schedule.cosine(steps: 1000).factor(step: Int(1000 * share)))
      trained += clock.now - began
      let recent = trainer.bits.suffix(50)
      progress.update(
        Int(1000 * share), "\((recent.reduce(0, +) / Double(recent.count)).short) bits")
      guard Int(5 * share) > measured else { continue }
      measured = Int(5 * share)
      Progress.clear()
      Console.note(
        "\((minutes * share).short) min, \(trainer.step * trainer.streams.batchCharacters) "
          + "characters read: \(try trainer.bits(of: held).short(4)) bits per character held back")
    }
  }
}

/// What came of learning a text.
struct TextReport: Encodable, CustomStringConvertible {
  /// Characters read in training.
  let characters: Int
  /// Training steps.
  let steps: Int
  /// Trainable numbers of the network.
  let parameters: Int
  /// The cross-entropy on the text that was held back.
  let bitsPerCharacter: Double
  /// How long it was trained.
  let minutes: Double
  /// What the network wrote.
  let written: String
  /// Where the network was saved.
  let saved: String?

  var description: String {
    written + "\n\n"
      + "\(parameters) parameters, \(steps) steps, \(characters) characters read in "
      + "\(minutes.short) minutes: \(bitsPerCharacter.short(4)) bits per character on the text "
      + "held back" + (saved.map { "\nwrote \($0)" } ?? "")
  }
}
