import ArgumentParser
import Fovea

/// The weights of a layer as pictures.
struct Filters: Verb {
  static let configuration = CommandConfiguration(
    commandName: "filters",
    abstract: "Draws the filters of a layer.",
    discussion: """
      Filters that read three channels are drawn in colour; of a dense layer that reads a picture, each unit's \
      weights are drawn in the picture's shape.

      Example:
        fovea filters m.onnx --layer conv1 -o filters.png
      """)

  @OptionGroup var source: ModelArgument
  @Option(help: "The layer. (default: the first that has a kernel)") var layer: String?
  @Flag(help: "Scale each filter by its own extremes instead of all together.") var each = false
  @Flag(
    help: "Let the colours run from the smallest to the largest weight; else zero is in the middle."
  )
  var notCentered = false
  @Option(parsing: .unconditional, help: "The most tiles that are drawn.")
  var limit = 4096
  @OptionGroup var target: OutputOption
  @OptionGroup var general: GeneralOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be 1 or more, got \(limit)") }
  }

  struct Facts: Encodable {
    let layer: String
    let shape: [Int]
    let smallest: Float
    let largest: Float
  }

  func perform() throws -> Written<Facts> {
    let path = try target.path(or: "filters.png")
    let network = try source.network(seed: general.seed)
    let grid = try FilterGrid(
      of: network, at: layer,
      style: FilterGrid.Style(isShared: !each, isZeroCentered: !notCentered), limit: limit)
    try grid.write(
      to: path,
      settings: [
        ("verb", "filters"), ("model", source.model), ("layer", grid.layer),
        ("seed", "\(network.seed)"),
      ])
    let range = grid.weights.range ?? 0...0
    return Written(
      [path],
      facts: Facts(
        layer: grid.layer, shape: grid.weights.shape.dimensions, smallest: range.lowerBound,
        largest: range.upperBound))
  }
}
