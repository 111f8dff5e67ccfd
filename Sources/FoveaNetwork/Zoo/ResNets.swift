/// Residual networks (He 2016) with the names that torchvision gives to their parameters.
///
/// A stride lies on the 3×3 convolution of a block, also in ResNet-50 (its form "v1.5").
extension Zoo {
  /// 11,689,512 trainable parameters for 1,000 classes.
  static let resNet18 = resNet("resnet18", "ResNet-18 (He 2016)", blocks: [2, 2, 2, 2])
  /// 21,797,672 trainable parameters for 1,000 classes.
  static let resNet34 = resNet("resnet34", "ResNet-34 (He 2016)", blocks: [3, 4, 6, 3])
  /// 25,557,032 trainable parameters for 1,000 classes.
  static let resNet50 = resNet(
    "resnet50", "ResNet-50 (He 2016), stride on the 3×3 convolutions", blocks: [3, 4, 6, 3],
    isDeep: true)

  private static func resNet(
    _ name: String, _ summary: String, blocks: [Int], isDeep: Bool = false
  ) -> Entry {
    Entry(
      name: name, summary: "\(summary), named as in torchvision", input: photograph, classes: 1000,
      normalization: imageNet
    ) { classes in
      Sequential {
        Conv2D("conv1", filters: 64, kernel: 7, stride: 2, padding: .symmetric(3), bias: false)
        BatchNorm("bn1")
        ReLU("relu")
        MaxPool2D("maxpool", kernel: 3, stride: 2, padding: .symmetric(1))
        for (stage, filters) in [64, 128, 256, 512].enumerated() {
          for block in 0..<blocks[stage] {
            let name = "layer\(stage + 1).\(block)"
            let stride = stage > 0 && block == 0 ? 2 : 1
            if isDeep {
              bottleneck(name, filters: filters, stride: stride, changesShape: block == 0)
            } else {
              basicBlock(name, filters: filters, stride: stride)
            }
          }
        }
        GlobalAveragePool("avgpool")
        Dense("fc", classes, initializer: .leCunUniform)
      }
    }
  }

  /// Two 3×3 convolutions and a way around them, which is a convolution itself where the image shrinks.
  private static func basicBlock(_ name: String, filters: Int, stride: Int) -> Sequential {
    residual(name, relu: "relu2", filters: filters, stride: stride, changesShape: stride > 1) {
      Conv2D(
        "\(name).conv1", filters: filters, kernel: 3, stride: stride, padding: .symmetric(1),
        bias: false)
      BatchNorm("\(name).bn1")
      ReLU("\(name).relu1")
      Conv2D("\(name).conv2", filters: filters, kernel: 3, padding: .symmetric(1), bias: false)
      BatchNorm("\(name).bn2")
    }
  }

  /// A 3×3 convolution between two of 1×1 which shrink and widen the channels fourfold.
  private static func bottleneck(
    _ name: String, filters: Int, stride: Int, changesShape: Bool
  ) -> Sequential {
    residual(
      name, relu: "relu3", filters: 4 * filters, stride: stride, changesShape: changesShape
    ) {
      Conv2D("\(name).conv1", filters: filters, kernel: 1, bias: false)
      BatchNorm("\(name).bn1")
      ReLU("\(name).relu1")
      Conv2D(
        "\(name).conv2", filters: filters, kernel: 3, stride: stride, padding: .symmetric(1),
        bias: false)
      BatchNorm("\(name).bn2")
      ReLU("\(name).relu2")
      Conv2D("\(name).conv3", filters: 4 * filters, kernel: 1, bias: false)
      BatchNorm("\(name).bn3")
    }
  }

  private static func residual(
    _ name: String, relu: String, filters: Int, stride: Int, changesShape: Bool,
    @LayerBuilder _ layers: () -> Sequential
  ) -> Sequential {
    let layers = layers()
    let shortcut = Sequential {
      if changesShape {
        Conv2D(
          "\(name).downsample.0", filters: filters, kernel: 1, stride: stride, bias: false)
        BatchNorm("\(name).downsample.1")
      }
    }
    return Sequential {
      Residual("\(name).add") {
        layers
      } shortcut: {
        shortcut
      }
      ReLU("\(name).\(relu)")
    }
  }
}
