/// How long it takes to compile a plan.
public struct CompileMeasurement: Codable, Hashable, Sendable {
  /// Of what.
  public var title: String
  /// Seconds of the first one in a process.
  public var first: Double
  /// Seconds of a further one.
  public var again: Double

  /// The seconds that are asked for.
  public static let limit = 0.05

  /// Creates a measurement.
  public init(title: String, first: Double, again: Double) {
    self.title = title
    self.first = first
    self.again = again
  }
}
