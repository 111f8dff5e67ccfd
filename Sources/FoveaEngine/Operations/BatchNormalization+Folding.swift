import FoveaNetwork
import FoveaTensor

extension BatchNormalization {
  /// The weights and bias of the convolution before this normalisation that compute both at once, made anew when weights
  /// change: factor = weight / √(variance + epsilon), W · factor and (b − mean) · factor + bias for each filter.
  func fold(
    _ node: Node, into weight: Value, _ bias: Value?, at site: ForwardSite
  ) -> (weight: Value, bias: Value?) {
    let own = node.parameters.map { site.builder.parameter($0) }
    let foldedWeight = site.builder.newValue(weight.shape, layout: nil, pinned: true)
    let foldedBias = site.builder.newValue(own[0].shape, layout: nil, pinned: true)
    let epsilon = Double(epsilon)
    site.builder.emitOnChange(
      "\(site.label) with \(site.builder.network.label(of: node.id))",
      reads: [weight] + own + (bias.map { [$0] } ?? []), writes: [foldedWeight, foldedBias]
    ) { memory in
      let (from, to, shift) = (memory[weight], memory[foldedWeight], memory[foldedBias])
      let (scale, offset) = (memory[own[0]], memory[own[1]])
      let (mean, variance) = (memory[own[2]], memory[own[3]])
      let given = bias.map { memory[$0] }
      let size = from.count / scale.count
      return { _ in
        for filter in 0..<scale.count {
          let factor = Double(scale[filter]) / (Double(variance[filter]) + epsilon).squareRoot()
          let centred = Double(given?[filter] ?? 0) - Double(mean[filter])
          Kernel.linear(
            Float(factor), from.part(filter * size, size), 0, into: to.part(filter * size, size))
          shift[filter] = Float(centred * factor + Double(offset[filter]))
        }
      }
    }
    return (foldedWeight, foldedBias)
  }
}
