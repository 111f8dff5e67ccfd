/// EfficientNet-Lite0 (Tan & Le 2019; Liu 2020): 4,652,008 parameters for 1,000 classes.
///
/// Named as in the PyTorch port whose weights are in public packages. Borders are TensorFlow's "same": with an odd rest at
/// the far end. Pixels of 0 to 255 are read as (pixel − 127) / 128.
extension Zoo {
  static let efficientNetLite0 = Entry(
    name: "efficientnet_lite0", summary: "EfficientNet-Lite0 (Tan & Le 2019), 224×224",
    input: photograph, classes: 1000,
    normalization: PixelScale(mean: [127 / 255], deviation: [128 / 255])
  ) { classes in
    Sequential {
      efficientUnit("_conv_stem", "_bn0", filters: 32, kernel: 3, stride: 2)
      for (index, block) in efficientBlocks.enumerated() { mobileBlock("_blocks.\(index)", block) }
      efficientUnit("_conv_head", "_bn1", filters: 1280, kernel: 1)
      GlobalAveragePool("_avg_pooling")
      Dropout("_dropout", 0.2)
      Dense("_fc", classes, initializer: .leCunUniform)
    }
  }

  /// One block: channels in and out, how much wider it is inside, and its depthwise kernel and stride.
  private struct EfficientBlock {
    let channels: Int
    let filters: Int
    let expansion: Int
    let kernel: Int
    let stride: Int
  }

  private static let efficientBlocks: [EfficientBlock] = {
    var blocks: [EfficientBlock] = []
    var channels = 32
    for (expansion, filters, count, kernel, stride) in [
      (1, 16, 1, 3, 1), (6, 24, 2, 3, 2), (6, 40, 2, 5, 2), (6, 80, 3, 3, 2), (6, 112, 3, 5, 1),
      (6, 192, 4, 5, 2), (6, 320, 1, 3, 1),
    ] {
      for number in 0..<count {
        blocks.append(
          EfficientBlock(
            channels: channels, filters: filters, expansion: expansion, kernel: kernel,
            stride: number == 0 ? stride : 1))
        channels = filters
      }
    }
    return blocks
  }()

  private static func mobileBlock(_ name: String, _ block: EfficientBlock) -> Sequential {
    let inside = block.channels * block.expansion
    let layers = Sequential {
      if block.expansion > 1 {
        efficientUnit("\(name)._expand_conv", "\(name)._bn0", filters: inside, kernel: 1)
      }
      efficientUnit(
        "\(name)._depthwise_conv", "\(name)._bn1", filters: inside, kernel: block.kernel,
        stride: block.stride, groups: inside)
      Conv2D("\(name)._project_conv", filters: block.filters, kernel: 1, bias: false)
      BatchNorm("\(name)._bn2", epsilon: 1e-3, momentum: 0.01)
    }
    guard block.stride == 1, block.channels == block.filters else { return layers }
    return Sequential { Residual("\(name).add") { layers } }
  }

  /// A convolution, its normalisation, and a ReLU that ends at 6.
  private static func efficientUnit(
    _ name: String, _ norm: String, filters: Int, kernel: Int, stride: Int = 1, groups: Int = 1
  ) -> Sequential {
    Sequential {
      Conv2D(
        name, filters: filters, kernel: kernel, stride: stride, groups: groups, padding: .same,
        bias: false)
      BatchNorm(norm, epsilon: 1e-3, momentum: 0.01)
      Activation("\(name).relu6", .clamp(low: 0, high: 6))
    }
  }
}
