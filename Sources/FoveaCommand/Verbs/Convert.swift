import ArgumentParser
import Fovea

/// One model file made of another.
struct Convert: Verb {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Writes a model as another kind of file.",
    discussion: """
      The ending of the file to write says its kind: .onnx or .safetensors.

      Example:
        fovea convert trained.safetensors trained.onnx
      """)

  @OptionGroup var source: ModelArgument
  @Argument(help: "The file to write: .onnx or .safetensors.") var target: String
  @OptionGroup var free: ShapeOptions
  @OptionGroup var general: GeneralOptions

  struct Facts: Encodable {
    let nodes: Int
    let parameters: Int
  }

  func validate() throws {
    guard target.hasSuffix(".onnx") || target.hasSuffix(".safetensors") else {
      throw ValidationError("'\(target)' must end in .onnx or .safetensors")
    }
  }

  func perform() throws -> Written<Facts> {
    try Writable.check(target)
    let network = try ModelArgument.imported(
      source.model, seed: general.seed, shapes: try free.shapes()
    ).network
    try ModelFile.write(network, to: target)
    let facts = Facts(nodes: network.nodes.count, parameters: network.parameterCount)
    return Written([target], facts: facts)
  }
}
