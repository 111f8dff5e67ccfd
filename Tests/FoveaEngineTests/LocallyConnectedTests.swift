import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct LocallyConnectedTests {
  private func network(_ stride: Int, _ padding: Int) throws -> Network {
    try Network(input: .image(channels: 2, height: 6, width: 6), seed: 3) {
      LocallyConnected2D("local", filters: 3, kernel: 3, stride: stride, padding: padding)
    }
  }

  @Test(arguments: [(1, 0), (2, 1), (1, 2)]) func `With one set of filters it is a convolution`(
    stride: Int, padding: Int
  ) throws {
    let shared = try Network(input: .image(channels: 2, height: 6, width: 6), seed: 3) {
      Conv2D("conv", filters: 3, kernel: 3, stride: stride, padding: .symmetric(padding))
    }
    var local = try network(stride, padding)
    let filters = try shared.weights(of: "conv.weight")
    let position = try local.parameterPosition("local.weights.value")
    var weights = local.weights[position]
    for place in 0..<weights.shape[0] {
      for element in 0..<18 {
        for filter in 0..<3 {
          weights[place, element, filter] = filters.scalars[filter * 18 + element]
        }
      }
    }
    local.setWeights(weights, at: position)
    let picture = Samples.uniform([2, 2, 6, 6])
    let expected = try Samples.output(of: shared, for: picture)
    #expect(distance(try Samples.output(of: local, for: picture), expected) < 1e-5)
  }

  @Test func `Each place counts its own weights`() throws {
    // 4 × 4 places with 3 filters of 18 weights and a bias each.
    #expect(try network(1, 0).parameterCount == 16 * 3 * 19)
    #expect(try network(1, 0).nominalShape(of: network(1, 0).outputs[0]) == [1, 3, 4, 4])
  }

  @Test func `Gradients are those of differences`() throws {
    var network = try network(2, 1)
    let output = network.outputs[0]
    let picture = Samples.uniform([2, 2, 6, 6])
    let position = try network.parameterPosition("local.weights.value")
    let plan = try Plan(
      network, batch: 2,
      request: PlanRequest(
        outputs: [output], origin: .seeds([output]), parameters: .positions([position])))
    try plan.setInput("input", to: picture)
    let seed = Samples.uniform(plan.shapes[output.position], seed: 9)
    plan.setSeed(of: output, to: seed)
    try plan.run()
    let gradient = plan.gradient(ofParameter: position)
    func value() throws -> Float {
      let answer = try Samples.output(of: network, for: picture)
      return zip(answer.scalars, seed.scalars).map { $0 * $1 }.reduce(0, +)
    }
    for element in [0, 37, 200] {
      var weights = network.weights[position]
      let before = weights.scalars[element]
      weights.scalars[element] = before + 0.5
      network.setWeights(weights, at: position)
      let up = try value()
      weights.scalars[element] = before - 0.5
      network.setWeights(weights, at: position)
      let down = try value()
      weights.scalars[element] = before
      network.setWeights(weights, at: position)
      // Linear in the weights: differences are exact but for rounding.
      #expect(abs(up - down - gradient.scalars[element]) < 1e-4)
    }
  }

  @Test func `What has no room is an error`() {
    #expect(
      message {
        _ = try Network(input: .image(channels: 1, height: 4, width: 4)) {
          LocallyConnected2D("local", filters: 1, kernel: 5)
        }
      } == "local (locally connected): [1, 1, 4, 4] has no room for windows of 5")
  }
}
