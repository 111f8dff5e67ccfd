import FoveaNetwork
import FoveaTensor

/// What a recorder has kept of one phase of one hook point.
struct HookSink: Sendable {
  let point: HookPoint
  let phase: Phase
  /// The hook point and the phase.
  let name: String
  let axes: [String]
  let policy: RecordingPolicy
  /// The tensors of the runs, one behind the other; a ring where only the latest are kept.
  private var scalars: [Float] = []
  /// The last run's tensor where it lies in the plan, until the plan runs again.
  private var held: HeldTensor?
  private var statistics: [RunningStatistics] = []
  /// The numbers of the runs whose tensors are kept, as they lie.
  private(set) var runs: [Int] = []
  /// The shape that the tensors have; that of the first run seen.
  private(set) var shape: Shape
  private var hasSeen = false

  init(
    _ point: HookPoint, _ phase: Phase, name: String, shape: Shape, axes: [String],
    policy: RecordingPolicy
  ) {
    self.point = point
    self.phase = phase
    self.name = name
    self.shape = shape
    self.axes = axes
    self.policy = policy
  }

  // MARK: - Sizes

  /// The size of what is kept after so many runs.
  func bytes(after runs: Int) -> Int {
    guard let copies = policy.copies(after: runs) else {
      let figures = MemoryLayout<RunningStatistics>.stride
      return groupCount * (figures + Statistic.allCases.count * MemoryLayout<Float>.stride)
    }
    return copies * tensorBytes
  }

  var tensorBytes: Int { shape.count * MemoryLayout<Float>.stride }

  /// The size of what one more run would add.
  var growth: Int {
    guard let copies = policy.copies(after: .max / 2), runs.count < copies else { return 0 }
    return tensorBytes
  }

  private var axis: Int? {
    guard case .statistics(let axis?) = policy.kept else { return nil }
    return axis < 0 ? axis + shape.rank : axis
  }

  private var groupCount: Int { axis.map { shape[$0] } ?? 1 }

  /// Checks that the axis of statistics is one of the value's.
  func checkAxis() throws(FoveaError) {
    guard let axis, axis < 0 || axis >= shape.rank else { return }
    throw FoveaError("'\(name)' has the shape \(shape): there is no axis \(axis) for statistics")
  }

  /// Checks that a value of another shape can join what is kept.
  func check(_ other: Shape) throws(FoveaError) {
    let fits =
      switch policy.kept {
      case .last: true
      case .latest, .all: runs.isEmpty || other == shape
      case .statistics: axis.map { other.rank == shape.rank && other[$0] == shape[$0] } ?? true
      }
    guard !fits else { return }
    throw FoveaError(
      "'\(name)' has the shape \(other) in this run and \(shape) in those before; \(policy.text) "
        + "needs one shape")
  }

  // MARK: - Taking in

  /// Takes the last run's tensor without copying it; only where nothing but the last is kept.
  mutating func take(_ tensor: HeldTensor, shape: Shape, run: Int) {
    self.shape = shape
    held = tensor
    runs = [run]
    hasSeen = true
  }

  /// Forgets the last run's tensor before the next one overwrites it, so that nobody copies it.
  mutating func letGo() {
    guard held != nil else { return }
    held = nil
    runs = []
    hasSeen = false
  }

  mutating func take(
    _ elements: UnsafeBufferPointer<Float>, shape: Shape, run: Int, expecting expected: Int
  ) {
    if runs.isEmpty { self.shape = shape }
    switch policy.kept {
    case .last:
      self.shape = shape
      held = nil
      scalars.removeAll(keepingCapacity: true)
      unsafe scalars.append(contentsOf: elements)
      runs = [run]
    case .latest(let count) where runs.count == count:
      // Run numbers grow, so that the oldest place is that of the smallest.
      let oldest = runs.indices.min { runs[$0] < runs[$1] } ?? 0
      let start = oldest * elements.count
      unsafe scalars.replaceSubrange(start..<start + elements.count, with: elements)
      runs[oldest] = run
    case .latest, .all:
      if runs.isEmpty, let copies = policy.copies(after: expected) {
        scalars.reserveCapacity(copies * elements.count)
      }
      unsafe scalars.append(contentsOf: elements)
      runs.append(run)
    case .statistics: unsafe describe(elements, shape: shape)
    }
    hasSeen = true
  }

  private mutating func describe(_ elements: UnsafeBufferPointer<Float>, shape: Shape) {
    if statistics.isEmpty {
      statistics = Array(repeating: RunningStatistics(), count: groupCount)
    }
    guard let axis else { return unsafe statistics[0].add(elements) }
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    let outer = shape.dimensions[..<axis].reduce(1, *)
    var group: [Float] = []
    group.reserveCapacity(inner * outer)
    for position in 0..<shape[axis] {
      group.removeAll(keepingCapacity: true)
      for block in 0..<outer {
        let start = (block * shape[axis] + position) * inner
        unsafe group.append(
          contentsOf: UnsafeBufferPointer(rebasing: elements[start..<start + inner]))
      }
      statistics[position].add(group)
    }
  }

  // MARK: - Giving out

  /// What is kept, as entries of a recording; none where no run was looked at.
  var entries: [Recording.Entry] {
    guard hasSeen else { return [] }
    switch policy.kept {
    case .last:
      let tensor = Tensor(shape: shape, scalars: held?.scalars ?? scalars)
      return [Recording.Entry(name, tensor, axes: axes, runs: runs)]
    case .all: return [stacked(scalars, runs)]
    case .latest:
      let order = runs.indices.sorted { runs[$0] < runs[$1] }
      guard order != Array(runs.indices) else { return [stacked(scalars, runs)] }
      let inOrder = order.flatMap { scalars[$0 * shape.count..<($0 + 1) * shape.count] }
      return [stacked(inOrder, order.map { runs[$0] })]
    case .statistics: return statisticEntries
    }
  }

  private func stacked(_ scalars: [Float], _ runs: [Int]) -> Recording.Entry {
    let tensor = Tensor(shape: Shape([runs.count] + shape.dimensions), scalars: scalars)
    return Recording.Entry(name, tensor, axes: ["run"] + axes, runs: runs)
  }

  private var statisticEntries: [Recording.Entry] {
    Statistic.allCases.map { statistic in
      let values = statistics.map { Float($0[statistic]) }
      let tensor = Tensor(shape: axis == nil ? .scalar : [values.count], scalars: values)
      return Recording.Entry(
        "\(name)/\(statistic.rawValue)", tensor, axes: axis.map { [axes[$0]] } ?? [],
        unit: statistic.unit)
    }
  }
}
