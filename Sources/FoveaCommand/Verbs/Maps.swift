import ArgumentParser
import Fovea

/// A picture, and what each channel of a layer makes of it.
struct Maps: Verb {
  static let configuration = CommandConfiguration(
    commandName: "maps",
    abstract: "Draws a picture and what each channel of a layer makes of it.",
    discussion: """
      Examples:
        fovea maps m.onnx photo.png --layer conv2 -o maps.png
        fovea maps m.onnx --data /usr/share/datasets/fashion-mnist --index 7
      """)

  @OptionGroup var source: ModelArgument
  @OptionGroup var picture: PictureOptions
  @Option(help: "The layer. (default: the last that has a width and height)") var layer: String?
  @OptionGroup var target: OutputOption
  @OptionGroup var general: GeneralOptions

  struct Facts: Encodable {
    let layer: String
    let shape: [Int]
    let deadShare: Float
    let smallest: Float
    let largest: Float
  }

  func perform() throws -> Written<Facts> {
    let path = try target.path(or: "maps.png")
    let network = try source.network(seed: general.seed)
    let input = try network.imageInput()
    if let layer { _ = try network.node(layer) }
    let seen = try picture.picture(for: input.shape)
    let maps = try FeatureMaps(of: network, at: layer, image: seen.image)
    try maps.write(
      to: path,
      settings: [
        ("verb", "maps"), ("model", source.model), ("layer", maps.layer), ("picture", seen.name),
        ("seed", "\(network.seed)"),
      ])
    let range = maps.maps.range ?? 0...0
    let facts = Facts(
      layer: maps.layer, shape: maps.maps.shape.dimensions, deadShare: maps.deadShare,
      smallest: range.lowerBound, largest: range.upperBound)
    return Written([path], facts: facts)
  }
}
