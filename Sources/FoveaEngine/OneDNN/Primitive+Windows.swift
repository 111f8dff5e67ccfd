import COneDNN
import FoveaNetwork
import FoveaTensor

extension Primitive {
  struct ConvolutionGeometry {
    let source: Shape
    let weights: Shape
    let destination: Shape
    let stride: [Int]
    let dilation: [Int]
    let before: [Int]
    let behind: [Int]
    var isWinograd = false
  }

  static func convolutionForward(
    _ geometry: ConvolutionGeometry, hasBias: Bool, relu: Bool, isTraining: Bool
  ) throws(FoveaError) -> Primitive {
    var c = description(geometry, hasBias: hasBias)
    c.relu = relu ? 1 : 0
    c.training = isTraining ? 1 : 0
    return unsafe try Primitive(
      fovea_convolution_forward(&c),
      plain: [
        .source: geometry.source, .weights: geometry.weights, .destination: geometry.destination,
      ])
  }

  static func convolutionBackwardData(_ geometry: ConvolutionGeometry) throws(FoveaError)
    -> Primitive
  {
    var c = description(geometry, hasBias: false)
    return unsafe try Primitive(
      fovea_convolution_backward_data(&c),
      plain: [
        .sourceGradient: geometry.source, .weights: geometry.weights,
        .destinationGradient: geometry.destination,
      ])
  }

  static func convolutionBackwardWeights(
    _ geometry: ConvolutionGeometry, hasBias: Bool
  ) throws(FoveaError) -> Primitive {
    var c = description(geometry, hasBias: hasBias)
    return unsafe try Primitive(
      fovea_convolution_backward_weights(&c),
      plain: [
        .source: geometry.source, .weightsGradient: geometry.weights,
        .destinationGradient: geometry.destination,
      ])
  }

  private static func description(
    _ g: ConvolutionGeometry, hasBias: Bool
  ) -> fovea_convolution {
    var c = fovea_convolution()
    c.spatial = Int32(g.stride.count)
    c.weights_rank = Int32(g.weights.rank)
    c.has_bias = hasBias ? 1 : 0
    fill(&c.source, g.source.dimensions)
    fill(&c.weights, g.weights.dimensions)
    fill(&c.destination, g.destination.dimensions)
    c.bias = Int64(g.destination[1])
    c.winograd = g.isWinograd ? 1 : 0
    fill(&c.stride, g.stride)
    fill(&c.dilation, g.dilation)
    fill(&c.before, g.before)
    fill(&c.behind, g.behind)
    return c
  }

  struct PoolingGeometry {
    let source: Shape
    let destination: Shape
    let kernel: [Int]
    let stride: [Int]
    let dilation: [Int]
    let before: [Int]
    let behind: [Int]
  }

  static func poolingForward(
    _ geometry: PoolingGeometry, kind: Pooling.Kind, countsBorder: Bool, source: DataLayout?,
    isTraining: Bool
  ) throws(FoveaError) -> Primitive {
    var p = description(geometry, kind, countsBorder)
    p.training = isTraining ? 1 : 0
    guard fovea_dnn_load() == 0 else { throw FoveaError(oneDNNError()) }
    return unsafe try Primitive(
      fovea_pooling_forward(&p, source?.handle),
      plain: [.source: geometry.source, .destination: geometry.destination])
  }

  static func poolingBackward(
    _ geometry: PoolingGeometry, kind: Pooling.Kind, countsBorder: Bool, forward: Primitive
  ) throws(FoveaError) -> Primitive {
    var p = description(geometry, kind, countsBorder)
    return unsafe try Primitive(
      fovea_pooling_backward(&p, forward.handle),
      plain: [.sourceGradient: geometry.source, .destinationGradient: geometry.destination])
  }

  private static func description(
    _ g: PoolingGeometry, _ kind: Pooling.Kind, _ countsBorder: Bool
  ) -> fovea_pooling {
    var p = fovea_pooling()
    p.spatial = Int32(g.kernel.count)
    p.kind =
      switch kind {
      case .max: Int32(FOVEA_POOL_MAX.rawValue)
      case .average:
        Int32((countsBorder ? FOVEA_POOL_AVERAGE_WITH_BORDER : FOVEA_POOL_AVERAGE).rawValue)
      }
    fill(&p.source, g.source.dimensions)
    fill(&p.destination, g.destination.dimensions)
    fill(&p.kernel, g.kernel)
    fill(&p.stride, g.stride)
    fill(&p.dilation, g.dilation)
    fill(&p.before, g.before)
    fill(&p.behind, g.behind)
    return p
  }

  /// Writes numbers into a C array, which Swift sees as a tuple.
  private static func fill<T>(_ tuple: inout T, _ numbers: [Int]) {
    unsafe withUnsafeMutableBytes(of: &tuple) { bytes in
      let slots = unsafe bytes.bindMemory(to: Int64.self)
      for (index, number) in numbers.enumerated() where index < slots.count {
        unsafe slots[index] = Int64(number)
      }
    }
  }
}
