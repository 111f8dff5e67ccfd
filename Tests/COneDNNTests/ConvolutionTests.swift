import COneDNN
import Testing

extension OneDNN {
  @Suite struct ConvolutionTests {
    struct Case: CustomTestStringConvertible {
      var batch = 2
      var channels: Int
      var filters: Int
      var size: [Int]
      var window: Window
      var groups = 1
      var isTransposed = false

      var source: [Int] { [batch, channels] + size }
      var destination: [Int] {
        [batch, filters] + (isTransposed ? window.widened(size) : window.narrowed(size))
      }
      var weights: [Int] {
        (groups > 1 ? [groups] : []) + [filters / groups, channels / groups] + window.kernel
      }
      var testDescription: String {
        "\(source) → \(destination) by \(weights)\(isTransposed ? ", transposed" : "")"
      }

      var description: fovea_convolution {
        var c = fovea_convolution()
        c.spatial = Int32(window.spatial)
        c.weights_rank = Int32(weights.count)
        c.has_bias = 1
        c.bias = Int64(filters)
        c.training = 1
        c.transposed = isTransposed ? 1 : 0
        fill(&c.source, source)
        fill(&c.weights, weights)
        fill(&c.destination, destination)
        fill(&c.stride, window.stride)
        fill(&c.dilation, window.dilation)
        fill(&c.before, window.before)
        fill(&c.behind, window.behind)
        return c
      }

      /// Calls with the offsets of each source, weight and destination that are multiplied and added.
      func forEachTerm(_ body: (_ source: Int, _ weight: Int, _ destination: Int) -> Void) {
        let (from, to) = (Array(source.dropFirst(2)), Array(destination.dropFirst(2)))
        let (inputs, outputs) = (channels / groups, filters / groups)
        let (wide, narrow) = isTransposed ? (to, from) : (from, to)
        window.forEach(wide: wide, narrow: narrow) { w, tap, n in
          guard w >= 0 else { return }
          let (s, d) = isTransposed ? (n, w) : (w, n)
          for image in 0..<batch {
            for o in 0..<filters {
              for i in 0..<inputs {
                let channel = o / outputs * inputs + i
                body(
                  (image * channels + channel) * product(from) + s,
                  (o * inputs + i) * product(window.kernel) + tap,
                  (image * filters + o) * product(to) + d)
              }
            }
          }
        }
      }

      func bias(_ values: [Float]) -> [Double] {
        let area = product(destination) / batch / filters
        return (0..<product(destination)).map { Double(values[$0 / area % filters]) }
      }
    }

    static let cases = [
      Case(batch: 1, channels: 1, filters: 1, size: [1, 1], window: Window([1, 1])),
      Case(channels: 3, filters: 4, size: [7, 5], window: Window([3, 3])),
      Case(
        channels: 17, filters: 33, size: [6, 7],
        window: Window([3, 2], stride: [2, 1], before: [1, 0], behind: [2, 1])),
      Case(
        channels: 32, filters: 16, size: [9, 8],
        window: Window([3, 3], dilation: [2, 3], before: [2, 3], behind: [2, 3])),
      Case(
        batch: 3, channels: 6, filters: 4, size: [5, 6],
        window: Window([3, 3], stride: [2, 2], before: [1, 1], behind: [1, 1]), groups: 2),
      Case(
        channels: 16, filters: 16, size: [7, 7],
        window: Window([3, 3], before: [1, 1], behind: [1, 1]), groups: 16),
      Case(channels: 2, filters: 3, size: [9], window: Window([4], stride: [2], before: [3])),
      Case(
        channels: 2, filters: 5, size: [4, 5, 3],
        window: Window([2, 3, 1], dilation: [1, 2, 1], behind: [1, 0, 0])),
      Case(channels: 3, filters: 4, size: [4, 5], window: Window([3, 3]), isTransposed: true),
      Case(
        channels: 16, filters: 17, size: [5, 3],
        window: Window([4, 3], stride: [2, 2], before: [1, 0], behind: [1, 1]), isTransposed: true),
      Case(
        channels: 4, filters: 6, size: [4, 4],
        window: Window([2, 3], stride: [3, 1], dilation: [2, 2]), groups: 2, isTransposed: true),
    ]

    @Test(arguments: cases) func forward(_ entry: Case) throws {
      let x = numbers(product(entry.source), seed: 1)
      let w = numbers(product(entry.weights), seed: 2)
      let b = numbers(entry.filters, seed: 3)
      var wanted = entry.bias(b)
      entry.forEachTerm { s, k, d in wanted[d] += Double(x[s]) * Double(w[k]) }

      var c = entry.description
      let operation = try unsafe Operation(fovea_convolution_forward(&c))
      try operation.set(FOVEA_SOURCE, entry.source, x)
      try operation.set(FOVEA_WEIGHTS, entry.weights, w)
      try operation.set(FOVEA_BIAS, [entry.filters], b)
      try operation.run(FOVEA_DESTINATION)
      expectClose(try operation.get(FOVEA_DESTINATION, entry.destination), wanted, operation.name)
    }

    @Test(arguments: cases) func byInput(_ entry: Case) throws {
      let dy = numbers(product(entry.destination), seed: 4)
      let w = numbers(product(entry.weights), seed: 5)
      var wanted = [Double](repeating: 0, count: product(entry.source))
      entry.forEachTerm { s, k, d in wanted[s] += Double(dy[d]) * Double(w[k]) }

      var c = entry.description
      let operation = try unsafe Operation(fovea_convolution_backward_data(&c))
      try operation.set(FOVEA_DESTINATION_GRADIENT, entry.destination, dy)
      try operation.set(FOVEA_WEIGHTS, entry.weights, w)
      try operation.run(FOVEA_SOURCE_GRADIENT)
      expectClose(try operation.get(FOVEA_SOURCE_GRADIENT, entry.source), wanted, operation.name)
    }

    @Test(arguments: cases) func byWeights(_ entry: Case) throws {
      let x = numbers(product(entry.source), seed: 6)
      let dy = numbers(product(entry.destination), seed: 7)
      var wanted = [Double](repeating: 0, count: product(entry.weights))
      var bias = [Double](repeating: 0, count: entry.filters)
      entry.forEachTerm { s, k, d in wanted[k] += Double(dy[d]) * Double(x[s]) }
      let area = product(entry.destination) / entry.batch / entry.filters
      for (d, value) in dy.enumerated() { bias[d / area % entry.filters] += Double(value) }

      var c = entry.description
      let operation = try unsafe Operation(fovea_convolution_backward_weights(&c))
      try operation.set(FOVEA_SOURCE, entry.source, x)
      try operation.set(FOVEA_DESTINATION_GRADIENT, entry.destination, dy)
      try operation.run(FOVEA_WEIGHTS_GRADIENT, FOVEA_BIAS_GRADIENT)
      expectClose(try operation.get(FOVEA_WEIGHTS_GRADIENT, entry.weights), wanted, operation.name)
      expectClose(try operation.get(FOVEA_BIAS_GRADIENT, [entry.filters]), bias, "bias")
    }

    @Test(arguments: cases) func `Adds to what is there, then applies a leaky ReLU`(
      _ entry: Case
    ) throws {
      let x = numbers(product(entry.source), seed: 8)
      let w = numbers(product(entry.weights), seed: 9)
      let b = numbers(entry.filters, seed: 10)
      let old = numbers(product(entry.destination), seed: 11)
      var wanted = entry.bias(b)
      entry.forEachTerm { s, k, d in wanted[d] += Double(x[s]) * Double(w[k]) }
      for d in old.indices {
        wanted[d] += Double(old[d])
        if wanted[d] < 0 { wanted[d] *= 0.25 }
      }

      var c = entry.description
      (c.accumulates, c.relu, c.relu_slope, c.training) = (1, 1, 0.25, 0)
      let operation = try unsafe Operation(fovea_convolution_forward(&c))
      try operation.set(FOVEA_SOURCE, entry.source, x)
      try operation.set(FOVEA_WEIGHTS, entry.weights, w)
      try operation.set(FOVEA_BIAS, [entry.filters], b)
      try operation.set(FOVEA_DESTINATION, entry.destination, old)
      try operation.run(FOVEA_DESTINATION)
      expectClose(try operation.get(FOVEA_DESTINATION, entry.destination), wanted, operation.name)
    }

    @Test func `Refuses what cannot be`() throws {
      var c = Self.cases[1].description
      c.destination.2 = 17
      #expect(throws: Refusal.self) { try unsafe Operation(fovea_convolution_forward(&c)) }
      #expect(Refusal().description == "oneDNN convolution: invalid arguments")
      c = Self.cases[1].description
      c.stride.1 = 0
      #expect(throws: Refusal.self) { try unsafe Operation(fovea_convolution_forward(&c)) }
      c.stride.1 = 1
      c.dilation.0 = 0
      #expect(throws: Refusal.self) { try unsafe Operation(fovea_convolution_backward_weights(&c)) }
      c.spatial = 4
      #expect(throws: Refusal.self) { try unsafe Operation(fovea_convolution_backward_data(&c)) }
    }
  }
}
