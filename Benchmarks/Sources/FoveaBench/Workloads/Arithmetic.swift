import Fovea

/// The floating point operations that a network's layers need: a multiplication and an addition for each weight and place.
///
/// What a backward pass must do besides: as much for the inputs of each layer with weights, and as much for its weights. The
/// gradient of the network's own input is left out where nobody asks.
struct Arithmetic {
  /// A forward pass.
  let forward: Double
  /// The part of the forward pass in layers that read the network's input.
  private let first: Double
  /// The bytes of all values of a forward pass.
  private let values: Double
  /// The bytes of all parameters.
  private let parameters: Double

  init(_ network: Network, batch: Int) throws {
    let summary = try network.summary(batch: batch)
    let inputs = Set(network.inputs.map(\.name))
    forward = 2 * Double(summary.multiplyAdds)
    values = 4 * Double(summary.nodes.reduce(0) { $0 + $1.shape.reduce(1, *) })
    parameters = 4 * Double(summary.parameters)
    first =
      2
      * Double(
        summary.nodes.filter { $0.inputs.contains { inputs.contains($0) } }
          .reduce(0) { $0 + $1.multiplyAdds })
  }

  /// Forward, by weights, and by data but for the first layer.
  var trainStep: Double { 3 * forward - first }

  /// The bytes that a training step moves at least: each value is written and read forward and read again backward, each
  /// gradient written and read, each parameter read twice and written, its gradient and momentum written and read.
  var trainStepTraffic: Double { 5 * values + 7 * parameters }

  /// Forward and by data.
  var inputGradient: Double { 2 * forward }
}
