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

  @Test("In octaves the objective climbs too, from the ground and by decay not far from it")
  func octaves() throws {
    let network = try network()
    let settings = Maximization(
      .class(2), steps: 40, learningRate: 0.05, l2: 0, totalVariation: 0, bands: [0.5, 1],
      ground: 0, startDeviation: 0)
    let free = try settings.run(on: network)[0]
    #expect(try free.value > #require(free.value(after: 0)))
    var decaying = settings
    decaying.decay = 0.3
    let held = try decaying.run(on: network)[0]
    #expect(held.image.scalars.reduce(0, +) < free.image.scalars.reduce(0, +))
    #expect(held.image.scalars.contains { $0 > 0 })
    decaying.decay = 1
    #expect(try decaying.run(on: network)[0].image.scalars.allSatisfy { $0 == 0 })
    #expect(settings.bare.bands.isEmpty && decaying.bare.decay == 0)
    #expect(decaying.bare.ground == 0)
  }
}
