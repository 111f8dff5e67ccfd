import FoveaNetwork
import FoveaTensor

/// How a batch is cut into parts for the threads.
struct Cut {
  let batch: Int
  /// The samples of each part; one part of all where the batch cannot be cut.
  let parts: [Range<Int>]
  let joins: [Separability.Join]

  init(_ network: Network, shapes: [Shape], request: PlanRequest) {
    let batched = network.inputs.filter { ($0.operation as? Input)?.isBatched == true }
    let sizes = Set(batched.map { shapes[$0.id.position][0] })
    let batch = sizes.count == 1 ? sizes.first ?? 1 : 1
    let threads = Threads.count
    if threads > 1, batch >= 2 * threads, request.allowsParts,
      let separability = Separability.analyze(network, shapes: shapes, request: request)
    {
      parts = (0..<threads).map { batch * $0 / threads..<batch * ($0 + 1) / threads }
      joins = separability.joins
    } else {
      parts = [0..<batch]
      joins = Array(repeating: .concatenated, count: network.nodes.count)
    }
    self.batch = batch
  }

  /// Where tensors of the whole batch are kept; `nil` for a plan of one part, which has them in its own memory.
  var keptMemory: KeptMemory? {
    parts.count > 1 ? KeptMemory(batch: batch, joins: joins) : nil
  }

  /// Compiles each part with primitives for one thread, or the whole with primitives for all.
  func compile(
    _ network: Network, _ shapes: [Shape], _ inputShapes: [String: Shape], _ request: PlanRequest,
    _ prepared: PreparedWeights, _ kept: KeptMemory?, _ inputs: [Node.ID: Arena]
  ) throws(FoveaError) -> [Shard] {
    let threads = Threads.count
    if parts.count > 1 { Threads.count = 1 }
    defer { if parts.count > 1 { Threads.count = threads } }
    var shards: [Shard] = []
    for samples in parts {
      var own = inputShapes
      var memory: [Node.ID: Floats] = [:]
      for node in network.inputs {
        let shape = shapes[node.id.position]
        guard let arena = inputs[node.id], let input = node.operation as? Input else { continue }
        if input.isBatched, parts.count > 1 {
          own[node.name] = shape.replacing(0, with: samples.count)
          let row = shape.count / batch
          memory[node.id] = arena.floats(samples.lowerBound * row, samples.count * row)
        } else {
          memory[node.id] = arena.floats(0, shape.count)
        }
      }
      let network =
        parts.count > 1 ? network.cuttingEdits(to: samples, joins: joins, shapes: shapes) : network
      shards.append(
        try Shard.compile(
          network, shapes: try network.shapes(for: own), request: request,
          prepared: prepared, kept: kept,
          samples: samples, inputs: memory))
    }
    return shards
  }
}
