import COneDNN
import Testing

extension OneDNN {
  @Suite struct PoolingTests {
    struct Case: CustomTestStringConvertible {
      var channels: Int
      var size: [Int]
      var window: Window

      var source: [Int] { [2, channels] + size }
      var destination: [Int] { [2, channels] + window.narrowed(size) }
      var testDescription: String { "\(source) → \(destination) by \(window.kernel)" }

      func description(_ kind: fovea_pooling_kind) -> fovea_pooling {
        var p = fovea_pooling()
        p.spatial = Int32(window.spatial)
        p.kind = Int32(kind.rawValue)
        p.training = 1
        fill(&p.source, source)
        fill(&p.destination, destination)
        fill(&p.kernel, window.kernel)
        fill(&p.stride, window.stride)
        fill(&p.dilation, window.dilation)
        fill(&p.before, window.before)
        fill(&p.behind, window.behind)
        return p
      }

      /// For each destination the sources in its window.
      var windows: [[Int]] {
        let (wide, narrow) = (size, window.narrowed(size))
        var inside = [[Int]](repeating: [], count: product(narrow))
        window.forEach(wide: wide, narrow: narrow) { w, _, n in if w >= 0 { inside[n].append(w) } }
        return (0..<2 * channels).flatMap { plane in
          inside.map { $0.map { plane * product(wide) + $0 } }
        }
      }
    }

    static let cases = [
      Case(channels: 3, size: [6, 4], window: Window([2, 2], stride: [2, 2])),
      Case(
        channels: 17, size: [7, 5],
        window: Window([3, 2], stride: [2, 1], before: [1, 0], behind: [1, 1])),
      Case(channels: 2, size: [9, 8], window: Window([3, 2], dilation: [2, 3])),
      Case(channels: 1, size: [7], window: Window([3], stride: [2], before: [1], behind: [1])),
      Case(channels: 2, size: [4, 3, 5], window: Window([2, 3, 2], stride: [1, 1, 2])),
    ]

    @Test(arguments: cases) func maximum(_ entry: Case) throws {
      let x = numbers(product(entry.source), seed: 1)
      let dy = numbers(product(entry.destination), seed: 2)
      let winners = entry.windows.map { inside in
        inside.reduce(inside[0]) { x[$1] > x[$0] ? $1 : $0 }
      }
      var gradient = [Double](repeating: 0, count: x.count)
      for (d, s) in winners.enumerated() { gradient[s] += Double(dy[d]) }
      try expect(entry, FOVEA_POOL_MAX, x, winners.map { Double(x[$0]) }, dy, gradient)
    }

    @Test(arguments: cases, [false, true])
    func average(_ entry: Case, countsBorder: Bool) throws {
      let x = numbers(product(entry.source), seed: 3)
      let dy = numbers(product(entry.destination), seed: 4)
      var gradient = [Double](repeating: 0, count: x.count)
      var values: [Double] = []
      for (d, inside) in entry.windows.enumerated() {
        let share = 1 / Double(countsBorder ? product(entry.window.kernel) : inside.count)
        values.append(inside.reduce(0) { $0 + Double(x[$1]) } * share)
        for s in inside { gradient[s] += Double(dy[d]) * share }
      }
      let kind = countsBorder ? FOVEA_POOL_AVERAGE_WITH_BORDER : FOVEA_POOL_AVERAGE
      try expect(entry, kind, x, values, dy, gradient)
    }

    func expect(
      _ entry: Case, _ kind: fovea_pooling_kind, _ x: [Float], _ values: [Double], _ dy: [Float],
      _ gradient: [Double]
    ) throws {
      var p = entry.description(kind)
      let forward = try unsafe Operation(fovea_pooling_forward(&p, nil))
      try forward.set(FOVEA_SOURCE, entry.source, x)
      try forward.run(FOVEA_DESTINATION)
      expectClose(try forward.get(FOVEA_DESTINATION, entry.destination), values, forward.name)

      let backward = try unsafe Operation(fovea_pooling_backward(&p, forward.handle))
      try backward.set(FOVEA_DESTINATION_GRADIENT, entry.destination, dy)
      try backward.share(FOVEA_WORKSPACE, of: forward)
      try backward.run(FOVEA_SOURCE_GRADIENT)
      expectClose(try backward.get(FOVEA_SOURCE_GRADIENT, entry.source), gradient, backward.name)
    }

    @Test func `Refuses what cannot be`() throws {
      var p = Self.cases[0].description(FOVEA_POOL_MAX)
      p.destination.2 = 17
      #expect(throws: Refusal.self) { try unsafe Operation(fovea_pooling_forward(&p, nil)) }
      p = Self.cases[0].description(FOVEA_POOL_AVERAGE)
      p.stride.0 = 0
      #expect(throws: Refusal.self) { try unsafe Operation(fovea_pooling_forward(&p, nil)) }
      #expect(Refusal().description == "oneDNN pooling: invalid arguments")
    }

    @Test func `Keeps the layout of its source`() throws {
      let entry = Self.cases[1]
      let (h, w, c) = (entry.size[0], entry.size[1], entry.channels)
      let channelsLast = try Layout.strided(entry.source, [h * w * c, 1, w * c, c])
      var p = entry.description(FOVEA_POOL_MAX)
      let forward = try unsafe Operation(fovea_pooling_forward(&p, channelsLast.handle))
      #expect(try forward.layout(FOVEA_SOURCE)?.equals(channelsLast) == true)
    }
  }
}
