import FoveaData
import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// The weights, states and plans of a trainer.
///
/// Copies are made by the trainer, so that it is a value.
final class TrainingSession {
  let graph: LossGraph
  var settings: TrainingSettings
  let store: ParameterStore
  let memory: OptimizerMemory
  var state = TrainingState()
  var log: RunLog
  /// The best weights so far, in the network's order.
  var bestWeights: [Tensor]?
  private var plans: [PlanKey: BatchPlan] = [:]

  private struct PlanKey: Hashable {
    let batch: Int
    let trains: Bool
    let input: Shape
    let target: Shape
  }

  init(_ graph: LossGraph, settings: TrainingSettings) {
    self.graph = graph
    self.settings = settings
    store = ParameterStore(graph.network)
    memory = OptimizerMemory(settings.optimizer, count: max(1, store.trainableCount))
    log = RunLog(settings: settings.facts(graph.network))
  }

  /// Another session in the same state; plans are compiled again when needed.
  func copy() -> TrainingSession {
    let copy = TrainingSession(graph, settings: settings)
    copy.store.load(store.snapshot())
    copy.memory.copy(from: memory)
    copy.state = state
    copy.log = log
    copy.bestWeights = bestWeights
    return copy
  }

  /// The network with the present weights.
  var network: Network {
    var network = graph.network
    store.write(to: &network)
    return network
  }

  /// The network with the best weights; with the present ones before there are any.
  var bestNetwork: Network {
    guard let bestWeights else { return network }
    var network = graph.network
    for (position, tensor) in bestWeights.enumerated() { network.setWeights(tensor, at: position) }
    return network
  }

  /// The compiled pass for a batch size; made once.
  func plan(
    for source: any SampleSource, batch: Int, trains: Bool
  ) throws(FoveaError) -> BatchPlan {
    let key = PlanKey(
      batch: batch, trains: trains, input: source.inputShape, target: source.targetShape)
    if let known = plans[key] { return known }
    let plan = try BatchPlan(
      graph, source: source, batch: batch, trains: trains, store: store)
    plans[key] = plan
    return plan
  }

  // MARK: - One step

  /// Forward, backward, and the optimizer's change.
  ///
  /// - Returns: what the batch adds to the epoch, and the norm of its gradients before clipping.
  /// - Throws: `FoveaError` where the loss or a gradient is not finite; weights are then as before the step.
  func trainStep(
    _ source: any SampleSource, _ samples: [Int]
  ) throws(FoveaError) -> (sums: BatchSums, gradientNorm: Double) {
    let batch = try plan(for: source, batch: samples.count, trains: true)
    let sums = try batch.run(source, samples, epoch: state.epoch, seed: dropoutSeed)
    guard sums.loss.isFinite else { throw diverged("the loss became \(sums.loss)") }
    let norm = unsafe batch.plan.withTrainableGradients { unsafe GradientClipping.norm(of: $0) }
    guard norm.isFinite else { throw diverged("a gradient became infinite or no number") }
    let clipping = settings.clipping
    let optimizer = settings.optimizer
    let step = state.totalSteps
    let rate = settings.schedule.rate(step: step, of: optimizer.learningRate)
    unsafe batch.plan.withTrainableGradients { gradients in
      unsafe clipping?.apply(to: gradients, norm: norm)
      unsafe store.withTrainableValues { weights in
        optimizer.apply(
          unsafe OptimizerStep(
            weights: weights, gradients: gradients, states: memory.blocks, rate: rate,
            number: step + 1))
      }
    }
    return (sums, norm)
  }

  private var dropoutSeed: UInt64 {
    var source = RandomSource(
      seed: settings.seed &+ UInt64(state.totalSteps) &* 0x9e37_79b9_7f4a_7c15, purpose: "dropout")
    return source.next()
  }

  private func diverged(_ what: String) -> FoveaError {
    FoveaError(
      "\(what) in epoch \(state.epoch + 1), step \(state.step + 1) (learning rate "
        + "\(settings.schedule.rate(step: state.totalSteps, of: settings.optimizer.learningRate))); "
        + "the weights are still those of the step before: try a smaller learning rate, "
        + "clipping: .norm(1), or look for non-finite inputs")
  }

  // MARK: - Evaluation

  /// The sums of a forward pass over all samples, in their own order.
  func evaluate(
    _ source: any SampleSource, batch: Int,
    each: (_ plan: BatchPlan, _ samples: Range<Int>) -> Void = { _, _ in }
  ) throws(FoveaError) -> BatchSums {
    var sums = BatchSums()
    var samples: [Int] = []
    for start in stride(from: 0, to: source.count, by: batch) {
      let range = start..<min(start + batch, source.count)
      samples.removeAll(keepingCapacity: true)
      samples.append(contentsOf: range)
      let plan = try plan(for: source, batch: range.count, trains: false)
      sums += try plan.run(source, samples, epoch: 0, seed: 0)
      each(plan, range)
    }
    return sums
  }
}

extension TrainingSettings {
  /// The settings in words, for the log.
  func facts(_ network: Network) -> [String: String] {
    var facts = [
      "optimizer": type(of: optimizer).kind, "learning rate": "\(optimizer.learningRate)",
      "loss": loss.name, "batch size": "\(batchSize)", "seed": "\(seed)",
      "parameters": "\(network.parameterCount)",
    ]
    facts["model"] = network.metadata["model"]
    return facts
  }
}
