import Fovea
import Foundation

/// Small networks whose attacks have known answers.
enum AttackedNetworks {
  /// logits = W x for images `[1, height, width]`; rows of W are classes.
  static func linear(_ rows: [[Float]], height: Int, width: Int, bias: [Float]? = nil) throws
    -> Network
  {
    var network = try Network(input: .image(channels: 1, height: height, width: width)) {
      Flatten()
      Dense("logits", rows.count)
    }
    try set(&network, "logits.weight", rows.flatMap { $0 })
    try set(&network, "logits.bias", bias ?? rows.map { _ in 0 })
    return network
  }

  /// A small network of two convolutions that is not linear.
  static func convolutional(seed: UInt64 = 5) throws -> Network {
    try Network(input: .image(channels: 1, height: 8, width: 8), seed: seed) {
      Conv2D("conv1", filters: 6, kernel: 3)
      ReLU()
      Conv2D("conv2", filters: 8, kernel: 3, stride: 2)
      Tanh()
      Flatten()
      Dense("logits", 4)
    }
  }

  static func set(_ network: inout Network, _ name: String, _ scalars: [Float]) throws {
    let position = try network.parameterPosition(name)
    network.setWeights(
      Tensor(shape: network.parameters[position].shape, scalars: scalars), at: position)
  }

  /// Images of random pixels in a range.
  static func images(
    _ count: Int, height: Int = 8, width: Int = 8, in range: ClosedRange<Float> = 0...1,
    seed: UInt64 = 1
  ) -> Tensor {
    var source = RandomSource(seed: seed)
    return .uniform([count, 1, height, width], in: range, from: &source)
  }
}

/// The message of the `FoveaError` that `body` throws, or an empty one where it throws none.
func attackError(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return (error as? FoveaError)?.message ?? "not a FoveaError: \(error)"
  }
}

extension Tensor {
  /// The values of one image as doubles.
  func image(_ position: Int) -> [Double] { element(position).scalars.map(Double.init) }
}

/// The distance of two lists in a norm.
func distance(_ a: [Double], _ b: [Double], in norm: AttackNorm) -> Double {
  let moves = zip(a, b).map { abs($0 - $1) }
  switch norm {
  case .linf: return moves.max() ?? 0
  case .l2: return moves.reduce(0) { $0 + $1 * $1 }.squareRoot()
  case .l1: return moves.reduce(0, +)
  }
}
