import ArgumentParser
import Fovea

/// The values of a small network's inputs, written as numbers.
struct InputNumbers: ParsableArguments {
  @Option(
    name: .customLong("value"), parsing: .unconditionalSingleValue,
    help:
      "The numbers of an input, such as x=-2 or x=0.5,1: shows each node's value and gradient, and draws them for a small network."
  )
  var texts: [String] = []

  /// The values by the inputs' names.
  ///
  /// - Throws: `ValidationError` or `FoveaError` for texts without numbers, and inputs that are unknown, missing, given twice or
  ///   of another size.
  func values(for network: Network) throws -> [String: Tensor] {
    let names = network.inputs.map(\.name)
    var values: [String: Tensor] = [:]
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      guard parts.count == 2 || names.count == 1 else {
        throw ValidationError(
          "the network has the inputs \(names.joined(separator: ", ")): write --value NAME=1,2")
      }
      let name = parts.count == 2 ? parts[0] : names[0]
      guard let input = network.inputs.first(where: { $0.name == name }) else {
        throw FoveaError.unknown("input", name, known: names)
      }
      guard values[name] == nil else {
        throw ValidationError("the input '\(name)' is given twice")
      }
      values[name] = try Self.tensor(
        parts[parts.count - 1], of: network.nominalShape(of: input.id), for: name)
    }
    let missing = names.filter { values[$0] == nil }
    guard missing.isEmpty else {
      throw ValidationError(
        "no numbers for the input \(missing.map { "'\($0)'" }.joined(separator: ", ")); "
          + "give --value NAME=1,2")
    }
    return values
  }

  private static func tensor(_ text: String, of shape: Shape, for name: String) throws -> Tensor {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0.trimmingPrefix(" ")) }.filter(\.isFinite)
    guard numbers.count == parts.count else {
      throw ValidationError("'\(text)' is no list of numbers; write --value \(name)=1,2.5")
    }
    guard numbers.count == shape.count else {
      throw FoveaError(
        "the input '\(name)' of shape \(shape) takes \(shape.count) numbers, got \(numbers.count)")
    }
    return Tensor(shape: shape, scalars: numbers)
  }
}
