import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// Whole networks against PyTorch: the loss, hidden values with their gradients, and the gradients of all parameters.
@Suite struct NetworkOracleTests {
  @Test func deepConvolutional() throws {
    let oracle = try Oracle("convolutional-networks", "deep")
    var network = Network()
    var x = try network.addInput("image", shape: [5, 1, 16, 16])
    let targets = try network.addInput("targets", shape: [5])
    for (index, (filters, kernel)) in [(10, 5), (20, 3), (36, 3)].enumerated() {
      let window = Window.square(kernel, stride: 2, border: .same)
      let name = "conv\(index + 1)"
      x = try network.add(Convolution(filters: filters, window: window), to: [x], name: name)
      x = try network.add(Elementwise(.relu), to: [x], name: "relu\(index + 1)")
    }
    x = try network.add(Flattening(), to: [x])
    x = try network.add(DenseProduct(units: 24), to: [x], name: "hidden")
    x = try network.add(Elementwise(.relu), to: [x], name: "relu4")
    x = try network.add(DenseProduct(units: 10), to: [x], name: "logits")
    try network.add(CrossEntropy(labelSmoothing: 0.1), to: [x, targets], name: "loss")
    try oracle.check(network)
    try oracle.check(network, mode: .training)
  }

  @Test func residualWithBatchMoments() throws {
    let oracle = try Oracle("convolutional-networks", "residual")
    var network = Network()
    let image = try network.addInput("image", shape: [6, 3, 9, 9])
    let targets = try network.addInput("targets", shape: [6])
    func block(
      _ name: String, _ filters: Int, _ input: Node.ID, stride: Int = 1
    ) throws -> Node.ID {
      let window = Window.square(3, stride: stride, border: .symmetric(1))
      let conv = Convolution(filters: filters, window: window, hasBias: false)
      let x = try network.add(conv, to: [input], name: name)
      return try network.add(BatchNormalization(), to: [x], name: name + "norm")
    }
    let stem = try network.add(Elementwise(.relu), to: [block("stem", 16, image)])
    let inner = try network.add(Elementwise(.relu), to: [block("a", 16, stem)])
    let sum = try network.add(Arithmetic(.add), to: [stem, block("b", 16, inner)])
    let joined = try network.add(Elementwise(.relu), to: [sum], name: "joined")
    let small = try network.add(
      Elementwise(.relu), to: [block("down", 20, joined, stride: 2)])
    let pooled = try network.add(GlobalPooling(.average), to: [small])
    let logits = try network.add(DenseProduct(units: 4), to: [pooled], name: "logits")
    try network.add(CrossEntropy(), to: [logits, targets], name: "loss")
    try oracle.check(network, mode: .training)
  }

  /// ∂L/∂h_t, ∂L/∂c_t and the gates' gradients of both layers and every step, from loops of PyTorch cells.
  @Test(arguments: [
    ("tanh", Recurrent.Cell.elman(.tanh)), ("lstm", .lstm), ("gru", .gru),
  ])
  func twoRecurrentLayers(_ name: String, _ cell: Recurrent.Cell) throws {
    let oracle = try Oracle("recurrent-networks", name)
    #expect(oracle["hiddengrad"].count > 14)
    var network = Network()
    let x = try network.addInput("x", shape: [3, 7, 4])
    let targets = try network.addInput("targets", shape: [3])
    let first = try network.add(Recurrent(cell, hidden: 6), to: [x], name: "first")
    let second = try network.add(
      Recurrent(cell, hidden: 6, returnsSequence: false), to: [first], name: "second")
    let logits = try network.add(DenseProduct(units: 5), to: [second], name: "head")
    try network.add(CrossEntropy(), to: [logits, targets], name: "loss")
    try oracle.check(network)
  }
}
