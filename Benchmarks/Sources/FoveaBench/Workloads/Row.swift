import Measuring

/// One row of the table: what is measured, and what is asked for.
struct Row: Sendable {
  /// What a row's ratio is taken of.
  enum Kind: Sendable {
    /// The peer's time by Fovea's must reach the required ratio.
    case time
    /// The peer's peak memory by Fovea's must reach it.
    case memory
    /// Fovea's time by that of another workload of its own may not pass it.
    case own(family: String)
    /// The time beside a busy process by the undisturbed one may not pass it.
    case beside
  }

  let name: String
  let title: String
  /// Which workload; the class in `peer/workloads` has the same name.
  let family: String
  /// What sets this row apart from others of its family.
  var parameters: [String: String] = [:]
  let required: Double
  var kind = Kind.time
  /// The length of a round in seconds.
  var round = 0.2
  /// Whether PyTorch's compiler is tried.
  var compiles = false
  /// What its arithmetic consists of.
  var arithmetic = MachineSpeed.Kind.convolutions
  /// What was tried and what remains, where the required ratio is out of reach.
  var remark: String?
}
