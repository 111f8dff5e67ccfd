import FoveaTensor

/// DenseNet-121 (Huang 2017), named as in torchvision: 7,978,856 parameters for 1,000 classes.
extension Zoo {
  static let denseNet121 = Entry(
    name: "densenet121", summary: "DenseNet-121 (Huang 2017), named as in torchvision",
    input: photograph, classes: 1000, normalization: imageNet,
    // Files of before 2017 separate the numbers by a point.
    rename: { $0.replacing(/(denselayer\d+\.(?:norm|relu|conv))\.([12])\./) { "\($0.1)\($0.2)." } }
  ) { classes in
    Sequential {
      Conv2D(
        "features.conv0", filters: 64, kernel: 7, stride: 2, padding: .symmetric(3), bias: false)
      BatchNorm("features.norm0")
      ReLU("features.relu0")
      MaxPool2D("features.pool0", kernel: 3, stride: 2, padding: .symmetric(1))
      for (block, layers) in [6, 12, 24, 16].enumerated() {
        for layer in 1...layers {
          DenselyConnected(name: "features.denseblock\(block + 1).denselayer\(layer)", growth: 32)
        }
        if block < 3 {
          transition("features.transition\(block + 1)", filters: [128, 256, 512][block])
        }
      }
      BatchNorm("features.norm5")
      ReLU("relu")
      GlobalAveragePool("avgpool")
      Dense("classifier", classes, initializer: .leCunUniform)
    }
  }

  /// Halves the channels and the image's sides.
  private static func transition(_ name: String, filters: Int) -> Sequential {
    Sequential {
      BatchNorm("\(name).norm")
      ReLU("\(name).relu")
      Conv2D("\(name).conv", filters: filters, kernel: 1, bias: false)
      AveragePool2D("\(name).pool", kernel: 2)
    }
  }
}

/// A layer that adds `growth` maps to all that it reads: normalised, 1×1 to four times as many, normalised, 3×3.
private struct DenselyConnected: Layer {
  let name: String
  let growth: Int

  func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    let added = try network.apply(to: input) {
      BatchNorm("\(name).norm1")
      ReLU("\(name).relu1")
      Conv2D("\(name).conv1", filters: 4 * growth, kernel: 1, bias: false)
      BatchNorm("\(name).norm2")
      ReLU("\(name).relu2")
      Conv2D("\(name).conv2", filters: growth, kernel: 3, padding: .symmetric(1), bias: false)
    }
    return try network.add(Concatenation(axis: 1), to: [input, added], name: name)
  }
}
