import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct Conv2DTests {
  private func network(
    _ border: BorderSize, _ mode: Padding.Mode, kernel: Int = 3, stride: Int = 1
  ) throws -> Network {
    try Network(input: .image(channels: 2, height: 6, width: 7)) {
      Conv2D(
        "conv", filters: 3, kernel: kernel, stride: stride, padding: border, paddingMode: mode)
    }
  }

  @Test(arguments: [Padding.Mode.constant(1), .replicate, .reflect, .circular])
  func `A border that is not zero is made by a node of its own`(_ mode: Padding.Mode) throws {
    let network = try network(.same, mode)
    #expect(network.nodes.map(\.name) == ["input", "conv.pad", "conv"])
    let padding = try #require(network.nodes(of: Padding.self).first?.operation)
    #expect(padding == Padding(before: [0, 0, 1, 1], behind: [0, 0, 1, 1], mode: mode))
    let convolution = try #require(network.nodes(of: Convolution.self).first?.operation)
    #expect(convolution.window.border == .valid)
    #expect(network.nominalShape(of: network.outputs[0]) == [1, 3, 6, 7])
  }

  @Test(arguments: [
    (BorderSize.same, 4, 2, [1, 1], [1, 2]), (.full, 3, 1, [2, 2], [2, 2]),
    (.explicit(before: [0, 2], behind: [1, 0]), 2, 1, [0, 2], [1, 0]),
  ]) func `The border is as wide as that of zeros would be`(
    border: BorderSize, kernel: Int, stride: Int, before: [Int], behind: [Int]
  ) throws {
    let padded = try network(border, .replicate, kernel: kernel, stride: stride)
    let zeros = try network(border, .zeros, kernel: kernel, stride: stride)
    let padding = try #require(padded.nodes(of: Padding.self).first?.operation)
    #expect(Array(padding.before.suffix(2)) == before)
    #expect(Array(padding.behind.suffix(2)) == behind)
    #expect(
      padded.nominalShape(of: padded.outputs[0]) == zeros.nominalShape(of: zeros.outputs[0]))
    #expect(padded.weights == zeros.weights)
  }

  @Test func `No node is added where there is no border`() throws {
    #expect(try network(.valid, .reflect).nodes.count == 2)
    #expect(try network(.same, .reflect, kernel: 1).nodes.count == 2)
    #expect(try network(.same, .constant(0)).nodes.count == 2)
  }

  @Test func `Errors name the node that does not fit`() {
    #expect(
      throws: FoveaError(
        "conv.pad (pad): axis 2 of [1, 2, 6, 7] is too short for reflect padding by 6")
    ) { try network(.symmetric(6), .reflect) }
    #expect(
      throws: FoveaError(
        "conv (conv): the window reaches over 9 elements, but axis 2 has only 6 plus 0 of padding")
    ) { try network(.symmetric(0), .reflect, kernel: 9) }
    #expect(
      throws: FoveaError(
        "c (conv): 3 groups must divide the 2 input channels and the 3 filters")
    ) {
      try Network(input: .image(channels: 2, height: 6, width: 7)) {
        Conv2D("c", filters: 3, kernel: 3, groups: 3)
      }
    }
  }
}
