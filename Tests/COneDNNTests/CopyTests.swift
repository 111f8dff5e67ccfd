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

    @Test func `A reorder can add`() throws {
      let from = try Layout.strided([2, 3], [1, 2])
      let to = try Layout.plain([2, 3])
      let operation = try unsafe Operation(fovea_reorder_adding(from.handle, to.handle))
      try operation.bind(Int32(FOVEA_SOURCE.rawValue), Memory([1, 2, 3, 4, 5, 6]))
      try operation.bind(
        Int32(FOVEA_DESTINATION.rawValue), Memory([10, 20, 30, 40, 50, 60]))
      try operation.run()
      #expect(try operation.get(FOVEA_DESTINATION, [2, 3]) == [11, 23, 35, 42, 54, 66])
    }

    @Test func `Refuses to reorder between different sizes`() throws {
      let (a, b) = (try Layout.plain([2, 3]), try Layout.plain([3, 2]))
      #expect(throws: Refusal.self) { try Operation.reorder(a, b) }
    }

    /// Swift lets go of an array after its last use: the layouts must outlive the call that reads their handles.
    private func make(
      of layouts: [Layout], _ body: ([OpaquePointer?]) -> OpaquePointer?
    ) throws -> Operation {
      try withExtendedLifetime(layouts) {
        try unsafe Operation(body(layouts.map { unsafe $0.handle }))
      }
    }

    @Test(arguments: [0, 1, 2], [false, true])
    func concatenation(axis: Int, choosesLayout: Bool) throws {
      let sizes = [1, 3, 2, 5]
      let shapes = sizes.map { size in
        var dims = [2, 3, 4]
        dims[axis] = size
        return dims
      }
      let parts = shapes.enumerated().map { numbers(product($1), seed: UInt64($0) + 1) }
      var whole = [2, 3, 4]
      whole[axis] = sizes.reduce(0, +)
      let inner = product(Array(whole[(axis + 1)...]))
      var wanted: [Float] = []
      for row in 0..<product(Array(whole[..<axis])) {
        for (size, part) in zip(sizes, parts) {
          wanted += part[row * size * inner..<(row + 1) * size * inner]
        }
      }

      let layouts = try shapes.map { try Layout.plain($0) }
      let to = choosesLayout ? nil : try Layout.plain(whole)
      let operation = try unsafe make(of: layouts) {
        unsafe fovea_concatenation(Int32(sizes.count), $0, Int32(axis), to?.handle)
      }
      for (i, part) in parts.enumerated() {
        try operation.set(Int32(FOVEA_SOURCES.rawValue) + Int32(i), shapes[i], part)
      }
      try operation.run(FOVEA_DESTINATION)
      #expect(try operation.get(FOVEA_DESTINATION, whole) == wanted)
    }

    @Test func `Many sources are concatenated`() throws {
      let layouts = try (0..<40).map { _ in try Layout.plain([1, 2]) }
      let operation = try unsafe make(of: layouts) { unsafe fovea_concatenation(40, $0, 0, nil) }
      for i in 0..<40 {
        try operation.set(
          Int32(FOVEA_SOURCES.rawValue) + Int32(i), [1, 2], [Float(2 * i), Float(2 * i + 1)])
      }
      try operation.run(FOVEA_DESTINATION)
      #expect(try operation.get(FOVEA_DESTINATION, [40, 2]) == (0..<80).map { Float($0) })
    }

    @Test(arguments: [-1, 2, 7]) func `Refuses an axis that is not there`(_ axis: Int32) throws {
      let layout = try Layout.plain([1, 2])
      #expect(throws: Refusal.self) {
        try unsafe make(of: [layout, layout]) { unsafe fovea_concatenation(2, $0, axis, nil) }
      }
    }

    @Test func weightedSum() throws {
      let dims = [3, 5]
      let weights: [Float] = [1, -2, 0.5]
      let parts = (0..<3).map { numbers(15, seed: UInt64($0) + 1) }
      let wanted = (0..<15).map { i in
        (0..<3).reduce(0.0) { $0 + Double(weights[$1]) * Double(parts[$1][i]) }
      }
      let layout = try Layout.plain(dims)
      let operation = try unsafe make(of: [layout, layout, layout]) {
        unsafe fovea_weighted_sum(3, weights, $0, layout.handle)
      }
      for (i, part) in parts.enumerated() {
        try operation.set(Int32(FOVEA_SOURCES.rawValue) + Int32(i), dims, part)
      }
      try operation.run(FOVEA_DESTINATION)
      expectClose(try operation.get(FOVEA_DESTINATION, dims), wanted, operation.name)
    }

    @Test func `Nothing cannot be put together`() throws {
      let layout = try Layout.plain([1])
      #expect(throws: Refusal.self) { try unsafe Operation(fovea_concatenation(0, nil, 0, nil)) }
      #expect(throws: Refusal.self) {
        try unsafe Operation(fovea_weighted_sum(0, nil, nil, layout.handle))
      }
    }
  }
}
