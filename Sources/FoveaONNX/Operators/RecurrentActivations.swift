import FoveaNetwork
import FoveaTensor

extension OperatorSite {
  /// The functions of a recurrent cell, for all directions one after another; `nil` for the usual ones.
  ///
  /// Their numbers stand in two lists of their own, in order, for those functions alone that have some.
  func cellActivations() throws(FoveaError) -> [RecurrentSequence.Activation]? {
    guard let names = attributes.strings("activations") else { return nil }
    var alphas = (attributes.floats("activation_alpha") ?? [])[...]
    var betas = (attributes.floats("activation_beta") ?? [])[...]
    func alpha(_ usual: Float) -> Float { alphas.popFirst() ?? usual }
    func beta(_ usual: Float) -> Float { betas.popFirst() ?? usual }
    var result: [RecurrentSequence.Activation] = []
    for name in names {
      switch name.lowercased() {
      case "relu": result.append(.relu)
      case "tanh": result.append(.tanh)
      case "sigmoid": result.append(.sigmoid)
      case "softsign": result.append(.softsign)
      case "softplus": result.append(.softplus)
      case "affine": result.append(.affine(scale: alpha(1), offset: beta(0)))
      case "leakyrelu": result.append(.leakyReLU(slope: alpha(0.01)))
      case "thresholdedrelu": result.append(.thresholdedReLU(threshold: alpha(1)))
      case "scaledtanh": result.append(.scaledTanh(scale: alpha(1), slope: beta(1)))
      case "hardsigmoid": result.append(.hardSigmoid(slope: alpha(0.2), offset: beta(0.5)))
      case "elu": result.append(.elu(alpha: alpha(1)))
      default: throw FoveaError("the activation '\(name)' is not one of the standard's")
      }
    }
    return result
  }
}
