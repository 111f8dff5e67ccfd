import Fovea

/// The arithmetic that oneDNN reaches on this machine at its best: four 3×3 convolutions of 256 channels, one behind the other.
enum PeakSpeed {
  /// GFLOP/s of the best of several runs.
  static func measure() throws -> Double {
    let network = try Network(input: .image(channels: 256, height: 28, width: 28)) {
      for index in 0..<4 {
        Conv2D("conv\(index)", filters: 256, kernel: 3, padding: .symmetric(1), bias: false)
      }
    }
    let batch = 8
    let plan = try Plan(network, batch: batch)
    var random = RandomSource(seed: 1, purpose: "peak")
    try plan.setInput(
      network.inputs[0].name, to: .uniform([batch, 256, 28, 28], in: -1...1, from: &random))
    let operations = try Arithmetic(network, batch: batch).forward
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<12 {
      let start = clock.now
      try plan.run()
      best = min(best, (clock.now - start) / .seconds(1))
    }
    return operations / best / 1e9
  }
}
