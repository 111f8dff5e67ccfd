import Foundation
public import FoveaNetwork
public import FoveaTensor

extension Tensor {
  /// The largest size of a square matrix's eigenvalues, complex ones among them: lim ‖Wᵏ‖^(1/k) (Gelfand 1941).
  ///
  /// The matrix is squared 30 times, scaled each time so that nothing overflows. 0 for a nilpotent matrix.
  ///
  /// - Precondition: the tensor is a square matrix.
  public var spectralRadius: Double {
    precondition(shape.rank == 2 && shape[0] == shape[1], "\(shape) is no square matrix")
    let size = shape[0]
    var power = scalars.map(Double.init)
    var logarithm = 0.0
    for round in 0...30 {
      let norm = power.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0, norm.isFinite else { return norm }
      // ‖W^(2^round)‖ = norm · e^logarithm, and the last one's root is the answer.
      logarithm += log(norm)
      if round == 30 { return exp(logarithm / 0x1p30) }
      let scaled = power.map { $0 / norm }
      var square = [Double](repeating: 0, count: size * size)
      for i in 0..<size {
        for k in 0..<size {
          let factor = scaled[i * size + k]
          for j in 0..<size { square[i * size + j] += factor * scaled[k * size + j] }
        }
      }
      power = square
      logarithm *= 2
    }
    return 0
  }
}

extension Network {
  /// A copy whose recurrent matrix has the given spectral radius: all its elements are multiplied alike.
  ///
  /// - Parameter layer: the label of an Elman layer.
  /// - Throws: `FoveaError` where there is no such layer, or its matrix has no radius to scale.
  public func scalingRecurrence(
    of layer: String, toRadius radius: Double
  ) throws(FoveaError) -> Network {
    let position = try parameterPosition("\(layer).weight_hh")
    let matrix = weights[position]
    guard matrix.shape[0] == matrix.shape[1] else {
      throw FoveaError("'\(layer)' has gates: a matrix \(matrix.shape) has no spectral radius")
    }
    let present = matrix.spectralRadius
    guard present > 0 else { throw FoveaError("the recurrence of '\(layer)' fades at once") }
    var network = self
    network.setWeights(matrix.map { Float(Double($0) * radius / present) }, at: position)
    return network
  }
}
