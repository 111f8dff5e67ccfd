public import FoveaNetwork
public import FoveaTensor

/// Chooses hook points, says what recording them takes, and takes what is due after each run of a plan.
///
///     var recorder = Recorder(["conv*", "logits"], [.value, .gradient], keep: .statistics, budget: 64 << 20)
///     var request = PlanRequest(origin: .scalar(loss))
///     try recorder.extend(&request, for: network)
///     let plan = try Plan(network, batch: 32, request: request)
///     for step in 0..<100 { try recorder.run(plan) }
///     try recorder.recording.save(to: "seen.safetensors")
///
/// A recorder is a value beside the plan: nothing in the network or the plan refers to it, so that nothing can be left
/// behind, whatever throws. A plan whose request no recorder has extended computes and holds nothing for one.
public struct Recorder: Sendable {
  /// Which hook points are recorded in which way.
  public struct Rule: Sendable {
    /// The hook points.
    public let hooks: [HookSelector]
    /// Their values, the gradients that arrive at them, or both.
    public let phases: Set<Phase>
    /// What is kept.
    public let policy: RecordingPolicy

    /// Creates a rule.
    public init(
      _ hooks: [HookSelector], _ phases: Set<Phase> = [.value], keep policy: RecordingPolicy = .last
    ) {
      self.hooks = hooks
      self.phases = phases
      self.policy = policy
    }
  }

  /// The rules; where several that keep tensors, or several that keep statistics, choose one point, the first counts.
  public let rules: [Rule]
  /// The most bytes that records and what plans hold for them may take; no limit where `nil`.
  public let budget: Int?
  /// How many runs are expected, from which the size of policies that keep every run follows.
  public let expectedRuns: Int
  /// Facts that recordings get as metadata.
  public var metadata: [String: String] = [:]
  /// How many runs were observed.
  public private(set) var runCount = 0

  private var sinks: [HookSink] = []

  /// Creates a recorder with different rules for different hook points.
  ///
  /// - Precondition: at least one run is expected.
  public init(_ rules: [Rule], budget: Int? = nil, runs: Int = 1) {
    precondition(runs > 0, "a recorder expects at least one run, got \(runs)")
    self.rules = rules
    self.budget = budget
    expectedRuns = runs
  }

  /// Creates a recorder.
  ///
  /// - Parameters:
  ///   - hooks: names or globs: `conv1`, `conv*`, `shared[2]`, `lstm/h` for all steps, `lstm/h[12]` for one.
  ///   - budget: the most bytes that records and what plans hold for them may take.
  ///   - runs: how many runs are expected.
  public init(
    _ hooks: [HookSelector], _ phases: Set<Phase> = [.value], keep policy: RecordingPolicy = .last,
    budget: Int? = nil, runs: Int = 1
  ) {
    self.init([Rule(hooks, phases, keep: policy)], budget: budget, runs: runs)
  }

  // MARK: - Before a run

  /// What recording takes for each hook, in bytes, from shapes alone; nothing is compiled or computed.
  ///
  /// - Parameter shapes: the inputs' shapes by name; inputs not named keep their own.
  /// - Throws: `FoveaError` for hooks that do not exist, with the nearest names.
  public func bytes(
    for network: Network, shapes: [String: Shape] = [:]
  ) throws(FoveaError) -> HookTable {
    table(of: try chosen(from: network, shapes: shapes))
  }

  /// What recording a batch of a size takes for each hook.
  ///
  /// - Throws: as for shapes.
  public func bytes(for network: Network, batch: Int) throws(FoveaError) -> HookTable {
    try bytes(for: network, shapes: network.inputShapes(batch: batch))
  }

  /// Asks for what will be recorded; before a plan is compiled, and again for each further plan of the same network.
  ///
  /// - Throws: `FoveaError` for hooks that do not exist, with the nearest names, and where the budget would be passed, with
  ///   the total and the largest hooks.
  public mutating func extend(
    _ request: inout PlanRequest, for network: Network, shapes: [String: Shape] = [:]
  ) throws(FoveaError) {
    let chosen = try chosen(from: network, shapes: shapes)
    let table = table(of: chosen)
    if let budget, table.total > budget {
      throw FoveaError(
        "recording would take \(byteText(table.total)) and the budget is \(byteText(budget)); most "
          + "go to \(table.largest(3)): choose fewer hooks, .statistics or .every(n)")
    }
    if runCount == 0 {
      sinks = chosen
    } else if sinks.map(\.name) != chosen.map(\.name) {
      throw FoveaError(
        "the recorder holds records of a network with other hook points: make a new one")
    }
    for sink in chosen {
      switch sink.phase {
      case .value: request.values.insert(sink.point)
      case .gradient: request.gradients.insert(sink.point)
      }
    }
  }

  /// Asks for what will be recorded of a batch of a size.
  ///
  /// - Throws: as for shapes.
  public mutating func extend(
    _ request: inout PlanRequest, for network: Network, batch: Int
  ) throws(FoveaError) {
    try extend(&request, for: network, shapes: network.inputShapes(batch: batch))
  }

  /// The records that the rules choose, in the order of computation.
  private func chosen(
    from network: Network, shapes: [String: Shape]
  ) throws(FoveaError) -> [HookSink] {
    let shapes = try network.shapes(for: shapes)
    let all = network.hookPoints(shapes: shapes)
    let outputs = network.axisNames(shapes: shapes)
    var policies: [HookPoint: [Phase: [RecordingPolicy]]] = [:]
    for rule in rules {
      for selector in rule.hooks {
        for point in try selector.select(from: all) {
          for phase in rule.phases {
            let before = policies[point]?[phase] ?? []
            guard !before.contains(where: { $0.keepsTensors == rule.policy.keepsTensors })
            else { continue }
            policies[point, default: [:]][phase] = before + [rule.policy]
          }
        }
      }
    }
    var sinks: [HookSink] = []
    for entry in all {
      for phase in Phase.allCases {
        for policy in policies[entry.point]?[phase] ?? [] {
          let sink = HookSink(
            entry.point, phase, name: "\(entry.name)/\(phase.rawValue)", shape: entry.shape,
            axes: network.axisNames(of: entry.point, outputs: outputs), policy: policy)
          try sink.checkAxis()
          sinks.append(sink)
        }
      }
    }
    return sinks
  }

  /// A plan holds one value of each hook, however many rules look at it.
  private func table(of sinks: [HookSink]) -> HookTable {
    var held: Set<String> = []
    return HookTable(
      rows: sinks.map { sink in
        HookTable.Row(
          name: sink.name, shape: sink.shape, keeps: sink.policy.text,
          bytes: sink.bytes(after: expectedRuns),
          planBytes: held.insert(sink.name).inserted ? sink.tensorBytes : 0)
      })
  }

  // MARK: - After a run

  /// Takes what is due from the last run of a plan; call it once after each run.
  ///
  /// - Parameter run: the run's number, from which it follows what is due; counted from 0 where `nil`.
  /// - Throws: `FoveaError` where more runs than expected would pass the budget, or shapes changed where the policy needs
  ///   one; then nothing has been taken.
  /// - Precondition: the recorder has extended the plan's request.
  public mutating func observe(_ plan: Plan, run: Int? = nil) throws(FoveaError) {
    let run = run ?? runCount
    let due = sinks.indices.filter { sinks[$0].policy.isDue(run) }
    var shapes: [Shape] = []
    for index in due {
      let sink = sinks[index]
      let asked = sink.phase == .value ? plan.request.values : plan.request.gradients
      guard asked.contains(sink.point),
        let shape = plan.network.shape(of: sink.point, shapes: plan.shapes)
      else { preconditionFailure("the plan was not asked for '\(sink.name)': extend its request") }
      try sink.check(shape)
      shapes.append(shape)
    }
    try checkGrowth(due)
    for (index, shape) in zip(due, shapes) {
      let point = sinks[index].point
      if case .last = sinks[index].policy.kept, let held = plan.hold(point, sinks[index].phase) {
        sinks[index].take(held, shape: shape, run: run)
        continue
      }
      switch sinks[index].phase {
      case .value:
        unsafe plan.withValue(of: point) { elements in
          unsafe sinks[index].take(elements, shape: shape, run: run, expecting: expectedRuns)
        }
      case .gradient:
        unsafe plan.withGradient(of: point) { elements in
          unsafe sinks[index].take(elements, shape: shape, run: run, expecting: expectedRuns)
        }
      }
    }
    runCount += 1
  }

  /// Runs a plan and takes what is due.
  ///
  /// What `.last` keeps stays in the plan's memory until it is read or the plan runs again: recording it costs no copy.
  ///
  /// - Throws: `FoveaError` from the run, after which nothing has been taken and `.last` has nothing, or from observing it.
  public mutating func run(_ plan: Plan, seed: UInt64 = 0) throws(FoveaError) {
    for index in sinks.indices where sinks[index].policy.isDue(runCount) { sinks[index].letGo() }
    try plan.run(seed: seed)
    try observe(plan)
  }

  /// Runs beyond those expected may fill what the budget leaves.
  private func checkGrowth(_ due: [Int]) throws(FoveaError) {
    guard let budget, runCount >= expectedRuns else { return }
    var held: Set<String> = []
    var total = 0
    for sink in sinks {
      total += sink.policy.keepsTensors ? sink.runs.count * sink.tensorBytes : sink.bytes(after: 1)
      total += held.insert(sink.name).inserted ? sink.tensorBytes : 0
    }
    total += due.reduce(0) { $0 + sinks[$1].growth }
    guard total > budget else { return }
    throw FoveaError(
      "recording run \(runCount) would take \(byteText(total)) and the budget is "
        + "\(byteText(budget)): the recorder expected \(expectedRuns) runs")
  }

  /// What was recorded so far.
  public var recording: Recording {
    Recording(sinks.flatMap(\.entries), metadata: metadata)
  }
}
