/// What the page says of a row before anything is measured.
public struct TableRow: Hashable, Sendable {
  /// What is compared with what is required.
  public enum Judge: Hashable, Sendable {
    /// The peer's time by Fovea's: at least.
    case time
    /// The peer's peak memory by Fovea's: at least.
    case memory
    /// Fovea's time by that of its own plain workload: at most.
    case own
    /// The slow-down of Fovea beside a busy process: at most.
    case beside
  }

  /// The name.
  public let name: String
  /// The words of the table.
  public let title: String
  /// The number to reach.
  public let required: Double
  /// Of what.
  public let judges: Judge
  /// What its arithmetic consists of.
  public let arithmetic: MachineSpeed.Kind
  /// What was tried and what remains, where the required number is out of reach.
  public let remark: String?

  /// Creates a row.
  public init(
    name: String, title: String, required: Double, judges: Judge,
    arithmetic: MachineSpeed.Kind = .convolutions, remark: String? = nil
  ) {
    self.name = name
    self.title = title
    self.required = required
    self.judges = judges
    self.arithmetic = arithmetic
    self.remark = remark
  }

  /// The number that is compared with the required one.
  public func reached(_ row: RowMeasurement) -> Double {
    switch judges {
    case .time: row.ratio
    case .memory: row.memoryRatio
    case .own: 1 / row.ratio
    case .beside: row.slowDown ?? .nan
    }
  }

  /// Whether the required number was reached.
  public func isReached(_ row: RowMeasurement) -> Bool {
    switch judges {
    case .time, .memory: reached(row) >= required
    case .own, .beside: reached(row) <= required
    }
  }

  /// The required number in words.
  public var requiredText: String {
    switch judges {
    case .time: "\(number(required, 2))"
    case .memory: "memory \(number(required, 2))"
    case .own, .beside: "≤ \(number(required, 2))"
    }
  }
}
