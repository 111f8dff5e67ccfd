/// What Lucid, and the papers that look into Inception v1 with it, call the layers of GoogLeNet.
///
/// `mixed4a` is torchvision's `inception4a`, `mixed4a_3x3` the ReLU behind its 3×3 convolution, `mixed4a_3x3_pre_relu` what
/// that ReLU reads (Olah, Mordvintsev & Schubert 2017). Hook points and objectives may be named so too.
public enum LucidNames {
  private static let alone = [
    "maxpool1": "maxpool0", "maxpool2": "maxpool1", "maxpool3": "maxpool4", "maxpool4": "maxpool10",
    "avgpool": "avgpool0", "fc": "softmax2_pre_activation",
  ]
  private static let units = ["conv1": "conv2d0", "conv2": "conv2d1", "conv3": "conv2d2"]
  private static let branches = [
    "branch1": "1x1", "branch2.0": "3x3_bottleneck", "branch2.1": "3x3",
    "branch3.0": "5x5_bottleneck", "branch3.1": "5x5", "branch4.0": "pool",
    "branch4.1": "pool_reduce",
  ]
  private static let block = "inception"

  /// Lucid's name of the layer that is called `label` here; `nil` where it has none.
  public static func name(of label: String) -> String? {
    if let name = alone[label] { return name }
    let parts = label.split(separator: ".", maxSplits: 1).map(String.init)
    guard let first = parts.first else { return nil }
    let rest = parts.count > 1 ? parts[1] : ""
    if let unit = units[first] { return end(of: rest).map { unit + $0 } }
    guard first.hasPrefix(block), first.count == block.count + 2 else { return nil }
    let mixed = "mixed\(first.dropFirst(block.count))"
    if rest.isEmpty { return mixed }
    if let pool = branches[rest], pool == "pool" { return "\(mixed)_\(pool)" }
    guard let point = rest.lastIndex(of: "."), let branch = branches[String(rest[..<point])],
      let end = end(of: String(rest[rest.index(after: point)...]))
    else { return nil }
    return "\(mixed)_\(branch)\(end)"
  }

  private static func end(of layer: String) -> String? {
    switch layer {
    case "relu": ""
    case "bn": "_pre_relu"
    default: nil
    }
  }
}
