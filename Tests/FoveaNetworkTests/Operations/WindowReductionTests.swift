import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct WindowReductionTests {
  /// All windows that begin before the end of the input and its near border, counted one by one.
  @Test(arguments: 1...4, 1...4) func `Windows are counted as they fit`(kernel: Int, stride: Int)
    throws
  {
    for (size, before, behind) in [(5, 0, 0), (7, 1, 2), (4, 2, 0), (9, 0, 3)] {
      let window = Window(
        kernel: [kernel], stride: [stride], dilation: [1],
        border: .explicit(before: [before], behind: [behind]))
      for roundsUp in [false, true] {
        let padded = size + before + behind
        let starts = Swift.stride(from: 0, to: padded, by: stride).filter { start in
          let fits = start + kernel <= padded
          let isBeforeTheLast = start - stride + kernel < padded
          return fits || (roundsUp && isBeforeTheLast && start < size + before)
        }
        let operation = WindowReduction(.maximum, window: window, roundsUp: roundsUp)
        #expect(try operation.outputShape(for: [[2, 3, size]]) == [2, 3, starts.count])
      }
    }
  }

  @Test func `Transposed windows spread`() throws {
    let window = Window.square(3, stride: 2, border: .symmetric(1))
    let wider = TransposedConvolution(
      filters: 6, window: window, outputPadding: [1, 0], groups: 2)
    #expect(try wider.outputShape(for: [[1, 4, 5, 5]]) == [1, 6, 10, 9])
    #expect(try wider.parameters(for: [[1, 4, 5, 5]]).map(\.shape) == [[4, 3, 3, 3], [6]])
    #expect(throws: ShapeError.self) { try wider.outputShape(for: [[1, 3, 5, 5]]) }
    #expect(throws: ShapeError.self) {
      try TransposedConvolution(filters: 1, window: .square(1, border: .symmetric(1)))
        .outputShape(for: [[1, 1, 2, 2]])
    }
  }
}
