/// AlexNet (Krizhevsky 2012) in two forms.
extension Zoo {
  /// One column, as in Krizhevsky 2014 and torchvision: 61,100,840 parameters for 1,000 classes.
  static let alexNet = Entry(
    name: "alexnet", summary: "AlexNet in one column (Krizhevsky 2014), named as in torchvision",
    input: photograph, classes: 1000, normalization: imageNet
  ) { classes in
    Sequential {
      alexNetFeatures
      AdaptiveAveragePool2D("avgpool", side: 6)
      Flatten("flatten")
      Dropout("classifier.0")
      Dense("classifier.1", 4096)
      ReLU("classifier.2")
      Dropout("classifier.3")
      Dense("classifier.4", 4096)
      ReLU("classifier.5")
      Dense("classifier.6", classes, initializer: .leCunUniform)
    }
  }

  /// The five convolutions alone: 2,469,696 parameters.
  static let alexNetConvolutions = Entry(
    name: "alexnet-features", summary: "the five convolutions of alexnet, without a classifier",
    input: photograph, classes: nil, normalization: imageNet
  ) { _ in alexNetFeatures }

  private static var alexNetFeatures: Sequential {
    Sequential {
      Conv2D("features.0", filters: 64, kernel: 11, stride: 4, padding: .symmetric(2))
      ReLU("features.1")
      MaxPool2D("features.2", kernel: 3, stride: 2)
      Conv2D("features.3", filters: 192, kernel: 5, padding: .symmetric(2))
      ReLU("features.4")
      MaxPool2D("features.5", kernel: 3, stride: 2)
      Conv2D("features.6", filters: 384, kernel: 3, padding: .symmetric(1))
      ReLU("features.7")
      Conv2D("features.8", filters: 256, kernel: 3, padding: .symmetric(1))
      ReLU("features.9")
      Conv2D("features.10", filters: 256, kernel: 3, padding: .symmetric(1))
      ReLU("features.11")
      MaxPool2D("features.12", kernel: 3, stride: 2)
    }
  }

  /// The network of 2012 with its two parallel groups, one for each graphics card: 60,965,224 parameters for 1,000 classes.
  ///
  /// The second, fourth and fifth convolution see only the maps of their own half. The paper's sum over neighbours has the
  /// factor 10⁻⁴ for each, this operation's for their mean: 5 · 10⁻⁴.
  static let alexNetGroups = Entry(
    name: "alexnet-groups", summary: "AlexNet of 2012 in its two parallel groups",
    input: .image(channels: 3, height: 227, width: 227), classes: 1000, normalization: imageNet
  ) { classes in
    Sequential {
      Conv2D("conv1", filters: 96, kernel: 11, stride: 4)
      ReLU("relu1")
      LocalResponseNorm("norm1", size: 5, alpha: 5e-4, beta: 0.75, k: 2)
      MaxPool2D("pool1", kernel: 3, stride: 2)
      Conv2D("conv2", filters: 256, kernel: 5, groups: 2, padding: .symmetric(2))
      ReLU("relu2")
      LocalResponseNorm("norm2", size: 5, alpha: 5e-4, beta: 0.75, k: 2)
      MaxPool2D("pool2", kernel: 3, stride: 2)
      Conv2D("conv3", filters: 384, kernel: 3, padding: .symmetric(1))
      ReLU("relu3")
      Conv2D("conv4", filters: 384, kernel: 3, groups: 2, padding: .symmetric(1))
      ReLU("relu4")
      Conv2D("conv5", filters: 256, kernel: 3, groups: 2, padding: .symmetric(1))
      ReLU("relu5")
      MaxPool2D("pool5", kernel: 3, stride: 2)
      Flatten("flatten")
      Dense("fc6", 4096)
      ReLU("relu6")
      Dropout("drop6")
      Dense("fc7", 4096)
      ReLU("relu7")
      Dropout("drop7")
      Dense("fc8", classes, initializer: .leCunUniform)
    }
  }
}
