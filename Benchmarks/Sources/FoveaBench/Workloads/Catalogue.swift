import Fovea

/// One row of the table: what is measured, and what is asked for.
struct Row: Sendable {
  /// What a row's ratio is taken of.
  enum Kind: Sendable {
    /// The peer's time by Fovea's must reach the required ratio.
    case time
    /// The peer's peak memory by Fovea's must reach it.
    case memory
    /// Fovea's time by that of its own other workload may not pass it.
    case own(family: String)
    /// The time beside a busy process by the undisturbed one may not pass it.
    case beside
  }

  let name: String
  let title: String
  let family: String
  var parameters: [String: String] = [:]
  let required: Double
  var kind = Kind.time
  /// The length of a round in seconds.
  var round = 0.2
  /// Whether PyTorch's compiler is tried.
  var compiles = false
}

/// All rows and workloads.
enum Catalogue {
  static let rows: [Row] = trainSteps

  private static let trainSteps: [Row] = {
    let wanted: [(model: String, batch: Int, ratio: Double)] = [
      ("shallow-cnn", 32, 2.5), ("shallow-cnn", 128, 2), ("shallow-cnn", 512, 1.7),
      ("deep-cnn", 32, 2), ("deep-cnn", 128, 1.7), ("deep-cnn", 512, 1.6),
    ]
    return wanted.map {
      Row(
        name: "\($0.model)-\($0.batch)", title: "`\($0.model)` train step, batch \($0.batch)",
        family: "train-step", parameters: ["model": $0.model, "batch": "\($0.batch)"],
        required: $0.ratio, compiles: $0.batch == 128)
    }
  }()

  /// Fovea's side of a family.
  static func workload(_ family: String, _ parameters: Parameters) throws -> any Workload {
    switch family {
    case "train-step": try TrainStep(parameters)
    default: throw FoveaError.unknown("family", family, known: ["train-step"])
    }
  }
}
