import CAllocations
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import FoveaTraining
import Testing

/// After warm-up a step allocates nothing: neither the run of a plan nor the optimizer behind it.
@Suite(.serialized)
struct SteadyStateTests {
  private static let steps = 100

  /// How often 100 steps ask for memory.
  private func allocations(_ step: () throws -> Void) throws -> Int {
    for _ in 0..<5 { try step() }
    allocations_start()
    for _ in 0..<Self.steps { try step() }
    let count = allocations_stop()
    try #require(count >= 0, "this C library's allocations cannot be counted")
    return count
  }

  @Test func `The counter sees allocations`() throws {
    var kept: [[Float]] = []
    kept.reserveCapacity(Self.steps + 5)
    #expect(try allocations { kept.append([Float](repeating: 1, count: 100)) } >= Self.steps)
  }

  @Test(arguments: [true, false])
  func `A train step of a convolutional network`(inParts: Bool) throws {
    var network = try Zoo.network(named: "deep-cnn", seed: 1)
    let targets = try network.addInput("targets", shape: [1])
    let loss = try network.add(CrossEntropy(), to: [network.outputs[0], targets], name: "loss")
    let plan = try Plan(
      network, batch: 16,
      request: PlanRequest(
        mode: .training, origin: .scalar(loss), parameters: .trainable, allowsParts: inParts))
    #expect((plan.partCount > 1) == (inParts && Threads.count > 1))
    let count = plan.parameters.trainableCount
    let velocity = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
    unsafe velocity.initialize(repeating: 0)
    defer { unsafe velocity.deallocate() }
    let (optimizer, states) = (SGD(momentum: 0.9), unsafe [velocity])
    let taken = try allocations {
      unsafe try plan.withInput("input") { unsafe $0[0] += 1 }
      try plan.run()
      unsafe plan.parameters.withTrainableValues { weights in
        unsafe plan.withTrainableGradients { gradients in
          unsafe optimizer.apply(
            OptimizerStep(
              weights: weights, gradients: gradients, states: states, rate: 0.01, number: 1))
        }
      }
    }
    #expect(taken == 0)
  }

  @Test(arguments: ["elman", "lstm", "gru"])
  func `A train step of a recurrent network`(cell: String) throws {
    let network = try Network(seed: 1) { (graph: inout Network) throws(FoveaError) in
      let input = try graph.addInput("x", shape: [1, 6, 5])
      let states =
        switch cell {
        case "elman": try graph.apply(ElmanRNN(hidden: 7), to: input)
        case "lstm": try graph.apply(LSTM(hidden: 7), to: input)
        default: try graph.apply(GRU(hidden: 7), to: input)
        }
      let targets = try graph.addInput("targets", shape: [1, 6, 7])
      _ = try graph.add(SquaredError(), to: [states, targets], name: "loss")
    }
    let plan = try Plan(
      network, batch: 8,
      request: PlanRequest(
        mode: .training, origin: .scalar(network.outputs[0]), parameters: .trainable))
    #expect(try allocations { try plan.run() } == 0)
  }

  @Test func `Recording the last run`() throws {
    let network = try Zoo.network(named: "shallow-cnn", seed: 1)
    var recorder = Recorder(["*"])
    var request = PlanRequest()
    try recorder.extend(&request, for: network, batch: 8)
    let plan = try Plan(network, batch: 8, request: request)
    let perRun = try allocations { try recorder.run(plan) } / Self.steps
    // One small object a hook says where the tensor lies; the tensors themselves are not copied.
    #expect(perRun <= 12 * recorder.recording.entries.count)
  }
}
