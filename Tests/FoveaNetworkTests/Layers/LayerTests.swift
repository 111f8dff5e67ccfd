import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct LayerTests {
  /// Each layer with the input that it is tried on, and what it should become.
  struct Case: CustomTestStringConvertible {
    let layer: any Layer
    let input: NetworkInput
    let name: String
    let summary: String
    let shape: Shape
    let parameters: Int
    var testDescription: String { "\(name) \(summary)" }

    init(
      _ layer: some Layer, _ input: NetworkInput, _ name: String, _ summary: String,
      _ shape: Shape, _ parameters: Int = 0
    ) {
      self.layer = layer
      self.input = input
      self.name = name
      self.summary = summary
      self.shape = shape
      self.parameters = parameters
    }
  }

  static let image = NetworkInput.image(channels: 4, height: 6, width: 8)
  static let sequence = NetworkInput.sequence(length: 5, features: 3)

  static let cases: [Case] = [
    Case(Dense(7), .vector(3), "dense1", "7 units", [1, 7], 28),
    Case(Dense("d", 7, bias: false), sequence, "d", "7 units", [1, 5, 7], 21),
    Case(
      Embedding(vocabulary: 9, size: 2), .indices(length: 5), "embedding1", "9 × 2", [1, 5, 2], 18),
    Case(Conv2D(filters: 3, kernel: 3), image, "conv1", "3 × 3×3", [1, 3, 4, 6], 111),
    Case(
      Conv2D(
        "c", filters: 8, kernel: (3, 1), stride: (1, 2), dilation: (2, 1), groups: 4, bias: false),
      image, "c", "8 × 3×1, stride 1×2, dilation 2×1, 4 groups", [1, 8, 2, 4], 24),
    Case(
      Conv2D(filters: 1, kernel: 4, stride: 3, padding: .same), image, "conv1",
      "1 × 4×4, stride 3, same", [1, 1, 2, 3], 65),
    Case(
      Conv2D(filters: 1, kernel: 3, padding: .full), image, "conv1", "1 × 3×3, full",
      [1, 1, 8, 10],
      37),
    Case(Pad2D(size: 2, mode: .reflect), image, "pad1", "reflect", [1, 4, 10, 12]),
    Case(Pad2D("p", top: 1, right: 2), image, "p", "constant(0.0)", [1, 4, 7, 10]),
    Case(MaxPool2D(kernel: 2), image, "maxpool1", "max 2×2, stride 2", [1, 4, 3, 4]),
    Case(
      AveragePool2D("a", kernel: 3, stride: 1, padding: .same), image, "a", "average 3×3, same",
      [1, 4, 6, 8]),
    Case(GlobalAveragePool(), image, "globalpool1", "average", [1, 4]),
    Case(GlobalMaxPool(), image, "globalpool1", "max", [1, 4]),
    Case(ReLU(), image, "relu1", "relu", [1, 4, 6, 8]),
    Case(LeakyReLU(slope: 0.2), .vector(2), "leakyrelu1", "leakyReLU(slope: 0.2)", [1, 2]),
    Case(Sigmoid("s"), .vector(2), "s", "sigmoid", [1, 2]),
    Case(Tanh(), .vector(2), "tanh1", "tanh", [1, 2]),
    Case(GELU(), .vector(2), "gelu1", "gelu", [1, 2]),
    Case(GELU(approximate: true), .vector(2), "gelu1", "geluTanh", [1, 2]),
    Case(Activation(.swish), .vector(2), "activation1", "swish", [1, 2]),
    Case(Softmax(), .vector(2), "softmax1", "axis -1", [1, 2]),
    Case(LogSoftmax(axis: 1), image, "logsoftmax1", "log, axis 1", [1, 4, 6, 8]),
    Case(BatchNorm(), image, "batchnorm1", "", [1, 4, 6, 8], 8),
    Case(LayerNorm(axes: 2), image, "layernorm1", "", [1, 4, 6, 8], 96),
    Case(LocalResponseNorm(), image, "lrn1", "", [1, 4, 6, 8]),
    Case(Normalize(mean: 0.5, deviation: 2), image, "normalize1", "", [1, 4, 6, 8]),
    Case(Dropout(0.25), .vector(2), "dropout1", "0.25", [1, 2]),
    Case(Dropout("drop"), .vector(2), "drop", "0.5", [1, 2]),
    Case(Flatten(from: 2), image, "flatten1", "", [1, 4, 48]),
    Case(Reshape(to: [0, -1, 16]), image, "reshape1", "to [0, -1, 16]", [1, 12, 16]),
    Case(Transpose(order: [0, 2, 1]), sequence, "transpose1", "[0, 2, 1]", [1, 3, 5]),
    Case(
      ElmanRNN(hidden: 4, returnsSequence: false, nonlinearity: .relu), sequence, "elman1",
      "elman relu 4", [1, 4], 4 * 3 + 16 + 8),
    Case(LSTM("l", hidden: 4), sequence, "l", "lstm 4", [1, 5, 4], 4 * (12 + 16 + 8)),
    Case(GRU(hidden: 4), sequence, "gru1", "gru 4", [1, 5, 4], 3 * (12 + 16 + 8)),
    Case(Apply("r", Reduction(.mean, axes: [1])), sequence, "r", "mean over [1]", [1, 3]),
  ]

  @Test(arguments: cases) func `Each layer is the operation that it is named after`(_ test: Case)
    throws
  {
    let network = try Network(input: test.input) { Sequential([test.layer]) }
    #expect(network.nodes.count == 2)
    let node = network.nodes[1]
    #expect(node.name == test.name)
    #expect(node.operation.summary == test.summary)
    #expect(network.nominalShape(of: node.id) == test.shape)
    #expect(network.parameterCount == test.parameters)
  }

  @Test func `An empty network gives its input back`() throws {
    let network = try Network(input: .vector(3)) {}
    #expect(network.outputs == [network.nodes[0].id])
  }

  @Test func `Initialisers and biases reach the operation`() throws {
    let network = try Network(input: .vector(4)) {
      Dense("d", 4, initializer: .identity(3))
      Reshape(to: [0, 1, 4])
      LSTM("l", hidden: 4, recurrentInitializer: .orthogonalBlocks(count: 4), forgetBias: 1)
    }
    #expect(try network.weights(of: "d.weight")[2, 2] == 3)
    let bias = try network.weights(of: "l.bias_ih").scalars
    #expect(bias == (0..<16).map { (4..<8).contains($0) ? 1 : 0 })
  }
}
