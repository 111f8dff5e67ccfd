/// VGG networks (Simonyan & Zisserman 2015): 3×3 convolutions alone, named as in torchvision.
///
/// VGG-16 has 138,357,544 parameters for 1,000 classes; those with `_bn` normalise each convolution's output.
extension Zoo {
  static let vggs: [Entry] = [11, 13, 16, 19].flatMap { depth in
    [false, true].map { vgg(depth: depth, isNormalized: $0) }
  }

  private static func vgg(depth: Int, isNormalized: Bool) -> Entry {
    Entry(
      name: "vgg\(depth)" + (isNormalized ? "_bn" : ""),
      summary: "VGG-\(depth) (Simonyan & Zisserman 2015)"
        + (isNormalized ? " with batch normalisation" : "") + ", named as in torchvision",
      input: photograph, classes: 1000, normalization: imageNet
    ) { classes in
      Sequential {
        vggFeatures(depth: depth, isNormalized: isNormalized)
        AdaptiveAveragePool2D("avgpool", side: 7)
        Flatten("flatten")
        Dense("classifier.0", 4096)
        ReLU("classifier.1")
        Dropout("classifier.2")
        Dense("classifier.3", 4096)
        ReLU("classifier.4")
        Dropout("classifier.5")
        Dense("classifier.6", classes, initializer: .leCunUniform)
      }
    }
  }

  /// The thirteen convolutions of VGG-16 alone: 14,714,688 parameters.
  static let vgg16Convolutions = Entry(
    name: "vgg16-features", summary: "the thirteen convolutions of vgg16, without a classifier",
    input: photograph, classes: nil, normalization: imageNet
  ) { _ in vggFeatures(depth: 16, isNormalized: false) }

  /// How many convolutions stand before each of the five poolings.
  private static let vggStages: [Int: [Int]] = [
    11: [1, 1, 2, 2, 2], 13: [2, 2, 2, 2, 2], 16: [2, 2, 3, 3, 3], 19: [2, 2, 4, 4, 4],
  ]

  /// The convolutions, numbered with all that lies between as `features.0` and on.
  static func vggFeatures(depth: Int, isNormalized: Bool) -> Sequential {
    var layers: [any Layer] = []
    func name() -> String { "features.\(layers.count)" }
    for (stage, count) in (vggStages[depth] ?? []).enumerated() {
      for _ in 0..<count {
        let filters = min(64 << stage, 512)
        layers.append(Conv2D(name(), filters: filters, kernel: 3, padding: .symmetric(1)))
        if isNormalized { layers.append(BatchNorm(name())) }
        layers.append(ReLU(name()))
      }
      layers.append(MaxPool2D(name(), kernel: 2))
    }
    return Sequential(layers)
  }
}
