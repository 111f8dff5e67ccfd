import FoveaTensor
import Testing

@testable import FoveaNetwork

@Suite struct WindowTests {
  /// The places where a window fits, one after another.
  private func counted(size: Int, extent: Int, stride: Int) -> Int {
    var count = 0
    var start = 0
    while start + extent <= size {
      count += 1
      start += stride
    }
    return count
  }

  @Test(arguments: 1...5, 1...4) func `Outputs are the places where the window fits`(
    kernel: Int, stride: Int
  ) throws {
    for dilation in 1...3 {
      for padding in 0...4 {
        for size in 1...12 {
          let extent = (kernel - 1) * dilation + 1
          for behind in [padding, padding + 1] {
            let window = Window(
              kernel: [kernel], stride: [stride], dilation: [dilation],
              border: .explicit(before: [padding], behind: [behind]))
            let expected = counted(size: size + padding + behind, extent: extent, stride: stride)
            if expected == 0 {
              #expect(throws: ShapeError.self) { try window.outputs(for: [size]) }
            } else {
              #expect(try window.outputs(for: [size]) == [expected])
            }
          }
        }
      }
    }
  }

  @Test(arguments: 1...6, 1...4) func `Same keeps the size, but for the stride`(
    kernel: Int, stride: Int
  ) throws {
    for dilation in 1...3 {
      for size in 1...15 {
        let window = Window(
          kernel: [kernel], stride: [stride], dilation: [dilation], border: .same)
        let (before, behind) = window.borders(for: [size])
        #expect(try window.outputs(for: [size]) == [(size + stride - 1) / stride])
        #expect(behind[0] - before[0] == 0 || behind[0] - before[0] == 1)
      }
    }
  }

  @Test func `Full lets the window touch each end by one element`() throws {
    let window = Window(kernel: [3, 2], stride: [1, 1], dilation: [2, 1], border: .full)
    #expect(try window.outputs(for: [5, 5]) == [9, 6])
    #expect(window.borders(for: [5, 5]).before == [4, 1])
  }

  @Test func `What does not fit is said`() {
    #expect(
      throws: ShapeError(
        "the window reaches over 5 elements, but axis 3 has only 2 plus 1 of padding")
    ) {
      try Window(
        kernel: [3, 3], stride: [1, 1], dilation: [2, 2],
        border: .explicit(before: [0, 1], behind: [0, 0])
      ).outputs(for: [9, 2])
    }
    #expect(throws: ShapeError("a window of 2 axes cannot slide over 1 spatial axes")) {
      try Window.square(3).outputs(for: [9])
    }
  }

  @Test(arguments: [
    (Window.square(5, stride: 2, border: .symmetric(2)), "5×5, stride 2, pad 2"),
    (
      Window(kernel: [3, 1], stride: [1, 2], dilation: [2, 2], border: .same),
      "3×1, stride 1×2, dilation 2, same"
    ),
    (
      Window(
        kernel: [2, 2], stride: [1, 1], dilation: [1, 1],
        border: .explicit(before: [0, 0], behind: [1, 1])), "2×2, pad [0, 0]…[1, 1]"
    ),
    (.square(1), "1×1"),
  ]) func `A summary says what differs from the usual`(window: Window, text: String) {
    #expect(window.summary == text)
  }

  @Test func `A window without sense stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Window.square(0) }
    await #expect(processExitsWith: .failure) {
      _ = Window(kernel: [3], stride: [1, 1], dilation: [1], border: .valid)
    }
  }

  @Test func `An odd rest goes to the end that the border names`() throws {
    for (border, before, behind) in [(BorderSize.same, 1, 2), (.sameLower, 2, 1)] {
      let window = Window(kernel: [4], stride: [1], dilation: [1], border: border)
      #expect(window.borders(for: [5]) == (before: [before], behind: [behind]))
      #expect(try window.outputs(for: [5]) == [5])
      let strided = Window(kernel: [4], stride: [3], dilation: [1], border: border)
      let wider = TransposedConvolution(filters: 1, window: strided)
      #expect(wider.borders == (before: [before - 1], behind: [behind - 1]))
      #expect(try wider.outputShape(for: [[1, 1, 5]]) == [1, 1, 15])
    }
  }
}
