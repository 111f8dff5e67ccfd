import Fovea
import Testing

@Suite("Maximization")
struct MaximizationTests {
  private func network() throws -> Network {
    try Network(input: .image(channels: 1, height: 8, width: 8), seed: 2) {
      Flatten()
      Dense("logits", 3)
    }
  }

  @Test("Without penalties a linear unit is maximised by the signs of its weights")
  func linear() throws {
    let network = try network()
    let settings = Maximization(.class(1), steps: 120, learningRate: 0.05).bare
    let result = try settings.run(on: network)[0]
    let weights = try network.weights(of: "logits.weight").element(1).scalars
    for (pixel, weight) in zip(result.image.scalars, weights) where abs(weight) > 1e-3 {
      #expect(pixel == (weight > 0 ? 1 : 0))
    }
    #expect(result.history.map(\.step) == Array(stride(from: 0, to: 120, by: 16)) + [120])
    #expect(try result.value > #require(result.value(after: 0)))
  }

  @Test("Total variation makes calmer images; the same seed the same image")
  func calm() throws {
    let network = try network()
    let settings = Maximization(.class(0), steps: 60, totalVariation: 2, snapshots: [10, 60])
    let calm = try settings.run(on: network, seeds: [5])[0]
    let bare = try settings.bare.run(on: network, seeds: [5])[0]
    #expect(calm.image.totalVariation < bare.image.totalVariation)
    #expect(calm.snapshots.map(\.step) == [10, 60])
    #expect(try settings.run(on: network, seeds: [5])[0].image == calm.image)
    let sheet = MaximizationSheet(
      title: "ascents", snapshotsOf: [("bare", bare), ("calm", calm)])
    try sheet.validate()
    #expect(sheet.grid.columnLabels == ["step 10", "step 60"])
    #expect(sheet.grid.tiles.count == 4)
  }
}
