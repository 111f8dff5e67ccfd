import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct HookPointTests {
  private func example() throws -> (
    network: Network, points: [(point: HookPoint, name: String, shape: Shape)]
  ) {
    let network = try Network(input: .sequence(length: 3, features: 2)) {
      Repeat("shared", times: 2) { Dense(2) }
      LSTM("lstm", hidden: 4, returnsSequence: false)
      Dense("logits", 5)
    }
    return (network, network.hookPoints(shapes: try network.shapes(batch: 7)))
  }

  @Test func `Points stand in order of computation, states after their node`() throws {
    let points = try example().points
    #expect(
      points.map(\.name) == ["input", "shared[0]", "shared[1]", "lstm"]
        + ["h", "c", "i", "f", "g", "o"].flatMap { name in (0..<3).map { "lstm/\(name)[\($0)]" } }
        + ["logits"])
    #expect(points.first { $0.name == "lstm/h[2]" }?.shape == [7, 4])
    #expect(points.first { $0.name == "shared[1]" }?.shape == [7, 3, 2])
    let (network, _) = try example()
    for point in points { #expect(network.name(of: point.point) == point.name) }
  }

  @Test(arguments: [
    ("logits", ["logits"]), ("shared", ["shared[0]", "shared[1]"]), ("shared[1]", ["shared[1]"]),
    ("lstm/h", ["lstm/h[0]", "lstm/h[1]", "lstm/h[2]"]),
    ("lstm/{c,h}[1]", ["lstm/h[1]", "lstm/c[1]"]),
    ("l*s", ["logits"]), ("lstm", ["lstm"]), ("?nput", ["input"]),
  ]) func `Names and patterns select`(pattern: String, names: [String]) throws {
    let (network, points) = try example()
    #expect(try HookSelector(pattern).select(from: points).map { network.name(of: $0) } == names)
  }

  @Test func `A predicate selects`() throws {
    let (network, points) = try example()
    let selected = try HookSelector(where: { $0.contains("[2]") }).select(from: points)
    #expect(selected.count == 6)
    #expect(selected.allSatisfy { network.name(of: $0).hasSuffix("[2]") })
  }

  @Test func `An unknown name comes with the nearest`() throws {
    let (_, points) = try example()
    #expect(
      throws: FoveaError(
        "there is no hook point 'logit'; the nearest are logits, input, lstm, lstm/i[0]")
    ) { try HookSelector("logit").select(from: points) }
    #expect(throws: FoveaError.self) { try HookSelector("conv*").select(from: points) }
  }
}
