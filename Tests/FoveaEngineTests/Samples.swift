import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// Networks and inputs that several suites use.
enum Samples {
  /// Two small convolutions and a dense layer on 6×6 images of 2 channels.
  static func convolutional() throws -> Network {
    try Network(input: .image(channels: 2, height: 6, width: 6), seed: 5) {
      Conv2D("conv1", filters: 4, kernel: 3, padding: .same)
      ReLU("relu1")
      Conv2D("conv2", filters: 3, kernel: 3, stride: 2, padding: .same)
      ReLU("relu2")
      Flatten()
      Dense("logits", 5)
    }
  }

  /// The same with functions that have no kink, for numeric derivatives.
  static func smoothConvolutional() throws -> Network {
    try Network(input: .image(channels: 2, height: 6, width: 6), seed: 5) {
      Conv2D("conv1", filters: 4, kernel: 3, padding: .same)
      Tanh("tanh1")
      Conv2D("conv2", filters: 3, kernel: 3, stride: 2, padding: .same)
      Tanh("tanh2")
      Flatten()
      Dense("logits", 5)
    }
  }

  /// A recurrent layer called `cell` on sequences of 5 steps of 3 features, with a dense layer behind it.
  static func recurrent(_ cell: Recurrent.Cell, hidden: Int = 4) throws -> Network {
    var network = Network(seed: 6)
    let x = try network.addInput("input", shape: [2, 5, 3])
    let h = try network.add(Recurrent(cell, hidden: hidden), to: [x], name: "cell")
    try network.add(DenseProduct(units: 2), to: [h], name: "logits")
    return network
  }

  static func uniform(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
    var source = RandomSource(seed: seed)
    return .uniform(shape, in: -1...1, from: &source)
  }

  /// The network's output for one input.
  static func output(of network: Network, for input: Tensor) throws -> Tensor {
    let plan = try Plan(network, shapes: ["input": input.shape])
    try plan.setInput("input", to: input)
    try plan.run()
    return plan.value(of: network.outputs[0])
  }
}

/// The largest difference of two tensors of one shape; infinite where the shapes differ.
func distance(_ a: Tensor, _ b: Tensor) -> Float {
  guard a.shape == b.shape else { return .infinity }
  return zip(a.scalars, b.scalars).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// Runs `body` with the path of a fresh folder, which is removed afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("fovea-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// The line of the `FoveaError` that `body` throws, or an empty one where it throws none.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return (error as? FoveaError)?.message ?? "not a FoveaError: \(error)"
  }
}
