import Fovea
import Testing

@Suite struct NetworkAnswerTests {
  private func network() throws -> Network {
    try Network(input: .image(channels: 1, height: 8, width: 8)) {
      KernelFilter("k", Tensor(shape: [3, 3], scalars: [0, 1, 2, 2, 2, 0, 0, 1, 2]))
      ReLU("r")
      Flatten()
      Dense("logits", 2)
    }
  }

  @Test func ofTheOutputAndOfANode() throws {
    let network = try network()
    let batch = Tensor(shape: [2, 1, 8, 8], scalars: (0..<128).map { Float($0 % 7) })
    #expect(try network.answer(to: batch).shape == [2, 2])
    let both = try network.answer(to: batch, at: "r", allowsWinograd: false)
    #expect(both.shape == [2, 1, 6, 6])
    let single = try network.answer(to: batch[1..<2], at: "r", allowsWinograd: false)
    #expect(single.element(0) == both.element(1))
    // The first window holds 0 1 2, 1 2 3, 2 3 4.
    #expect(both[0, 0, 0, 0] == 22)
  }

  @Test func whatDoesNotFitIsAnError() throws {
    let network = try network()
    #expect(throws: FoveaError.self) { try network.answer(to: .zeros([1, 8, 8])) }
    #expect(throws: FoveaError.self) { try network.answer(to: .zeros([1, 1, 8, 8]), at: "s") }
    var two = Network(seed: 0)
    let a = try two.addInput("a", shape: [1, 2])
    let b = try two.addInput("b", shape: [1, 2])
    _ = try two.add(Arithmetic(.add), to: [a, b])
    let error = #expect(throws: FoveaError.self) { try two.answer(to: .zeros([1, 2])) }
    #expect(error?.message == "the network takes several inputs: a, b")
  }
}
