public import FoveaNetwork
public import FoveaTensor

/// The weights of a network in one flat block of memory, shared by all plans that use them.
///
/// Trainable parameters come first, in the network's order, so that an optimizer passes over them once; running
/// statistics follow. Not to be used by two threads at once.
public final class ParameterStore {
  /// The parameters in the network's order.
  public let parameters: [Parameter]
  /// Where each parameter lies in the block, in elements, in the network's order.
  public let offsets: [Int]
  /// The number of elements up to the last trainable one, gaps of alignment included.
  public let trainableCount: Int
  /// Changes whenever weights do; plans that keep weights in another layout watch it.
  public private(set) var version = 0

  let arena: Arena

  /// Copies a network's weights.
  public init(_ network: Network) {
    parameters = network.parameters
    var offsets = [Int](repeating: 0, count: network.parameters.count)
    var end = 0
    func append(trainable: Bool) {
      for (position, parameter) in network.parameters.enumerated()
      where parameter.isTrainable == trainable {
        offsets[position] = end
        end += Arena.rounded(parameter.shape.count)
      }
    }
    append(trainable: true)
    trainableCount = end
    append(trainable: false)
    self.offsets = offsets
    arena = Arena(count: end)
    load(network.weights)
  }

  /// Replaces all values.
  ///
  /// - Precondition: the tensors have the parameters' shapes, in order.
  public func load(_ weights: [Tensor]) {
    precondition(
      weights.map(\.shape) == parameters.map(\.shape), "the weights do not fit the parameters")
    for (position, tensor) in weights.enumerated() { floats(position).copy(from: tensor.scalars) }
    markChanged()
  }

  /// The present values, in the network's order.
  public func snapshot() -> [Tensor] {
    parameters.indices.map { Tensor(shape: parameters[$0].shape, scalars: floats($0).array) }
  }

  /// Writes the present values into a network of the same parameters.
  public func write(to network: inout Network) {
    for (position, tensor) in snapshot().enumerated() { network.setWeights(tensor, at: position) }
  }

  /// Lets `body` change all trainable values in place: a flat block as `offsets` says, gaps of zeros included.
  public func withTrainableValues<R>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> R)
    rethrows
    -> R
  {
    defer { markChanged() }
    return unsafe try body(
      UnsafeMutableBufferPointer(start: arena.pointer, count: trainableCount))
  }

  func markChanged() { version += 1 }

  func floats(_ position: Int) -> Floats {
    arena.floats(offsets[position], parameters[position].shape.count)
  }
}
