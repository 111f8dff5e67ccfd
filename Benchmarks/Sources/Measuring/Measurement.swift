/// What was measured of one side of a row.
public struct SideMeasurement: Codable, Hashable, Sendable {
  /// Seconds of one iteration, for each counted round.
  public var seconds: [Double]
  /// Bytes at the peak of the process.
  public var peakBytes: Int
  /// Which variant was the fastest, where there are several.
  public var variant: String?

  /// Creates a measurement.
  public init(seconds: [Double], peakBytes: Int, variant: String? = nil) {
    self.seconds = seconds
    self.peakBytes = peakBytes
    self.variant = variant
  }
}

/// Under which circumstances a row was measured.
public struct Circumstances: Codable, Hashable, Sendable {
  /// The machine's load of the last minute before the run.
  public var load: Double
  /// What the machine can do, measured in the same run.
  public var speed: MachineSpeed
  /// What ran, and in which versions.
  public var versions: String
  /// Processor, its number of cores and memory.
  public var machine: String
  /// Day and time, UTC.
  public var date: String
  /// The number of threads of both sides.
  public var threads: Int

  /// Creates circumstances.
  public init(
    load: Double, speed: MachineSpeed, versions: String, machine: String, date: String,
    threads: Int
  ) {
    self.load = load
    self.speed = speed
    self.versions = versions
    self.machine = machine
    self.date = date
    self.threads = threads
  }
}

/// One row of the table, as it is kept between runs.
public struct RowMeasurement: Codable, Hashable, Sendable {
  /// The row's name.
  public var name: String
  /// Fovea.
  public var own: SideMeasurement
  /// What it is measured against.
  public var peer: SideMeasurement
  /// How far the results lie apart, relative to each tensor's norm; `nil` where there is no number to compare.
  public var difference: Double?
  /// The floating point operations of one iteration.
  public var operations: Double?
  /// The bytes that one iteration must at least move.
  public var traffic: Double?
  /// Seconds of one iteration of PyTorch's compiled form.
  public var compiledSeconds: Double?
  /// Why there is no compiled form.
  public var compileFailure: String?
  /// The share of the machine that others took while the rounds ran, 0 to 1.
  public var foreignShare: Double
  /// When and where.
  public var circumstances: Circumstances

  /// By what factor a busy neighbour slowed Fovea down.
  public var slowDown: Double?
  /// The same of the peer.
  public var peerSlowDown: Double?

  /// Creates a row.
  public init(
    name: String, own: SideMeasurement, peer: SideMeasurement, difference: Double?,
    operations: Double?, foreignShare: Double, circumstances: Circumstances
  ) {
    self.name = name
    self.own = own
    self.peer = peer
    self.difference = difference
    self.operations = operations
    self.foreignShare = foreignShare
    self.circumstances = circumstances
  }

  /// The peer's median time by Fovea's.
  public var ratio: Double { Spread(peer.seconds).median / Spread(own.seconds).median }

  /// The ratios of the rounds that stood side by side.
  public var pairRatios: Spread { Spread(zip(peer.seconds, own.seconds).map { $0 / $1 }) }

  /// GFLOP/s of Fovea.
  public var speed: Double? { operations.map { $0 / Spread(own.seconds).median / 1e9 } }

  /// The peer's peak memory by Fovea's.
  public var memoryRatio: Double { Double(peer.peakBytes) / Double(max(1, own.peakBytes)) }

  /// Whether others took so much of the machine that the numbers mean little.
  public var isBusy: Bool { foreignShare > 0.05 || circumstances.load > 0.5 }
}
