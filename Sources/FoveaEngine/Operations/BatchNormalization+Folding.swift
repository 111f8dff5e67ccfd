import FoveaNetwork
import FoveaTensor

/// Batch normalisation with gathered moments as a factor and an offset for each filter of the convolution before it.
///
/// With factor = weight / √(variance + epsilon): W ← W · factor, b ← (b − mean) · factor + bias.
struct FoldedNormalization {
  let scale: Floats
  private let offset: Floats
  private let mean: Floats
  private let variance: Floats
  private let epsilon: Double

  init(_ operation: BatchNormalization, _ parameters: [Floats]) {
    scale = parameters[0]
    offset = parameters[1]
    mean = parameters[2]
    variance = parameters[3]
    epsilon = Double(operation.epsilon)
  }

  /// Computes the convolution's weights and bias that hold the normalisation.
  func run(_ weights: Floats, _ given: Floats?, weight: Floats, bias: Floats) {
    let size = weights.count / scale.count
    for filter in 0..<scale.count {
      let factor = Double(scale[filter]) / (Double(variance[filter]) + epsilon).squareRoot()
      let centred = Double(given?[filter] ?? 0) - Double(mean[filter])
      Kernel.linear(
        Float(factor), weights.part(filter * size, size), 0,
        into: weight.part(filter * size, size))
      bias[filter] = Float(centred * factor + Double(offset[filter]))
    }
  }
}
