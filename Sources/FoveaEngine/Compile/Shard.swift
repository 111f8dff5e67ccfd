import FoveaNetwork
import FoveaTensor

/// The steps and the memory for one part of a batch.
final class Shard {
  let builder: PlanBuilder
  let layout: MemoryPlan
  let context = RunContext()
  /// The samples of the batch that are computed here.
  let samples: Range<Int>

  private let steps: [StepBody]

  init(
    _ builder: PlanBuilder, layout: MemoryPlan, steps: [StepBody], samples: Range<Int>
  ) {
    self.builder = builder
    self.layout = layout
    self.steps = steps
    self.samples = samples
  }

  /// Compiles a part; `inputs` is the memory of the whole batch's inputs.
  static func compile(
    _ network: Network, shapes: [Shape], request: PlanRequest,
    prepared: PreparedWeights, kept: KeptMemory?,
    samples: Range<Int>, inputs: [Node.ID: Floats]
  ) throws(FoveaError) -> Shard {
    let builder = try PlanBuilder(
      network, shapes: shapes, request: request, prepared: prepared, samples: samples,
      keptMemory: kept)
    try builder.build()
    let layout = MemoryPlan(builder, inputs: inputs)
    var steps: [StepBody] = []
    for draft in builder.steps { steps.append(try draft.make(layout.memory)) }
    for (value, scalars) in builder.constants { layout.memory[value].copy(from: scalars) }
    return Shard(builder, layout: layout, steps: steps, samples: samples)
  }

  func run(seed: UInt64) {
    context.begin(seed: seed)
    for step in steps {
      step(context)
      // Later steps may rely on what the failed one was to check, such as indices that lie inside of a table.
      if context.hasFailed { return }
    }
  }

  /// The shortest time of each step over several runs, in milliseconds.
  func profile(repetitions: Int, seed: UInt64) -> [(step: String, milliseconds: Double)] {
    let clock = ContinuousClock()
    var best = [Duration](repeating: .seconds(1_000_000), count: steps.count)
    for _ in 0..<repetitions {
      context.begin(seed: seed)
      builder.prepared.store.markChanged()
      try? builder.prepared.update()
      for (index, step) in steps.enumerated() {
        best[index] = min(best[index], clock.measure { step(context) })
      }
    }
    return zip(builder.steps, best).map { draft, time in (draft.name, time / .milliseconds(1)) }
  }

  // MARK: - Memory

  /// The plain memory of what was asked for at a hook point.
  func memory(of point: HookPoint, _ phase: Phase) -> Floats? {
    let value =
      switch phase {
      case .value: keptValue(point)
      case .gradient: keptGradient(point)
      }
    return value.map { layout.memory[$0] }
  }

  /// The same where it is the plan's own, neither an input's nor a seed's, which callers write.
  func ownMemory(of point: HookPoint, _ phase: Phase) -> Floats? {
    let value =
      switch phase {
      case .value: keptValue(point)
      case .gradient: keptGradient(point)
      }
    guard let value, builder.isPlanned(value.buffer) else { return nil }
    return layout.memory[value]
  }

  func seedMemory(_ origin: Node.ID) -> Floats? { builder.seeds[origin].map { layout.memory[$0] } }

  private func keptValue(_ point: HookPoint) -> Value? {
    guard builder.analysis.keptValues.contains(point) else { return nil }
    guard point.record == nil else { return builder.insideValues[point] }
    return builder.values[point.node.position].flatMap { builder.plain($0) }
  }

  private func keptGradient(_ point: HookPoint) -> Value? {
    guard builder.analysis.keptGradients.contains(point) else { return nil }
    guard point.record == nil else { return builder.insideGradients[point] }
    return builder.gradients[point.node.position].flatMap { builder.plain($0) }
  }
}
