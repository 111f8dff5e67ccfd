public import FoveaTensor

/// What was measured during a training run: named series of numbers, a plain value.
///
/// The trainer's series: `loss/step`, `accuracy/step`, `learning-rate/step` and `gradient-norm/step` for each step;
/// `loss/train`, `accuracy/train`, `loss/validation`, `accuracy/validation` and `seconds/epoch` for each epoch.
public struct RunLog: Hashable, Sendable {
  /// Numbers with the moments at which they were measured.
  public struct Series: Hashable, Sendable {
    /// What was measured.
    public let name: String
    /// Its points in the order of time.
    public internal(set) var points: [Point] = []

    /// The numbers alone.
    public var values: [Float] { points.map(\.value) }
    /// The last number.
    public var last: Float? { points.last?.value }
  }

  /// One number.
  public struct Point: Hashable, Sendable {
    /// Training steps done when it was measured, over all epochs.
    public let step: Int
    /// Epochs done, with the part of the one under way.
    public let epoch: Float
    /// Seconds since training began, pauses left out.
    public let seconds: Float
    /// The number.
    public let value: Float

    /// Creates a point.
    public init(step: Int, epoch: Float, seconds: Float, value: Float) {
      self.step = step
      self.epoch = epoch
      self.seconds = seconds
      self.value = value
    }
  }

  /// How the run was set up, by name: model, optimizer, batch size, seed.
  public var settings: [String: String]
  /// When it began, in seconds since 1970.
  public var start: Double
  /// All series, sorted by name.
  public private(set) var series: [Series] = []

  /// Creates an empty log.
  public init(settings: [String: String] = [:], start: Double = 0) {
    self.settings = settings
    self.start = start
  }

  /// The names of all series.
  public var names: [String] { series.map(\.name) }

  /// The series of a name; `nil` where nothing of that name was measured.
  public subscript(name: String) -> Series? { series.first { $0.name == name } }

  /// The series of a name.
  ///
  /// - Throws: `FoveaError` that lists the nearest names where nothing of that name was measured.
  public func series(_ name: String) throws(FoveaError) -> Series {
    guard let series = self[name] else { throw FoveaError.unknown("series", name, known: names) }
    return series
  }

  /// Adds a number to a series, which begins with it where it is new.
  public mutating func append(_ point: Point, to name: String) {
    series[position(of: name)].points.append(point)
  }

  /// Adds several numbers to a series.
  mutating func append(_ points: [Point], to name: String) {
    series[position(of: name)].points.append(contentsOf: points)
  }

  /// Makes room, so that adding `count` more points to a series allocates nothing.
  mutating func reserve(_ count: Int, in name: String) {
    let index = position(of: name)
    series[index].points.reserveCapacity(series[index].points.count + count)
  }

  private mutating func position(of name: String) -> Int {
    if let index = series.firstIndex(where: { $0.name == name }) { return index }
    let index = series.firstIndex { $0.name > name } ?? series.count
    series.insert(Series(name: name), at: index)
    return index
  }
}
