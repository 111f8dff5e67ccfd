import FoveaData
import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// A network's compiled passes over batches, one for each size, that read the same weights.
final class PlanCache {
  let graph: LossGraph
  let store: ParameterStore
  private var plans: [Key: BatchPlan] = [:]

  private struct Key: Hashable {
    let batch: Int
    let trains: Bool
    let input: Shape
    let target: Shape
  }

  init(_ graph: LossGraph) {
    self.graph = graph
    store = ParameterStore(graph.network)
  }

  /// The compiled pass for a batch size; made once.
  func plan(
    for source: any SampleSource, batch: Int, trains: Bool
  ) throws(FoveaError) -> BatchPlan {
    let key = Key(
      batch: batch, trains: trains, input: source.inputShape, target: source.targetShape)
    if let known = plans[key] { return known }
    let plan = try BatchPlan(graph, source: source, batch: batch, trains: trains, store: store)
    plans[key] = plan
    return plan
  }

  /// The pass used last where it fits the batch, so that most batches look nothing up.
  func plan(
    like last: BatchPlan?, for source: any SampleSource, batch: Int, trains: Bool
  ) throws(FoveaError) -> BatchPlan {
    if let last, last.batch == batch { return last }
    return try plan(for: source, batch: batch, trains: trains)
  }

  /// The sums of a forward pass over all samples, in their own order.
  func evaluate(
    _ source: any SampleSource, batch: Int, each: (_ plan: BatchPlan) -> Void = { _ in }
  ) throws(FoveaError) -> BatchSums {
    var sums = BatchSums()
    var samples: [Int] = []
    var pass: BatchPlan?
    for start in stride(from: 0, to: source.count, by: batch) {
      samples.removeAll(keepingCapacity: true)
      samples.append(contentsOf: start..<min(start + batch, source.count))
      let plan = try self.plan(like: pass, for: source, batch: samples.count, trains: false)
      sums += try plan.run(source, samples, epoch: 0, seed: 0)
      each(plan)
      pass = plan
    }
    return sums
  }
}
