public import FoveaNetwork
public import FoveaTensor

/// What was seen at hook points: named tensors with the names of their axes, and facts about the run.
///
/// A plain value. Names are a hook point and a phase, `conv1/value`, `shared[1]/value`, `lstm/h[12]/gradient`; with statistics the figure
/// follows, `conv1/value/mean`. Entries stand in the order of computation. It can be made by hand to test what reads it.
public struct Recording: Hashable, Sendable {
  /// One named tensor.
  public struct Entry: Sendable {
    /// The hook point, the phase and, for statistics, the figure.
    public let name: String
    /// The numbers.
    public let tensor: Tensor
    /// What lies along each axis, such as `batch`, `channel`, `row`, `column`; `run` first where several runs are kept.
    public let axes: [String]
    /// What the numbers are counted in, where that is known.
    public let unit: String?
    /// The numbers of the runs that are kept, along the axis `run` or the only one; empty where it is not known.
    public let runs: [Int]

    /// Creates an entry.
    ///
    /// - Precondition: there is a name for each axis.
    public init(
      _ name: String, _ tensor: Tensor, axes: [String]? = nil, unit: String? = nil, runs: [Int] = []
    ) {
      let axes = axes ?? tensor.shape.dimensions.indices.map { "axis \($0)" }
      precondition(
        axes.count == tensor.shape.rank, "\(axes.count) names for the axes of \(tensor.shape)")
      self.name = name
      self.tensor = tensor
      self.axes = axes
      self.unit = unit
      self.runs = runs
    }
  }

  /// The entries in order.
  public private(set) var entries: [Entry] = []
  /// Facts about the run as text; `seed`, `step` and `objective` among them.
  public var metadata: [String: String]

  private var positions: [String: Int] = [:]

  /// Creates a recording from its entries.
  ///
  /// - Precondition: no name is used twice.
  public init(_ entries: [Entry] = [], metadata: [String: String] = [:]) {
    self.metadata = metadata
    for entry in entries { append(entry) }
  }

  /// Adds an entry at the end.
  ///
  /// - Precondition: the name is new.
  public mutating func append(_ entry: Entry) {
    precondition(positions[entry.name] == nil, "the name '\(entry.name)' is used twice")
    positions[entry.name] = entries.count
    entries.append(entry)
  }

  /// The names in order.
  public var names: [String] { entries.map(\.name) }

  /// The size of all numbers.
  public var bytes: Int {
    entries.reduce(0) { $0 + $1.tensor.shape.count * MemoryLayout<Float>.stride }
  }

  // MARK: - Facts

  /// The seed of the run.
  public var seed: UInt64? {
    get { metadata["seed"].flatMap { UInt64($0) } }
    set { metadata["seed"] = newValue.map { "\($0)" } }
  }

  /// The step of training at which it was made.
  public var step: Int? {
    get { metadata["step"].flatMap { Int($0) } }
    set { metadata["step"] = newValue.map { "\($0)" } }
  }

  /// Of what the gradients are.
  public var objective: String? {
    get { metadata["objective"] }
    set { metadata["objective"] = newValue }
  }

  // MARK: - Reading

  /// The entry with a whole name.
  ///
  /// - Throws: `FoveaError` that lists the nearest names.
  public func entry(_ name: String) throws(FoveaError) -> Entry {
    guard let position = positions[name] else { throw .unknown("record", name, known: names) }
    return entries[position]
  }

  /// The tensor at a hook point.
  ///
  /// - Throws: `FoveaError` that lists the nearest names.
  public subscript(_ hook: String, _ phase: Phase = .value) -> Tensor {
    get throws(FoveaError) { try entry("\(hook)/\(phase.rawValue)").tensor }
  }

  /// The tensor at one time step, or call, of a hook: `recording["lstm/h", .gradient, step: 12]`.
  ///
  /// - Throws: `FoveaError` that lists the nearest names.
  public subscript(_ hook: String, _ phase: Phase = .value, step step: Int) -> Tensor {
    get throws(FoveaError) { try self["\(hook)[\(step)]", phase] }
  }

  /// A running statistic at a hook point.
  ///
  /// - Throws: `FoveaError` that lists the nearest names.
  public subscript(_ hook: String, _ phase: Phase = .value, _ statistic: Statistic) -> Tensor {
    get throws(FoveaError) {
      try entry("\(hook)/\(phase.rawValue)/\(statistic.rawValue)").tensor
    }
  }

  /// The time steps, or calls, of a hook that are there, in order.
  public func stepNumbers(of hook: String, _ phase: Phase = .value) -> [Int] {
    let (start, end) = ("\(hook)[", "]/\(phase.rawValue)")
    return entries.compactMap { entry in
      guard entry.name.hasPrefix(start), entry.name.hasSuffix(end) else { return nil }
      return Int(entry.name.dropFirst(start.count).dropLast(end.count))
    }.sorted()
  }

  /// All time steps, or calls, of a hook along a new first axis: `[T, N, H]` for a recurrent state.
  ///
  /// `stepNumbers` says which steps these are.
  /// - Throws: `FoveaError` where there is none, with the nearest names, or where their shapes differ.
  public func steps(of hook: String, _ phase: Phase = .value) throws(FoveaError) -> Tensor {
    let numbers = stepNumbers(of: hook, phase)
    guard !numbers.isEmpty else {
      throw .unknown("record over steps", "\(hook)/\(phase.rawValue)", known: stems)
    }
    var tensors: [Tensor] = []
    for number in numbers { tensors.append(try self[hook, phase, step: number]) }
    for (number, tensor) in zip(numbers, tensors) where tensor.shape != tensors[0].shape {
      throw FoveaError(
        "'\(hook)' has different shapes: \(tensors[0].shape) at \(numbers[0]), \(tensor.shape) at "
          + "\(number)")
    }
    return .stacking(tensors)
  }

  /// Names without their step.
  private var stems: [String] {
    var result: [String] = []
    for name in names {
      guard let open = name.lastIndex(of: "["), let close = name.lastIndex(of: "]") else {
        continue
      }
      let stem = String(name[..<open] + name[name.index(after: close)...])
      if !result.contains(stem) { result.append(stem) }
    }
    return result
  }
}

extension Recording.Entry: Hashable {
  /// Whether all is equal, the numbers bit for bit: what is not a number equals itself.
  public static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.axes == right.axes && left.unit == right.unit
      && left.runs == right.runs && left.tensor.shape == right.tensor.shape
      && left.tensor.scalars.elementsEqual(right.tensor.scalars) { $0.bitPattern == $1.bitPattern }
  }

  /// Feeds the name, shape and elements.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(tensor)
  }
}
