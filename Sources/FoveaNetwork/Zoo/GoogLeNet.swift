/// GoogLeNet, "Inception v1" (Szegedy 2015), in torchvision's form: with batch normalisation, and 3×3 convolutions where
/// the paper has 5×5.
///
/// 6,624,904 parameters for 1,000 classes; the two classifiers on the way, which serve training alone, are left out. What
/// Lucid and the papers on it call `mixed3a` … `mixed5b` are `inception3a` … `inception5b` here.
extension Zoo {
  static let googLeNet = Entry(
    name: "googlenet", summary: "GoogLeNet, Inception v1 (Szegedy 2015), named as in torchvision",
    input: photograph, classes: 1000, normalization: PixelScale(mean: [0.5], deviation: [0.5]),
    unusedPrefixes: ["aux1.", "aux2."]
  ) { classes in
    Sequential {
      unit("conv1", filters: 64, kernel: 7, stride: 2)
      MaxPool2D("maxpool1", kernel: 3, stride: 2, padding: .roundingUp(stride: 2))
      unit("conv2", filters: 64, kernel: 1)
      unit("conv3", filters: 192, kernel: 3)
      MaxPool2D("maxpool2", kernel: 3, stride: 2, padding: .roundingUp(stride: 2))
      inception("inception3a", 64, (96, 128), (16, 32), 32)
      inception("inception3b", 128, (128, 192), (32, 96), 64)
      MaxPool2D("maxpool3", kernel: 3, stride: 2, padding: .roundingUp(stride: 2))
      inception("inception4a", 192, (96, 208), (16, 48), 64)
      inception("inception4b", 160, (112, 224), (24, 64), 64)
      inception("inception4c", 128, (128, 256), (24, 64), 64)
      inception("inception4d", 112, (144, 288), (32, 64), 64)
      inception("inception4e", 256, (160, 320), (32, 128), 128)
      MaxPool2D("maxpool4", kernel: 2, stride: 2, padding: .roundingUp(stride: 2))
      inception("inception5a", 256, (160, 320), (32, 128), 128)
      inception("inception5b", 384, (192, 384), (48, 128), 128)
      GlobalAveragePool("avgpool")
      Dropout("dropout", 0.2)
      Dense("fc", classes, initializer: .leCunUniform)
    }
  }

  /// Four ways side by side: 1×1, twice 1×1 before 3×3, and 1×1 behind the largest of 3×3.
  private static func inception(
    _ name: String, _ first: Int, _ second: (Int, Int), _ third: (Int, Int), _ pooled: Int
  ) -> Concatenate {
    Concatenate(name) {
      unit("\(name).branch1", filters: first, kernel: 1)
      Branch {
        unit("\(name).branch2.0", filters: second.0, kernel: 1)
        unit("\(name).branch2.1", filters: second.1, kernel: 3)
      }
      Branch {
        unit("\(name).branch3.0", filters: third.0, kernel: 1)
        unit("\(name).branch3.1", filters: third.1, kernel: 3)
      }
      Branch {
        MaxPool2D("\(name).branch4.0", kernel: 3, stride: 1, padding: .symmetric(1))
        unit("\(name).branch4.1", filters: pooled, kernel: 1)
      }
    }
  }

  /// A convolution, its normalisation and ReLU.
  private static func unit(
    _ name: String, filters: Int, kernel: Int, stride: Int = 1
  ) -> Branch {
    Branch {
      Conv2D(
        "\(name).conv", filters: filters, kernel: kernel, stride: stride,
        padding: .symmetric(kernel / 2), bias: false)
      BatchNorm("\(name).bn", epsilon: 1e-3)
      ReLU("\(name).relu")
    }
  }
}
