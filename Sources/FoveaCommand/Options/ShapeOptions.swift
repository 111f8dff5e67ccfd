import ArgumentParser
import Fovea

/// Shapes of inputs that a model file leaves free.
struct ShapeOptions: ParsableArguments {
  @Option(
    name: .customLong("shape"), parsing: .unconditionalSingleValue,
    help: "The shape of an input, such as input=1,3,320,320, where the file leaves it free.")
  var texts: [String] = []

  /// The shapes by input name.
  ///
  /// - Throws: `ValidationError` for a text that is none.
  func shapes() throws -> [String: Shape] {
    var result: [String: Shape] = [:]
    for text in texts {
      guard let sign = text.lastIndex(of: "="), sign > text.startIndex else {
        throw ValidationError("'\(text)' is no shape; write NAME=1,3,224,224")
      }
      let extents = text[text.index(after: sign)...].split(separator: ",").map { Int($0) }
      let dimensions = extents.compactMap { $0 }
      guard dimensions.count == extents.count, !dimensions.isEmpty,
        dimensions.allSatisfy({ (1...1 << 20).contains($0) })
      else { throw ValidationError("'\(text)' is no shape; write NAME=1,3,224,224") }
      guard dimensions.reduce(1.0, { $0 * Double($1) }) <= 0x1p32 else {
        throw ValidationError("'\(text)' has more than 2^32 elements")
      }
      result[String(text[..<sign])] = Shape(dimensions)
    }
    return result
  }
}
