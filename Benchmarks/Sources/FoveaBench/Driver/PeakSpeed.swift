import Foundation
import Fovea
import Measuring

/// What this machine reaches at its best: the numbers that shares and limits are taken of.
enum PeakSpeed {
  /// Measures convolutions, products and copying.
  static func measure() throws -> MachineSpeed {
    MachineSpeed(
      convolutions: try convolutions(), products: try products(), copying: copying())
  }

  /// GFLOP/s of four 3×3 convolutions of 256 channels, one behind the other.
  private static func convolutions() throws -> Double {
    try best(
      on: [8, 256, 28, 28],
      Network(input: .image(channels: 256, height: 28, width: 28)) {
        for index in 0..<4 {
          Conv2D("conv\(index)", filters: 256, kernel: 3, padding: .symmetric(1), bias: false)
        }
      })
  }

  /// GFLOP/s of four products of 1,024 × 1,024 matrices, one behind the other.
  private static func products() throws -> Double {
    try best(
      on: [1024, 1024],
      Network(input: .vector(1024)) {
        for index in 0..<4 { Dense("dense\(index)", 1024, bias: false) }
      })
  }

  private static func best(on shape: Shape, _ network: Network) throws -> Double {
    let plan = try Plan(network, batch: shape[0])
    var random = RandomSource(seed: 1, purpose: "peak")
    try plan.setInput(network.inputs[0].name, to: .uniform(shape, in: -1...1, from: &random))
    let operations = try Arithmetic(network, batch: shape[0]).forward
    return try operations / fastest { try plan.run() } / 1e9
  }

  /// GB/s of copies of 256 MiB, a part by each thread; what is read and what is written both count.
  private static func copying() -> Double {
    let (threads, part) = (Threads.count, (256 << 20) / Threads.count)
    let source = [UInt8](repeating: 1, count: threads * part)
    var target = [UInt8](repeating: 2, count: threads * part)
    let seconds = unsafe source.withUnsafeBytes { source in
      unsafe target.withUnsafeMutableBytes { target in
        guard let first = source.baseAddress, let second = target.baseAddress else {
          return Double.infinity
        }
        nonisolated(unsafe) let (from, to) = unsafe (first, second)
        return fastest {
          DispatchQueue.concurrentPerform(iterations: threads) { index in
            unsafe memcpy(to + index * part, from + index * part, part)
          }
        }
      }
    }
    return 2 * Double(threads * part) / seconds / 1e9
  }

  /// Seconds of the best of twelve runs.
  private static func fastest(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<12 {
      let start = clock.now
      try work()
      best = min(best, (clock.now - start) / .seconds(1))
    }
    return best
  }
}
