import COneDNN
import FoveaNetwork
import FoveaTensor

extension Primitive {
  // MARK: - Functions of single elements

  static func elementwiseForward(
    _ function: Elementwise.Function, layout: DataLayout, isTraining: Bool
  ) throws(FoveaError) -> Primitive {
    let (code, alpha, beta) = code(of: function)
    return unsafe try Primitive(
      fovea_elementwise_forward(code, alpha, beta, layout.handle, isTraining ? 1 : 0))
  }

  static func elementwiseBackward(
    _ function: Elementwise.Function, layout: DataLayout
  ) throws(FoveaError) -> Primitive {
    let (code, alpha, beta) = code(of: function)
    return unsafe try Primitive(fovea_elementwise_backward(code, alpha, beta, layout.handle))
  }

  private static func code(of function: Elementwise.Function) -> (Int32, Float, Float) {
    func pair(
      _ code: fovea_elementwise_function, _ alpha: Float = 0, _ beta: Float = 0
    ) -> (Int32, Float, Float) { (Int32(code.rawValue), alpha, beta) }
    return switch function {
    case .relu: pair(FOVEA_RELU)
    case .leakyReLU(let slope): pair(FOVEA_RELU, slope)
    case .sigmoid: pair(FOVEA_LOGISTIC)
    case .tanh: pair(FOVEA_TANH)
    case .gelu: pair(FOVEA_GELU_ERF)
    case .geluTanh: pair(FOVEA_GELU_TANH)
    case .swish: pair(FOVEA_SWISH, 1)
    case .elu(let alpha): pair(FOVEA_ELU, alpha)
    case .softplus: pair(FOVEA_SOFTPLUS, 1)
    case .exp: pair(FOVEA_EXP)
    case .log: pair(FOVEA_LOG)
    case .sqrt: pair(FOVEA_SQRT)
    case .square: pair(FOVEA_SQUARE)
    case .abs: pair(FOVEA_ABS)
    case .linear(let scale, let offset): pair(FOVEA_LINEAR, scale, offset)
    case .clamp(let low, let high): pair(FOVEA_CLIP, low, high)
    }
  }

  // MARK: - Softmax

  static func softmaxForward(
    _ shape: Shape, axis: Int, isLogarithm: Bool
  ) throws(FoveaError) -> Primitive {
    let layout = try DataLayout(plain: shape)
    return unsafe try Primitive(
      fovea_softmax_forward(layout.handle, Int32(axis), isLogarithm ? 1 : 0))
  }

  static func softmaxBackward(
    _ shape: Shape, axis: Int, isLogarithm: Bool
  ) throws(FoveaError) -> Primitive {
    let layout = try DataLayout(plain: shape)
    return unsafe try Primitive(
      fovea_softmax_backward(layout.handle, Int32(axis), isLogarithm ? 1 : 0))
  }

  // MARK: - Normalisation

  static func batchNormalizationForward(
    _ shape: Shape, epsilon: Float, layout: DataLayout?, usesGivenMoments: Bool, isTraining: Bool
  ) throws(FoveaError) -> Primitive {
    let layout = try DataLayout.resolved(layout, shape)
    return unsafe try Primitive(
      fovea_batch_normalization_forward(
        layout.handle, epsilon, usesGivenMoments ? 1 : 0, isTraining ? 1 : 0))
  }

  static func batchNormalizationBackward(
    _ shape: Shape, epsilon: Float, layout: DataLayout?, usesGivenMoments: Bool
  ) throws(FoveaError) -> Primitive {
    let layout = try DataLayout.resolved(layout, shape)
    return unsafe try Primitive(
      fovea_batch_normalization_backward(layout.handle, epsilon, usesGivenMoments ? 1 : 0))
  }
}
