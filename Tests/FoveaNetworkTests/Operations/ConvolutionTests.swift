import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ConvolutionTests {
  private let convolution = Convolution(
    filters: 6, window: .square(3, stride: 2, border: .symmetric(1)), groups: 3)

  @Test func `Shapes and parameters follow the groups`() throws {
    #expect(try convolution.outputShape(for: [[5, 9, 7, 8]]) == [5, 6, 4, 4])
    let parameters = try convolution.parameters(for: [[5, 9, 7, 8]])
    #expect(parameters.map(\.role) == ["weight", "bias"])
    #expect(parameters.map(\.shape) == [[6, 3, 3, 3], [6]])
    let free = Convolution(filters: 1, window: .square(1), hasBias: false)
    #expect(try free.parameters(for: [[1, 2, 3, 3]]).map(\.shape) == [[1, 2, 1, 1]])
  }

  @Test func `Each output costs a multiplication and an addition for each weight that it meets`()
    throws
  {
    let output = try convolution.outputShape(for: [[5, 9, 7, 8]])
    #expect(
      convolution.arithmetic(for: [[5, 9, 7, 8]], output: output) == 2 * (5 * 6 * 16) * (3 * 9))
  }

  @Test(
    arguments: [
      (Shape([1, 4, 8, 8]), "3 groups must divide the 4 input channels and the 6 filters"),
      ([1, 0, 8, 8], "the input has no channel: [1, 0, 8, 8]"),
      ([1, 9, 8], "the input must have the shape [batch, channels, height, width], got [1, 9, 8]"),
    ] as [(Shape, String)]) func `What does not fit is said`(input: Shape, message: String)
  {
    #expect(throws: ShapeError(message)) { try convolution.outputShape(for: [input]) }
  }

  @Test func `Any number of axes`() throws {
    let window = Window(
      kernel: [2, 3, 1], stride: [1, 2, 1], dilation: [1, 1, 1], border: .valid)
    #expect(
      try Convolution(filters: 4, window: window).outputShape(for: [[1, 2, 5, 7, 3]])
        == [1, 4, 4, 3, 3])
  }
}
