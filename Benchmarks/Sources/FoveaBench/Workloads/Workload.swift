import Fovea

/// One thing that is measured, on Fovea's side; the other side is a class of the same family in `peer/workloads`.
protocol Workload: AnyObject {
  /// The floating point operations of one iteration, where they are counted.
  var operations: Double? { get }

  /// The bytes that one iteration must at least move between memory and processor, where they are counted.
  var traffic: Double? { get }

  /// What the other side starts from: weights under `weights/`, inputs by their names.
  func exchange() throws -> SafetensorsFile

  /// What both sides must agree on; empty where there is nothing but a picture.
  func results() throws -> SafetensorsFile

  /// Does the work once.
  func iterate() throws

  /// The peak memory where it is not this process's own.
  var peakBytes: Int? { get }
}

extension Workload {
  /// This process's own counts.
  var peakBytes: Int? { nil }

  /// Nothing is counted.
  var operations: Double? { nil }

  /// Nothing is counted.
  var traffic: Double? { nil }

  /// Nothing to start from.
  func exchange() throws -> SafetensorsFile { SafetensorsFile() }

  /// Nothing to compare.
  func results() throws -> SafetensorsFile { SafetensorsFile() }
}

/// The parameters of a row, by name.
struct Parameters {
  let values: [String: String]

  /// The text of a parameter.
  func text(_ name: String) throws -> String {
    guard let value = values[name] else {
      throw FoveaError.unknown("parameter", name, known: values.keys.sorted())
    }
    return value
  }

  /// The whole number of a parameter.
  func number(_ name: String) throws -> Int {
    guard let number = Int(try text(name)) else {
      throw FoveaError("the parameter '\(name)' is no whole number: '\(try text(name))'")
    }
    return number
  }
}

extension SafetensorsFile {
  /// The weights of a network, each under `weights/`.
  init(weightsOf network: Network) {
    self.init(
      zip(network.parameters, network.weights).map { (name: "weights/\($0.name)", tensor: $1) })
  }
}
