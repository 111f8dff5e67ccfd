public import Foundation

/// What the driver asks of a worker: one line of JSON on its standard input.
public struct WorkerRequest: Codable, Hashable, Sendable {
  /// The commands, in the order in which they come.
  public enum Command: String, Codable, Sendable {
    /// Make the workload from the folder's files and write its results there.
    case prepare
    /// Choose the fastest variant, warm up, and find how many iterations make a round.
    case warm
    /// Run one round.
    case round
    /// Say how much memory was taken at the peak.
    case memory
    /// Try PyTorch's compiler within a time limit.
    case compile
  }

  /// What is asked.
  public var command: Command
  /// Where files are exchanged.
  public var folder: String?
  /// The length of a round, or the compiler's time limit.
  public var seconds: Double?
  /// What sets this row apart from others of its family.
  public var parameters: [String: String]?
  /// Whether results are computed to be compared; else the process does nothing but the work.
  public var checks: Bool

  /// Creates a request.
  public init(
    _ command: Command, folder: String? = nil, seconds: Double? = nil,
    parameters: [String: String]? = nil, checks: Bool = true
  ) {
    self.command = command
    self.folder = folder
    self.seconds = seconds
    self.parameters = parameters
    self.checks = checks
  }
}

/// What a worker answers: one line of JSON on its standard output.
public struct WorkerReply: Codable, Hashable, Sendable {
  /// Why it could not be done, in one line.
  public var error: String?
  /// The time of one iteration.
  public var seconds: Double?
  /// How many iterations make a round.
  public var iterations: Int?
  /// Bytes at the peak.
  public var peakBytes: Int?
  /// The floating point operations of one iteration, where they are counted.
  public var operations: Double?
  /// The bytes that one iteration must at least move, where they are counted.
  public var traffic: Double?
  /// The variant that was the fastest.
  public var variant: String?
  /// What answers, and in which version.
  public var version: String?
  /// On how many threads.
  public var threads: Int?

  /// Creates an empty reply.
  public init() {}

  /// Creates a reply that says why something failed.
  public init(error: String) { self.error = error }
}

/// A value as one line of JSON, with its keys in order.
public func jsonLine(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  var data = try encoder.encode(value)
  data.append(10)
  return data
}
