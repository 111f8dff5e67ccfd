/// Networks of inverted residuals for small machines, with a ReLU that ends at 6.
extension Zoo {
  /// MobileNetV2 (Sandler 2018), named as in torchvision: 3,504,872 parameters for 1,000 classes.
  static let mobileNetV2 = Entry(
    name: "mobilenet_v2", summary: "MobileNetV2 (Sandler 2018), named as in torchvision",
    input: photograph, classes: 1000, normalization: imageNet
  ) { classes in
    Sequential {
      mobileUnit("features.0.0", "features.0.1", filters: 32, kernel: 3, stride: 2)
      for (index, block) in mobileBlocks.enumerated() {
        invertedResidual("features.\(index + 1)", block)
      }
      mobileUnit("features.18.0", "features.18.1", filters: 1280, kernel: 1)
      GlobalAveragePool("avgpool")
      Dropout("classifier.0", 0.2)
      Dense("classifier.1", classes, initializer: .normal(deviation: 0.01))
    }
  }

  /// One inverted residual: channels in and out, how much wider it is inside, and its stride.
  private struct MobileBlock {
    let channels: Int
    let filters: Int
    let expansion: Int
    let stride: Int
  }

  private static let mobileBlocks: [MobileBlock] = {
    var blocks: [MobileBlock] = []
    var channels = 32
    for (expansion, filters, count, stride) in [
      (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
      (6, 320, 1, 1),
    ] {
      for number in 0..<count {
        blocks.append(
          MobileBlock(
            channels: channels, filters: filters, expansion: expansion,
            stride: number == 0 ? stride : 1))
        channels = filters
      }
    }
    return blocks
  }()

  private static func invertedResidual(_ name: String, _ block: MobileBlock) -> Sequential {
    let inside = block.channels * block.expansion
    let first = block.expansion == 1 ? 0 : 1
    let layers = Sequential {
      if block.expansion > 1 {
        mobileUnit("\(name).conv.0.0", "\(name).conv.0.1", filters: inside, kernel: 1)
      }
      mobileUnit(
        "\(name).conv.\(first).0", "\(name).conv.\(first).1", filters: inside, kernel: 3,
        stride: block.stride, groups: inside)
      Conv2D("\(name).conv.\(first + 1)", filters: block.filters, kernel: 1, bias: false)
      BatchNorm("\(name).conv.\(first + 2)")
    }
    guard block.stride == 1, block.channels == block.filters else { return layers }
    return Sequential { Residual("\(name).add") { layers } }
  }

  /// A convolution, its normalisation, and a ReLU that ends at 6.
  private static func mobileUnit(
    _ name: String, _ norm: String, filters: Int, kernel: Int, stride: Int = 1, groups: Int = 1
  ) -> Sequential {
    Sequential {
      Conv2D(
        name, filters: filters, kernel: kernel, stride: stride, groups: groups,
        padding: .symmetric(kernel / 2), bias: false)
      BatchNorm(norm)
      Activation("\(name).relu6", .clamp(low: 0, high: 6))
    }
  }
}
