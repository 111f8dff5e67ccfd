import FoveaTensor

/// Weights from a file, handed out by parameter name, with a list of what does not fit.
struct StoredWeights {
  private var tensors: [String: Tensor]
  private var missing: [String] = []
  private var misshapen: [String] = []

  init(_ tensors: [String: Tensor]) { self.tensors = tensors }

  /// The values of a parameter; `nil`, and a note, where there are none of its shape.
  mutating func take(_ parameter: Parameter) -> Tensor? {
    guard let tensor = tensors.removeValue(forKey: parameter.name) else {
      missing.append(parameter.name)
      return nil
    }
    guard tensor.shape == parameter.shape else {
      misshapen.append("\(parameter.name) has the shape \(tensor.shape), not \(parameter.shape)")
      return nil
    }
    return tensor
  }

  /// Throws one error that lists all that is missing, not wanted or of the wrong shape.
  func requireComplete() throws(FoveaError) {
    var problems: [String] = []
    if !missing.isEmpty { problems.append("missing \(missing.joined(separator: ", "))") }
    let unexpected = tensors.keys.sorted()
    if !unexpected.isEmpty { problems.append("unexpected \(unexpected.joined(separator: ", "))") }
    problems += misshapen
    guard problems.isEmpty else {
      throw FoveaError("the weights do not fit the network: " + problems.joined(separator: "; "))
    }
  }
}
