import COneDNN
import Testing

extension OneDNN {
  @Suite struct CopyTests {
    @Test func `Reorders to channels last and back`() throws {
      let dims = [2, 3, 4, 5]
      let plain = try Layout.plain(dims)
      let channelsLast = try Layout.strided(dims, [60, 1, 15, 3])
      let (source, moved, back) = (
        Memory(numbers(120, seed: 1)), Memory(bytes: 480), Memory(bytes: 480)
      )
      try move(source, plain, to: moved, channelsLast)
      let (x, y) = (source.values, moved.values)
      for i in 0..<120 {
        let (n, c, h, w) = (i / 60, i / 20 % 3, i / 5 % 4, i % 5)
        #expect(y[n * 60 + h * 15 + w * 3 + c] == x[i])
      }
      try move(moved, channelsLast, to: back, plain)
      #expect(back.values == x)
    }

    /// A convolution's own arrangements, blocked and padded where the processor has wide vectors.
    @Test func `Reorders to what a convolution wants, and back`() throws {
      let entry = ConvolutionTests.cases[2]
      var c = entry.description
      let convolution = try unsafe Operation(fovea_convolution_forward(&c))
      for (argument, dims) in [(FOVEA_SOURCE, entry.source), (FOVEA_WEIGHTS, entry.weights)] {
        let plain = try Layout.plain(dims)
        let wanted = try #require(try convolution.layout(argument))
        #expect(wanted.dims == dims)
        let source = Memory(numbers(product(dims), seed: 2))
        let (moved, back) = (Memory(bytes: wanted.bytes), Memory(bytes: plain.bytes))
        try move(source, plain, to: moved, wanted)
        try move(moved, wanted, to: back, plain)
        #expect(back.values == source.values, "\(wanted.text)")
        let total = source.values.reduce(0.0) { $0 + Double($1) }
        let sum = moved.values.reduce(0.0) { $0 + Double($1) }
        #expect((sum - total).magnitude < 1e-9, "padding is zero in \(wanted.text)")
      }
    }

    @Test func `Refuses to reorder between different sizes`() throws {
      let (a, b) = (try Layout.plain([2, 3]), try Layout.plain([3, 2]))
      #expect(throws: Refusal.self) { try Operation.reorder(a, b) }
    }
  }
}
