import FoveaData
import FoveaNetwork
import FoveaTensor
import FoveaTraining

/// Thrown by a progress closure to end training as if the process had died.
struct Interruption: Error {}

/// The four cases of exclusive or.
func exclusiveOr() throws -> TensorSamples {
  try TensorSamples(
    inputs: Tensor(shape: [4, 2], scalars: [0, 0, 0, 1, 1, 0, 1, 1]),
    targets: Tensor([0, 1, 1, 0]),
    classCount: 2)
}

/// Two inputs, a hidden layer, two classes.
func perceptron(hidden: Int = 8, seed: UInt64 = 1) throws -> Network {
  try Network(input: .vector(2), seed: seed) {
    Dense("hidden", hidden)
    Tanh()
    Dense("logits", 2)
  }
}

/// A small network with all that makes resuming hard: dropout, batch normalisation with running moments, convolution.
func stubbornNetwork() throws -> Network {
  try Network(input: .image(channels: 1, height: 8, width: 8), seed: 5) {
    Conv2D("conv", filters: 4, kernel: 3)
    BatchNorm("norm")
    ReLU()
    Flatten()
    Dropout(0.3)
    Dense("logits", 3)
  }
}

/// Random pictures of 8 × 8 with classes 0, 1, 2 that can be told by their mean.
func noisePictures(_ count: Int, seed: UInt64 = 3) throws -> TensorSamples {
  var source = RandomSource(seed: seed)
  let targets = (0..<count).map { Float($0 % 3) }
  var inputs = Tensor.normal([count, 1, 8, 8], from: &source)
  for index in inputs.scalars.indices { inputs.scalars[index] += targets[index / 64] * 0.4 }
  return try TensorSamples(inputs: inputs, targets: Tensor(targets), classCount: 3)
}

/// A part of Fashion-MNIST, as Debian installs it.
func fashion(_ count: Int) throws -> ImageSet {
  try ImageSet.idx(folder: "/usr/share/datasets/fashion-mnist").train.prefix(count)
}
