import CKernels
import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// A compiled pass over batches of one size: examples go straight into its memory.
final class BatchPlan {
  let plan: Plan
  private let graph: LossGraph

  /// Compiles the pass.
  ///
  /// - Parameter trains: whether gradients of the weights are computed and dropout drops.
  init(
    _ graph: LossGraph, examples: any Examples, batch: Int, trains: Bool, store: ParameterStore
  ) throws(FoveaError) {
    let request =
      trains
      ? PlanRequest(
        mode: .training, outputs: [graph.prediction], origin: .scalar(graph.lossNode),
        parameters: .trainable)
      : PlanRequest(mode: .inference, outputs: [graph.prediction, graph.lossNode])
    let shapes = try graph.shapes(for: examples, batch: batch)
    self.graph = graph
    plan = try Plan(graph.withLoss, shapes: shapes, request: request, parameters: store)
  }

  /// Runs the examples at `positions`, as many as the batch has.
  func run(
    _ examples: any Examples, at positions: ArraySlice<Int>, seed: UInt64
  ) throws(FoveaError) -> BatchSums {
    unsafe try plan.withInput(graph.input) { unsafe examples.copyInputs(at: positions, into: $0) }
    unsafe try plan.withInput(graph.targets) {
      unsafe examples.copyTargets(at: positions, into: $0)
    }
    try plan.run(seed: seed)
    let loss = unsafe plan.withValue(of: graph.lossNode) { unsafe Double($0[0]) }
    return try sums(loss: loss, examples: positions.count)
  }

  /// Lets `body` read the predictions of the last run.
  func withPrediction<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
    unsafe try plan.withValue(of: graph.prediction, body)
  }

  private func sums(loss: Double, examples: Int) throws(FoveaError) -> BatchSums {
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
    // A mean over known targets weighs as many as there are; other losses weigh by examples.
    let weight: Int
    if case .crossEntropy = kind { weight = judged } else { weight = examples }
    return BatchSums(
      examples: examples, loss: loss * Double(weight), lossWeight: weight, hits: hits,
      judged: judged)
  }
}

/// What batches add up to: sums from which an epoch's means are taken.
struct BatchSums: Hashable, Sendable, Codable {
  /// Examples seen.
  var examples = 0
  /// Σ of losses, and of how many.
  var loss = 0.0
  var lossWeight = 0
  /// Right answers, and of how many.
  var hits = 0
  var judged = 0

  static func += (total: inout BatchSums, part: BatchSums) {
    total.examples += part.examples
    total.loss += part.loss
    total.lossWeight += part.lossWeight
    total.hits += part.hits
    total.judged += part.judged
  }

  var meanLoss: Double { loss / Double(max(1, lossWeight)) }
  /// The share of right answers; `nil` where the loss knows none.
  var accuracy: Double? { judged > 0 ? Double(hits) / Double(judged) : nil }
}
