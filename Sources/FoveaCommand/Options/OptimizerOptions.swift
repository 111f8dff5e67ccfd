import ArgumentParser
import Fovea

/// How weights are changed.
struct OptimizerOptions: ParsableArguments {
  @Option(help: "The rule: \(OptimizerTable.kinds.joined(separator: ", ")). (default: adam)")
  var optimizer: String?
  @Option(parsing: .unconditional, help: "The learning rate. (default: the rule's own)")
  var rate: Double?
  @Option(parsing: .unconditional, help: "The share of the past in a step; sgd and rmsprop.")
  var momentum: Double?
  @Flag(help: "Look ahead by the momentum; sgd.") var nesterov = false
  @Option(
    parsing: .unconditional, help: "The pull of weights towards zero. (default: the rule's own)")
  var weightDecay: Double?
  @Option(parsing: .unconditional, help: "The largest norm of a gradient; others are scaled down.")
  var clip: Double?
  @Option(
    help: """
      How the rate changes: constant, linear, cosine (over all epochs), step:EPOCHS:FACTOR or \
      exponential:EPOCHS:FACTOR. (default: constant)
      """)
  var schedule: String?
  @Option(parsing: .unconditional, help: "Epochs in which the rate grows to its full height first.")
  var warmUp: Double?

  func validate() throws {
    _ = try rule()
    _ = try ScheduleText(schedule ?? "constant")
    if let clip, !(clip > 0 && clip.isFinite) {
      throw ValidationError("--clip must be above 0, got \(clip)")
    }
    if let warmUp, !(warmUp > 0 && warmUp <= 1e6) {
      throw ValidationError("--warm-up must be above 0, got \(warmUp)")
    }
  }

  /// The names of the options that were given.
  var given: [String] {
    let pairs: [(String, Bool)] = [
      ("--optimizer", optimizer != nil), ("--rate", rate != nil), ("--momentum", momentum != nil),
      ("--nesterov", nesterov), ("--weight-decay", weightDecay != nil), ("--clip", clip != nil),
      ("--schedule", schedule != nil), ("--warm-up", warmUp != nil),
    ]
    return pairs.filter(\.1).map(\.0)
  }

  /// The rule with its settings.
  func rule() throws -> any Optimizer {
    let kind = optimizer ?? Adam.kind
    guard OptimizerTable.kinds.contains(kind) else {
      throw ValidationError(
        FoveaError.unknown("optimizer", kind, known: OptimizerTable.kinds).message)
    }
    for (name, value) in [("--rate", rate), ("--weight-decay", weightDecay)] {
      if let value, !(value >= 0 && value.isFinite) {
        throw ValidationError("\(name) must be 0 or more, got \(value)")
      }
    }
    if let momentum {
      guard [SGD.kind, RMSprop.kind].contains(kind) else {
        throw ValidationError("--momentum belongs to sgd and rmsprop, not to \(kind)")
      }
      guard (0..<1).contains(momentum) else {
        throw ValidationError("--momentum must be 0 or more and below 1, got \(momentum)")
      }
    }
    guard !nesterov || (kind == SGD.kind && (momentum ?? 0) > 0) else {
      throw ValidationError("--nesterov needs --optimizer sgd and a --momentum above 0")
    }
    return make(kind)
  }

  private func make(_ kind: String) -> any Optimizer {
    let (momentum, decay) = (momentum ?? 0, weightDecay ?? 0)
    switch kind {
    case SGD.kind:
      return SGD(
        learningRate: rate ?? 0.01, momentum: momentum, nesterov: nesterov, weightDecay: decay)
    case RMSprop.kind:
      return RMSprop(learningRate: rate ?? 0.01, momentum: momentum, weightDecay: decay)
    case Adagrad.kind: return Adagrad(learningRate: rate ?? 0.01, weightDecay: decay)
    case AdamW.kind:
      return AdamW(learningRate: rate ?? 1e-3, weightDecay: weightDecay ?? 0.01)
    default: return Adam(learningRate: rate ?? 1e-3, weightDecay: decay)
    }
  }

  /// The schedule in steps.
  func schedule(stepsPerEpoch: Int, epochs: Int) throws -> Schedule {
    let total = stepsPerEpoch * max(1, epochs)
    let warm = min(total, Int(((warmUp ?? 0) * Double(stepsPerEpoch)).rounded()))
    let main = try ScheduleText(schedule ?? "constant")
      .schedule(stepsPerEpoch: stepsPerEpoch, total: max(1, total - warm))
    return warm > 0 ? .warmUp(steps: warm, then: main) : main
  }
}

/// A schedule as it is written, in epochs.
private struct ScheduleText {
  private let kind: String
  private let epochs: Double
  private let factor: Double

  init(_ text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    kind = parts.first ?? ""
    switch kind {
    case "constant", "linear", "cosine":
      guard parts.count == 1 else {
        throw ValidationError("--schedule \(kind) takes no numbers, got '\(text)'")
      }
      (epochs, factor) = (1, 1)
    case "step", "exponential":
      guard parts.count == 3, let epochs = Double(parts[1]), let factor = Double(parts[2]),
        epochs > 0, epochs < 1e6, factor > 0, factor <= 1
      else {
        throw ValidationError(
          "--schedule \(kind) is written \(kind):EPOCHS:FACTOR, such as \(kind):2:0.5, with epochs "
            + "above 0 and a factor above 0 and up to 1; got '\(text)'")
      }
      (self.epochs, self.factor) = (epochs, factor)
    default:
      throw ValidationError(
        FoveaError.unknown(
          "schedule", kind, known: ["constant", "linear", "cosine", "step", "exponential"]
        ).message)
    }
  }

  func schedule(stepsPerEpoch: Int, total: Int) -> Schedule {
    let every = max(1, Int((epochs * Double(stepsPerEpoch)).rounded()))
    return switch kind {
    case "linear": .linear(steps: total)
    case "cosine": .cosine(steps: total)
    case "step": .step(every: every, factor: factor)
    case "exponential": .exponential(every: every, factor: factor)
    default: .constant
    }
  }
}
