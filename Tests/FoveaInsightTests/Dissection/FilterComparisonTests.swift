import Fovea
import Testing

@Suite("Filter comparison")
struct FilterComparisonTests {
  @Test("Equal filters have no change, turned ones a correlation of −1")
  func values() throws {
    let before = try SmallNetwork.make()
    let same = try FilterComparison(before: before, after: before)
    #expect(same.relativeChange == 0)
    #expect(same.correlations.allSatisfy { abs($0 - 1) < 1e-9 })
    var turned = before
    let position = try before.parameterPosition("conv.weight")
    turned.setWeights(before.weights[position].map { -$0 }, at: position)
    let opposite = try FilterComparison(before: before, after: turned)
    #expect(abs(opposite.relativeChange - 2) < 1e-6)
    #expect(opposite.correlations.allSatisfy { abs($0 + 1) < 1e-9 })
    try opposite.validate()
  }

  @Test("Networks of different shapes are an error")
  func shapes() throws {
    let other = try Network(input: .image(channels: 1, height: 8, width: 8), seed: 1) {
      Conv2D("conv", filters: 4, kernel: 5)
    }
    #expect(throws: FoveaError.self) {
      try FilterComparison(before: try SmallNetwork.make(), after: other)
    }
  }
}
