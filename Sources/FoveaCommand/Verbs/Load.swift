import ArgumentParser
import Fovea

/// A network of the zoo with weights from another program's file.
struct Load: Verb {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Makes a model file of a known network and weights from PyTorch and others.",
    discussion: """
      Reads PyTorch's .pth and .pt state dicts of all ages, safetensors, .npz and pickles of NumPy arrays. Nothing in \
      such a file is ever run. Tensors are found by torchvision's names; a pixel scaling that the published weights \
      want becomes the network's first node.

      Examples:
        fovea load resnet50 resnet50-11ad3fa6.pth --save resnet50.safetensors
        fovea load resnet18 resnet18.pth --classes 10 --partial --save start.safetensors
      """)

  @Argument(help: "The network's name.") var name: String
  @Argument(help: "The file of weights.") var weights: String
  @Option(help: "The model file to write.") var save: String
  @Option(
    parsing: .unconditional, help: "How many classes it tells apart, if not the usual number.")
  var classes: Int?
  @Flag(help: "Take what fits, and draw what is missing or of another shape from the seed.")
  var partial = false
  @Flag(help: "Leave the pixels as they are.") var noNormalize = false
  @OptionGroup var general: GeneralOptions

  func validate() throws {
    if let classes, classes < 1 {
      throw ValidationError("--classes must be 1 or more, got \(classes)")
    }
  }

  func perform() throws -> LoadReport {
    _ = try Zoo.entry(named: name)
    try Writable.check(save)
    let checkpoint = try Checkpoint.read(weights)
    var (network, match): (Network, WeightMatch)
    do throws(FoveaError) {
      (network, match) = try Zoo.network(
        named: name, from: checkpoint, classes: classes, isNormalized: !noNormalize,
        isPartial: partial, seed: general.seed)
    } catch {
      throw FoveaError("'\(weights)': \(error.message)")
    }
    try ModelFile.write(network, to: save)
    return LoadReport(
      network: name, format: checkpoint.format.rawValue, tensors: checkpoint.entries.count,
      match: match, file: save)
  }
}

/// What was taken from a file of weights.
struct LoadReport: Encodable, CustomStringConvertible {
  let network: String
  let format: String
  let tensors: Int
  let loaded: Int
  let prefix: String
  let isByOrder: Bool
  let missing: [String]
  let misshapen: [WeightMatch.Misfit]
  let unexpected: [String]
  let passedOver: Int
  let file: String
  private let line: String

  private enum CodingKeys: String, CodingKey {
    case network, format, tensors, loaded, prefix, isByOrder, missing, misshapen, unexpected
    case passedOver, file
  }

  init(network: String, format: String, tensors: Int, match: WeightMatch, file: String) {
    self.network = network
    self.format = format
    self.tensors = tensors
    self.file = file
    loaded = match.tensors.count
    prefix = match.prefix
    isByOrder = match.isByOrder
    missing = match.missing.map(\.name)
    misshapen = match.misshapen
    unexpected = match.unexpected
    passedOver = match.passedOver
    line = "\(match)"
  }

  var description: String {
    """
    \(network) from \(tensors) tensors (\(format)):
    \(line.split(separator: "; ").map { "  \($0)" }.joined(separator: "\n"))
    wrote \(file)
    """
  }
}
