import ArgumentParser
import Fovea

/// How gradients fade or explode through time, for several recurrent cells.
struct BPTT: Verb {
  static let configuration = CommandConfiguration(
    commandName: "bptt",
    abstract:
      "Measures how gradients fade through time in recurrent cells, before and after training.",
    discussion: """
      Each cell learns delayed recall: a symbol is shown, a blank follows, and at the end it must be said again. Drawn \
      are the norms of the loss's gradient by loss step and source step, and (to a second picture, NAME-curves) by \
      distance, with the fitted rate and half-life.

      Examples:
        fovea bptt --cells elman,lstm,gru --length 64 -o fade.png
        fovea bptt --cells elman --elman-gain 1.5 --clip none -o explode.png
      """)

  @Option(help: "The cells, of elman, lstm and gru.", transform: Self.cells)
  var cells: [FadeExperiment.Cell] = FadeExperiment.Cell.allCases
  @Option(parsing: .unconditional, help: "Steps of a sequence.")
  var length = 64
  @Option(parsing: .unconditional, help: "Hidden units.")
  var hidden = 32
  @Option(parsing: .unconditional, help: "Training steps of each cell; 0 for none.")
  var steps = 600
  @Option(parsing: .unconditional, help: "Sequences of a batch.")
  var batch = 32
  @Option(
    parsing: .unconditional,
    help: """
      Start an Elman cell from an orthogonal recurrent matrix times this factor; above 1 gradients explode. \
      (default: uniform in ±1/√hidden, as PyTorch)
      """)
  var elmanGain: Float?
  @Option(parsing: .unconditional, help: "Bound on the gradient's norm in training, or 'none'.")
  var clip = "1"
  @OptionGroup var target: OutputOption
  @OptionGroup var general: GeneralOptions

  static func cells(_ text: String) throws -> [FadeExperiment.Cell] {
    let known = FadeExperiment.Cell.allCases
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let cell = FadeExperiment.Cell(rawValue: String(name)) else {
        throw ValidationError(
          FoveaError.unknown("cell", String(name), known: known.map(\.rawValue)).message)
      }
      return cell
    }
  }

  func validate() throws {
    guard (3...10_000).contains(length) else {
      throw ValidationError("--length must be 3 to 10000, got \(length)")
    }
    for (name, value) in [("hidden", hidden), ("batch", batch)]
    where !(1...100_000).contains(value) {
      throw ValidationError("--\(name) must be 1 to 100000, got \(value)")
    }
    guard (0...10_000_000).contains(steps) else {
      throw ValidationError("--steps must be 0 or more, got \(steps)")
    }
    if let elmanGain, !(elmanGain > 0 && elmanGain.isFinite) {
      throw ValidationError("--elman-gain must be above 0, got \(elmanGain)")
    }
    if clip != "none", !((Double(clip) ?? 0) > 0) {
      throw ValidationError("--clip must be a number above 0 or 'none', got '\(clip)'")
    }
  }

  func perform() throws -> Written<[CellFade]> {
    let path = try target.path(or: "fade.png")
    let curves = path.insertingBeforeExtension("-curves")
    try Writable.check(curves)
    // A symbol and a cue stand around the blank.
    let experiment = FadeExperiment(
      delay: length - 2, hidden: hidden, trainingSteps: steps, batchSize: batch,
      elmanGain: elmanGain, clipNorm: clip == "none" ? nil : Double(clip), seed: general.seed)
    let outcomes = try run(experiment)
    let caption =
      "Delayed recall over \(length) steps, \(hidden) units, \(steps) training steps, "
      + (clip == "none" ? "no clipping" : "gradients clipped at norm \(clip)")
      + (elmanGain.map { ", Elman gain \($0)" } ?? "") + ", seed \(general.seed)."
    let settings = [
      ("verb", "bptt"), ("settings", caption), ("seed", "\(general.seed)"),
    ]
    try FadeMap(
      panels: panels(outcomes), columns: outcomes.count, caption: caption
    ).write(to: path, settings: settings)
    try FadeCurves(curves: panels(outcomes), caption: caption)
      .write(to: curves, settings: settings)
    let fades = outcomes.map(CellFade.init)
    return Written([path, curves], facts: fades, lines: fades.map(\.line))
  }

  private func run(_ experiment: FadeExperiment) throws -> [FadeExperiment.Outcome] {
    let progress = Progress("training", total: cells.count * max(1, steps), unit: "steps")
    return try cells.enumerated().map { index, cell in
      try experiment.run(cell) { share in
        progress.update(
          index * max(1, steps) + Int(share * Double(steps)), cell.title)
      }
    }
  }

  /// All cells before training, then all after.
  private func panels(
    _ outcomes: [FadeExperiment.Outcome]
  ) -> [(name: String, matrix: GradientMatrix)] {
    let before = outcomes.map { (name: "\($0.cell.title) before", matrix: $0.before) }
    return before + outcomes.map { (name: "\($0.cell.title) after", matrix: $0.after) }
  }
}

/// What one cell's gradients do, in numbers.
struct CellFade: Encodable {
  /// A fitted decay.
  struct Fit: Encodable {
    /// The factor a step back in time.
    let rate: Double
    /// Steps in which gradients halve; infinite where they do not shrink.
    let halfLife: Double
    let isExploding: Bool
    /// The share of the logarithms' variance that the fit explains.
    let determination: Double

    init?(_ matrix: GradientMatrix) {
      guard let fit = DecayFit(matrix.byDistance) else { return nil }
      rate = fit.rate
      halfLife = fit.halfLife
      isExploding = fit.isExploding
      determination = fit.determination
    }
  }

  let cell: String
  /// The share of symbols recalled right after training.
  let accuracy: Double
  let before: Fit?
  let after: Fit?
  private let summaries: [String]

  private enum CodingKeys: String, CodingKey { case cell, accuracy, before, after }

  init(_ outcome: FadeExperiment.Outcome) {
    cell = outcome.cell.rawValue
    accuracy = outcome.accuracy
    before = Fit(outcome.before)
    after = Fit(outcome.after)
    summaries = [outcome.before, outcome.after].map {
      DecayFit($0.byDistance)?.summary ?? "no gradient to fit"
    }
  }

  var line: String {
    "\(cell): before \(summaries[0]); after \(summaries[1]); recall \(Share.text(accuracy))"
  }
}
