import CKernels
import FoveaData
import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// A compiled pass over batches of one size: samples go straight into its memory.
final class BatchPlan {
  let plan: Plan
  /// The number of samples of a batch.
  let batch: Int
  private let graph: LossGraph

  /// Compiles the pass.
  ///
  /// - Parameter trains: whether gradients of the weights are computed and dropout drops.
  init(
    _ graph: LossGraph, source: any SampleSource, batch: Int, trains: Bool, store: ParameterStore
  ) throws(FoveaError) {
    let request =
      trains
      ? PlanRequest(
        mode: .training, outputs: [graph.prediction], origin: .scalar(graph.lossNode),
        parameters: .trainable)
      : PlanRequest(mode: .inference, outputs: [graph.prediction, graph.lossNode])
    let shapes = try graph.shapes(for: source, batch: batch)
    self.graph = graph
    self.batch = batch
    plan = try Plan(graph.withLoss, shapes: shapes, request: request, parameters: store)
  }

  /// Runs samples, as many as the batch has.
  ///
  /// - Parameters:
  ///   - epoch: what the source's changes from epoch to epoch depend on.
  ///   - seed: what dropout is drawn from.
  func run(
    _ source: any SampleSource, _ samples: [Int], epoch: Int, seed: UInt64
  ) throws(FoveaError) -> BatchSums {
    let plan = plan
    let targets = graph.targets
    var failure: FoveaError?
    unsafe try plan.withInput(graph.input) { inputMemory in
      do throws(FoveaError) {
        unsafe try plan.withInput(targets) { targetMemory in
          var inputSpan = unsafe inputMemory.mutableSpan
          var targetSpan = unsafe targetMemory.mutableSpan
          source.copy(samples, epoch: epoch, inputs: &inputSpan, targets: &targetSpan)
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    try plan.run(seed: seed)
    let loss = unsafe plan.withValue(of: graph.lossNode) { unsafe Double($0[0]) }
    return try sums(loss: loss, samples: samples.count)
  }

  /// The logits of the last run as `[targets, classes]`, and the targets.
  func classified() -> (logits: Tensor, targets: [Int]) {
    let logits = plan.value(of: graph.prediction)
    let classes = logits.shape[-1]
    var targets: [Int] = []
    unsafe try? plan.withInput(graph.targets) { unsafe targets = $0.map { Int($0) } }
    return (logits.reshaped(to: [logits.shape.count / classes, classes]), targets)
  }

  private func sums(loss: Double, samples: Int) throws(FoveaError) -> BatchSums {
    let classes = plan.shapes[graph.prediction.position].dimensions.last ?? 1
    let plan = plan
    let (kind, prediction) = (graph.loss, graph.prediction)
    var (hits, judged) = (0, 0)
    unsafe try plan.withInput(graph.targets) { targets in
      unsafe plan.withValue(of: prediction) { outputs in
        switch kind {
        case .crossEntropy:
          var known: Int64 = 0
          hits = unsafe Int(
            fovea_count_hits(
              Int64(targets.count), Int64(classes), outputs.baseAddress, targets.baseAddress,
              &known))
          judged = Int(known)
        case .binaryCrossEntropy:
          hits = unsafe Int(
            fovea_count_agreements(
              Int64(targets.count), outputs.baseAddress, targets.baseAddress))
          judged = targets.count
        case .meanSquared: break
        }
      }
    }
    // A mean over known targets weighs as many as there are; other losses weigh by samples.
    let weight: Int
    if case .crossEntropy = kind { weight = judged } else { weight = samples }
    return BatchSums(
      samples: samples, loss: loss * Double(weight), lossWeight: weight, hits: hits,
      judged: judged)
  }
}

/// What batches add up to: sums from which an epoch's means are taken.
struct BatchSums: Hashable, Sendable, Codable {
  /// Samples seen.
  var samples = 0
  /// Σ of losses, and of how many.
  var loss = 0.0
  var lossWeight = 0
  /// Right answers, and of how many.
  var hits = 0
  var judged = 0

  static func += (total: inout BatchSums, part: BatchSums) {
    total.samples += part.samples
    total.loss += part.loss
    total.lossWeight += part.lossWeight
    total.hits += part.hits
    total.judged += part.judged
  }

  var meanLoss: Double { loss / Double(max(1, lossWeight)) }
  /// The share of right answers; `nil` where the loss knows none.
  var accuracy: Double? { judged > 0 ? Double(hits) / Double(judged) : nil }
}
