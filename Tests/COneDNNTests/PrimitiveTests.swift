import COneDNN
import Testing

extension OneDNN {
  @Suite struct PrimitiveTests {
    private func square() throws -> Operation {
      let layout = try Layout.plain([3])
      return try unsafe Operation(
        fovea_elementwise_forward(Int32(FOVEA_SQUARE.rawValue), 0, 0, layout.handle, 0))
    }

    @Test func `Tells its implementation`() throws { #expect(try !square().name.isEmpty) }

    @Test func `Has the layouts of its own arguments only`() throws {
      let operation = try square()
      #expect(try operation.layout(FOVEA_SOURCE)?.dims == [3])
      for argument in [FOVEA_WEIGHTS, FOVEA_MEAN, FOVEA_SCALE] {
        #expect(try operation.layout(argument) == nil, "\(argument)")
      }
      #expect(try operation.layout(-1) == nil)
      #expect(try operation.layout(Int32(FOVEA_ARGUMENT_COUNT.rawValue)) == nil)
    }

    @Test func `Passes over memory for an argument it does not have`() throws {
      let operation = try square()
      try operation.bind(Int32(FOVEA_WEIGHTS.rawValue), Memory([1]))
      try operation.set(FOVEA_SOURCE, [3], [1, 2, 3])
      try operation.run(FOVEA_DESTINATION)
      #expect(try operation.get(FOVEA_DESTINATION, [3]) == [1, 4, 9])
    }

    @Test func `Can be bound anew`() throws {
      let operation = try square()
      for x: [Float] in [[1, 2, 3], [4, 5, 6]] {
        let result = Memory(bytes: 12)
        try operation.bind(Int32(FOVEA_SOURCE.rawValue), Memory(x))
        try operation.bind(Int32(FOVEA_DESTINATION.rawValue), result)
        try operation.run()
        #expect(result.values == x.map { $0 * $0 })
      }
    }

    @Test func `Refuses to run without memory`() throws {
      let operation = try square()
      #expect(unsafe fovea_primitive_execute(operation.handle) != 0)
      #expect(Refusal().description == "oneDNN execution: invalid arguments")
    }

    @Test func `Gives the same bits twice`() throws {
      let entry = ConvolutionTests.cases[3]
      let results = try (0..<2).map { _ in
        var c = entry.description
        let operation = try unsafe Operation(fovea_convolution_backward_weights(&c))
        try operation.set(FOVEA_SOURCE, entry.source, numbers(product(entry.source), seed: 1))
        try operation.set(
          FOVEA_DESTINATION_GRADIENT, entry.destination,
          numbers(product(entry.destination), seed: 2))
        try operation.run(FOVEA_WEIGHTS_GRADIENT, FOVEA_BIAS_GRADIENT)
        return try operation.get(FOVEA_WEIGHTS_GRADIENT, entry.weights)
      }
      #expect(results[0] == results[1])
    }
  }
}
