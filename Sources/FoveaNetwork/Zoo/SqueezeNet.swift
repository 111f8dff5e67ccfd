/// SqueezeNet 1.1 (Iandola 2016), named as in torchvision: 1,235,496 parameters for 1,000 classes.
extension Zoo {
  static let squeezeNet = Entry(
    name: "squeezenet1_1", summary: "SqueezeNet 1.1 (Iandola 2016), named as in torchvision",
    input: photograph, classes: 1000, normalization: imageNet
  ) { classes in
    Sequential {
      Conv2D("features.0", filters: 64, kernel: 3, stride: 2)
      ReLU("features.1")
      MaxPool2D("features.2", kernel: 3, stride: 2, padding: .roundingUp(stride: 2))
      fire("features.3", squeeze: 16, expand: 64)
      fire("features.4", squeeze: 16, expand: 64)
      MaxPool2D("features.5", kernel: 3, stride: 2, padding: .roundingUp(stride: 2))
      fire("features.6", squeeze: 32, expand: 128)
      fire("features.7", squeeze: 32, expand: 128)
      MaxPool2D("features.8", kernel: 3, stride: 2, padding: .roundingUp(stride: 2))
      fire("features.9", squeeze: 48, expand: 192)
      fire("features.10", squeeze: 48, expand: 192)
      fire("features.11", squeeze: 64, expand: 256)
      fire("features.12", squeeze: 64, expand: 256)
      Dropout("classifier.0")
      Conv2D(
        "classifier.1", filters: classes, kernel: 1, initializer: .normal(deviation: 0.01))
      ReLU("classifier.2")
      GlobalAveragePool("classifier.3")
    }
  }

  /// Few maps by 1×1 convolutions, then many by 1×1 and 3×3 convolutions side by side.
  private static func fire(_ name: String, squeeze: Int, expand: Int) -> Sequential {
    Sequential {
      Conv2D("\(name).squeeze", filters: squeeze, kernel: 1)
      ReLU("\(name).squeeze_activation")
      Concatenate(name) {
        Branch {
          Conv2D("\(name).expand1x1", filters: expand, kernel: 1)
          ReLU("\(name).expand1x1_activation")
        }
        Branch {
          Conv2D("\(name).expand3x3", filters: expand, kernel: 3, padding: .symmetric(1))
          ReLU("\(name).expand3x3_activation")
        }
      }
    }
  }
}
