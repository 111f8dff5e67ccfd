/// ResNet-18 (He 2016) with the names that torchvision gives to its parameters.
///
/// 11,689,512 trainable parameters for 1,000 classes. Weights of torchvision's file fit as they are, but for its
/// `num_batches_tracked` counters.
extension Zoo {
  static let resNet18 = Entry(
    name: "resnet18", summary: "ResNet-18 (He 2016), named as in torchvision",
    input: .image(channels: 3, height: 224, width: 224), classes: 1000
  ) { classes in
    Sequential {
      Conv2D("conv1", filters: 64, kernel: 7, stride: 2, padding: .symmetric(3), bias: false)
      BatchNorm("bn1")
      ReLU("relu")
      MaxPool2D("maxpool", kernel: 3, stride: 2, padding: .symmetric(1))
      for (stage, filters) in [64, 128, 256, 512].enumerated() {
        basicBlock("layer\(stage + 1).0", filters: filters, stride: stage == 0 ? 1 : 2)
        basicBlock("layer\(stage + 1).1", filters: filters, stride: 1)
      }
      GlobalAveragePool("avgpool")
      Dense("fc", classes, initializer: .leCunUniform)
    }
  }

  /// Two 3×3 convolutions and a way around them, which is a convolution itself where the image shrinks.
  private static func basicBlock(_ name: String, filters: Int, stride: Int) -> Sequential {
    let layers = Sequential {
      Conv2D(
        "\(name).conv1", filters: filters, kernel: 3, stride: stride, padding: .symmetric(1),
        bias: false)
      BatchNorm("\(name).bn1")
      ReLU("\(name).relu1")
      Conv2D("\(name).conv2", filters: filters, kernel: 3, padding: .symmetric(1), bias: false)
      BatchNorm("\(name).bn2")
    }
    let shortcut = Sequential {
      if stride > 1 {
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
      ReLU("\(name).relu2")
    }
  }
}
