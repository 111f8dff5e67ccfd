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

      A saved network knows its characters: --model writes with it, with --data measures it on a text too, and with --data \
      and --minutes trains it on.

      Examples:
        scripts/fetch-text.sh
        fovea text --data ~/.cache/fovea/text/shakespeare.txt --minutes 10 --save plays.onnx
        fovea text --model plays.onnx --start 'ROMEO' --temperature 0.6
        fovea text --model plays.onnx --data ~/.cache/fovea/text/shakespeare.txt --minutes 5 --save plays.onnx
        fovea text --data notes.txt --hidden 128 --minutes 1 --write 800 --temperature 0.7
      """)

  @Option(help: "A text file in UTF-8, to learn; with --model but no --minutes to measure on.")
  var data: String?
  @Option(help: "A network that --save wrote, to write with or to train on. (default: a new one)")
  var model: String?
  @Option(
    parsing: .unconditional,
    help: "How long to train. (default: 10; with --model it is not trained)")
  var minutes: Double?
  @Option(parsing: .unconditional, help: "Hidden units of a layer. (default: 256)")
  var hidden: Int?
  @Option(parsing: .unconditional, help: "Recurrent layers. (default: 1)")
  var layers: Int?
  @Option(parsing: .unconditional, help: "Streams of the text that are read side by side.")
  var rows = 64
  @Option(parsing: .unconditional, help: "Characters of a step, through which gradients pass.")
  var length = 64
  @Option(
    name: .customLong("rate"), parsing: .unconditional,
    help: "Adam's learning rate. (default: 0.004)")
  var rate: Double?
  @Option(
    parsing: .unconditional,
    help: """
      The share of the text, at its end, that is held back and measured on. (default: 0.05; all \
      where nothing is trained)
      """)
  var validation: Double?
  @Option(parsing: .unconditional, help: "How many characters to write afterwards.")
  var write = 400
  @Option(
    parsing: .unconditional, help: "What to write on from. (default: the beginning of a line)")
  var start: String?
  @Option(parsing: .unconditional, help: "Below 1 it writes what is likely, above 1 what is not.")
  var temperature = 0.8
  @Option(help: "A file for the network, such as text.onnx. (default: none)")
  var save: String?
  @OptionGroup var general: GeneralOptions

  /// Whether anything is learnt.
  private var trains: Bool { model == nil || minutes != nil }

  func validate() throws {
    try checkCombination()
    let counts: [(String, Int?)] = [
      ("hidden", hidden), ("layers", layers), ("rows", rows), ("length", length),
    ]
    for (name, value) in counts {
      if let value, !(1...100_000).contains(value) {
        throw ValidationError("--\(name) must be 1 to 100000, got \(value)")
      }
    }
    for (name, value) in [("minutes", minutes), ("rate", rate)] {
      if let value, !(value > 0 && value < 1e5) {
        throw ValidationError("--\(name) must be above 0, got \(value)")
      }
    }
    if let validation, !(validation > 0 && validation < 1) {
      throw ValidationError("--validation must lie between 0 and 1, got \(validation)")
    }
    guard (0...10_000_000).contains(write), temperature >= 0, temperature.isFinite else {
      throw ValidationError("--write and --temperature must be 0 or more")
    }
    guard start != "" else { throw ValidationError("--start must have a character or more") }
  }

  private func checkCombination() throws {
    guard data != nil || !trains else {
      throw ValidationError(
        model == nil
          ? "give --data with a text to learn, or --model with a network that --save wrote"
          : "--minutes trains the network on: give --data with a text too")
    }
    func require(_ options: [(String, Bool)], _ reason: String) throws {
      let given = options.filter(\.1).map(\.0)
      guard given.isEmpty else {
        throw ValidationError("\(reason): leave out \(given.joined(separator: ", "))")
      }
    }
    if model != nil {
      try require(
        [("--hidden", hidden != nil), ("--layers", layers != nil)],
        "the network of --model has its layers")
    }
    if !trains {
      try require(
        [("--rate", rate != nil), ("--save", save != nil)],
        "without --minutes the network of --model is not trained")
    }
    if data == nil { try require([("--validation", validation != nil)], "there is no --data") }
  }

  func perform() throws -> TextReport {
    if let save { try Writable.check(save) }
    let known = try model.map { try SavedText($0) }
    let text = try data.map { try TextCorpus.read($0, vocabulary: known?.characters) }
    if let text, trains { return try learn(text, going: known?.network) }
    guard let known else { preconditionFailure("without a model there is a text to learn") }
    let corpus = try text ?? TextCorpus("", vocabulary: known.characters)
    let prompt = try firstCharacters(in: corpus)
    let bits = try text.map { text in
      let measured = validation.map { text.split(validationShare: $0).validation } ?? text
      return try StreamTrainer.bits(of: streams(measuring: measured), by: known.network)
    }
    return TextReport(
      parameters: known.network.parameterCount, bitsPerCharacter: bits,
      isHeldBack: validation != nil, start: start,
      written: try written(by: known.network, corpus, behind: prompt))
  }

  /// What the network reads before it writes.
  ///
  /// - Throws: `FoveaError` for a character that it does not know.
  private func firstCharacters(in corpus: TextCorpus) throws(FoveaError) -> String {
    guard let start else {
      let first: Unicode.Scalar? =
        corpus.vocabulary.contains("\n") ? "\n" : corpus.vocabulary.first
      return first.map { String($0) } ?? ""
    }
    do throws(FoveaError) {
      _ = try corpus.encode(start)
    } catch {
      throw FoveaError("cannot write on from --start: \(error.message) of the network")
    }
    return start
  }

  private func written(
    by network: Network, _ corpus: TextCorpus, behind prompt: String
  ) throws(FoveaError) -> String {
    try TextWriter(network, corpus: corpus)
      .write(write, after: prompt, temperature: temperature, seed: general.seed)
  }

  /// A text to measure on: as many streams as let each be read for a few steps.
  private func streams(measuring text: TextCorpus) throws(FoveaError) -> TextStreams {
    try TextStreams(text, rows: max(1, min(rows, text.ids.count / (4 * length))), length: length)
  }

  // MARK: - Training

  private func learn(_ corpus: TextCorpus, going on: Network?) throws -> TextReport {
    let prompt = try firstCharacters(in: corpus)
    let (training, held) = corpus.split(validationShare: validation ?? 0.05)
    let heldStreams = try streams(measuring: held)
    let trainer = try StreamTrainer(
      try on ?? newNetwork(corpus),
      streams: try TextStreams(training, rows: rows, length: length),
      optimizer: Adam(learningRate: rate ?? 4e-3))
    let minutes = minutes ?? 10
    try train(trainer, heldStreams, minutes)
    let network = trainer.network
    if let save { try ModelFile.write(network, to: save) }
    return TextReport(
      characters: trainer.step * trainer.streams.batchCharacters, steps: trainer.step,
      parameters: network.parameterCount,
      bitsPerCharacter: try trainer.bits(of: heldStreams), isHeldBack: true, minutes: minutes,
      start: start,
      written: try written(by: network, corpus, behind: prompt), saved: save)
  }

  private func newNetwork(_ corpus: TextCorpus) throws(FoveaError) -> Network {
    let model = CharacterModel(
      vocabulary: corpus.vocabulary.count, hidden: hidden ?? 256, layers: layers ?? 1)
    var network = try model.network(seed: general.seed)
    // A saved network is of use only with the characters that its scores stand for.
    network.classNames = corpus.vocabulary.map { String($0) }
    return network
  }

  private func train(
    _ trainer: StreamTrainer, _ held: TextStreams, _ minutes: Double
  ) throws {
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

/// A network that an earlier call saved, and the characters that it knows.
private struct SavedText {
  let network: Network
  let characters: [Unicode.Scalar]

  init(_ path: String) throws(FoveaError) {
    let imported = try ModelFile.read(path)
    let characters: [Unicode.Scalar]
    do throws(FoveaError) {
      characters = try imported.network.characters()
    } catch {
      throw FoveaError(
        "'\(path)' cannot write text, what 'fovea text --save' wrote can: \(error.message)")
    }
    for note in imported.notes { Console.note("\(path): \(note)") }
    network = imported.network
    self.characters = characters
  }
}
