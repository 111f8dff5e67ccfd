import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct PoolingTests {
  @Test func `Channels stay, windows become elements`() throws {
    let pooling = Pooling(.max, window: .square(3, stride: 2, border: .symmetric(1)))
    #expect(try pooling.outputShape(for: [[2, 64, 112, 112]]) == [2, 64, 56, 56])
    #expect(try GlobalPooling(.average).outputShape(for: [[2, 64, 7, 5]]) == [2, 64])
    #expect(try GlobalPooling(.max).outputShape(for: [[2, 64, 7]]) == [2, 64])
  }

  @Test(arguments: [
    (
      BorderSize.symmetric(2),
      "padding must be smaller than the window of 2, else a window is empty"
    ),
    (
      .explicit(before: [0, 0], behind: [0, 3]),
      "padding must be smaller than the window of 2, else a window is empty"
    ),
  ]) func `No window lies outside of the image`(border: BorderSize, message: String) {
    let pooling = Pooling(.average, window: .square(2, border: border))
    #expect(throws: ShapeError(message)) { try pooling.outputShape(for: [[1, 1, 8, 8]]) }
  }

  @Test func `A global pooling needs positions`() {
    for input: Shape in [[2, 3], [2, 3, 0, 4]] {
      #expect(
        throws: ShapeError("the input must have the shape [batch, channels, size…], got \(input)")
      ) { try GlobalPooling(.max).outputShape(for: [input]) }
    }
  }
}
