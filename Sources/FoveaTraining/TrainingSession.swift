import FoveaData
import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// The weights, states and plans of a trainer.
///
/// Copies are made by the trainer, so that it is a value.
final class TrainingSession {
  let passes: PlanCache
  var settings: TrainingSettings
  let memory: OptimizerMemory
  var state = TrainingState()
  var log: RunLog
  /// The best weights so far, in the network's order.
  var bestWeights: [Tensor]?

  var graph: LossGraph { passes.graph }
  var store: ParameterStore { passes.store }

  init(_ graph: LossGraph, settings: TrainingSettings) {
    self.settings = settings
    passes = PlanCache(graph)
    memory = OptimizerMemory(settings.optimizer, count: max(1, passes.store.trainableCount))
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

  /// The learning rate of the next step.
  var rate: Double {
    settings.schedule.rate(step: state.totalSteps, of: settings.optimizer.learningRate)
  }

  /// One step: forward, backward, and the optimizer's change.
  ///
  /// - Parameter pass: a pass that trains, for as many samples.
  /// - Returns: what the batch adds to the epoch, and the norm of its gradients before clipping.
  /// - Throws: `FoveaError` where the loss or a gradient is not finite; weights are then as before the step.
  func trainStep(
    _ pass: BatchPlan, _ source: any SampleSource, _ samples: [Int]
  ) throws(FoveaError) -> (sums: BatchSums, gradientNorm: Double) {
    let sums = try pass.run(source, samples, epoch: state.epoch, seed: dropoutSeed)
    guard sums.loss.isFinite else { throw diverged("the loss became \(sums.loss)") }
    let norm = unsafe pass.plan.withTrainableGradients { unsafe GradientClipping.norm(of: $0) }
    guard norm.isFinite else { throw diverged("a gradient became infinite or no number") }
    let (clipping, optimizer) = (settings.clipping, settings.optimizer)
    let (rate, number) = (rate, state.totalSteps + 1)
    unsafe pass.plan.withTrainableGradients { gradients in
      unsafe clipping?.apply(to: gradients, norm: norm)
      unsafe store.withTrainableValues { weights in
        optimizer.apply(
          unsafe OptimizerStep(
            weights: weights, gradients: gradients, states: memory.blocks, rate: rate,
            number: number))
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
      "\(what) in epoch \(state.epoch + 1), step \(state.step + 1), at the learning rate \(rate); "
        + "the weights are still those of the step before: try a smaller learning rate, clip "
        + "gradients by a norm of 1, or look for inputs that are no numbers")
  }
}

extension TrainingSettings {
  /// The settings in words, for the log.
  func facts(_ network: Network) -> [String: String] {
    var facts = [
      "optimizer": type(of: optimizer).kind, "learning rate": "\(optimizer.learningRate)",
      "loss": loss.name, "batch size": "\(batchSize)", "seed": "\(seed)",
      "threads": "\(Threads.count)", "parameters": "\(network.parameterCount)",
    ]
    facts["model"] = network.metadata["model"]
    return facts
  }
}
