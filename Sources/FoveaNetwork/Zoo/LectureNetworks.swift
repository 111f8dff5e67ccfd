/// The small networks with which image recognition is taught; their inputs are 28 × 28 grey images.
extension Zoo {
  private static let digits = NetworkInput.image(channels: 1, height: 28, width: 28)

  /// One layer: each class has one template.
  static let linear = Entry(
    name: "linear", summary: "one dense layer: a template for each class", input: digits,
    classes: 10
  ) { classes in
    Sequential {
      Flatten()
      Dense("logits", classes, initializer: .glorotUniform)
    }
  }

  /// One hidden layer of 100 units.
  static let mlp = Entry(
    name: "mlp", summary: "one hidden layer of 100 units", input: digits, classes: 10
  ) { classes in
    Sequential {
      Flatten()
      Dense("hidden", 100)
      ReLU()
      Dense("logits", classes, initializer: .glorotUniform)
    }
  }

  /// The lecture's baseline: 98,820 parameters for 28 × 28 and 10 classes.
  static let shallowCNN = Entry(
    name: "shallow-cnn", summary: "a convolution (10 maps, 5×5 by 2) and a hidden layer of 50",
    input: digits, classes: 10
  ) { classes in
    Sequential {
      Conv2D("conv1", filters: 10, kernel: 5, stride: 2, padding: .symmetric(2))
      ReLU()
      Flatten()
      Dense("hidden", 50)
      ReLU()
      Dense("logits", classes, initializer: .glorotUniform)
    }
  }

  /// The lecture's three convolutions: 229,340 parameters for 28 × 28 and 10 classes.
  static let deepCNN = Entry(
    name: "deep-cnn", summary: "three convolutions (10, 40, 80 maps) and a hidden layer of 50",
    input: digits, classes: 10
  ) { classes in
    Sequential {
      Conv2D("conv1", filters: 10, kernel: 5, stride: 2, padding: .symmetric(2))
      ReLU()
      Conv2D("conv2", filters: 40, kernel: 3, stride: 2, padding: .symmetric(1))
      ReLU()
      Conv2D("conv3", filters: 80, kernel: 3, padding: .symmetric(1))
      ReLU()
      Flatten()
      Dense("hidden", 50)
      ReLU()
      Dense("logits", classes, initializer: .glorotUniform)
    }
  }

  /// LeNet-5 (LeCun 1998) as it is written today: ReLU for tanh, maxima for trained means, all maps connected.
  ///
  /// 61,706 parameters for 28 × 28 and 10 classes.
  static let leNet5 = Entry(
    name: "lenet5", summary: "LeNet-5 (LeCun 1998) in today's form: ReLU and max pooling",
    input: digits, classes: 10
  ) { classes in
    Sequential {
      Conv2D("conv1", filters: 6, kernel: 5, padding: .symmetric(2))
      ReLU()
      MaxPool2D(kernel: 2)
      Conv2D("conv2", filters: 16, kernel: 5)
      ReLU()
      MaxPool2D(kernel: 2)
      Flatten()
      Dense("hidden1", 120)
      ReLU()
      Dense("hidden2", 84)
      ReLU()
      Dense("logits", classes, initializer: .glorotUniform)
    }
  }
}
