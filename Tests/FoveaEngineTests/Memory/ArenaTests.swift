import FoveaTensor
import Testing

@testable import FoveaEngine

@Suite struct ArenaTests {
  /// Buffers as a network has them: many short ones, some that live from the forward to the backward pass.
  private static func buffers(
    _ count: Int, _ source: inout RandomSource
  ) -> [(size: Int, lifetime: Lifetime)] {
    (0..<count).map { _ in
      let first = Int(source.next() % 100)
      let length = source.uniform() < 0.3 ? Int(source.next() % 100) : Int(source.next() % 5)
      let size =
        Int(source.next() % 5) == 0 ? 1 + Int(source.next() % 16) : Int(source.next() % 5000)
      return (size, Lifetime(first: first, last: source.uniform() < 0.05 ? .max : first + length))
    }
  }

  @Test(arguments: 0..<40)
  func buffersOfOneTimeNeverShare(_ seed: Int) {
    var source = RandomSource(seed: UInt64(seed))
    let buffers = Self.buffers(1 + Int(source.next() % 80), &source)
    let (offsets, total) = ArenaPlan.place(buffers)
    for (index, buffer) in buffers.enumerated() {
      #expect(offsets[index] % Arena.alignment == 0)
      #expect(offsets[index] + buffer.size <= total)
      for other in 0..<index where buffers[other].lifetime.overlaps(buffer.lifetime) {
        let isApart =
          offsets[index] + buffer.size <= offsets[other]
          || offsets[other] + buffers[other].size <= offsets[index]
        #expect(isApart, "\(index) and \(other)")
      }
    }
  }

  /// No plan can need less than what lives at the busiest moment.
  @Test func totalIsNearTheLowerBound() {
    var ratios: [Double] = []
    for seed in 0..<40 {
      var source = RandomSource(seed: UInt64(seed))
      let buffers = Self.buffers(80, &source)
      let bound =
        (0..<210).map { time in
          buffers.filter { $0.lifetime.first <= time && time <= $0.lifetime.last }
            .reduce(0) { $0 + Arena.rounded($1.size) }
        }.max() ?? 0
      ratios.append(Double(ArenaPlan.place(buffers).size) / Double(bound))
    }
    #expect(ratios.allSatisfy { $0 >= 1 && $0 < 1.3 })
    #expect(ratios.reduce(0, +) / Double(ratios.count) < 1.1)
  }

  @Test func placementIsRepeatable() {
    var (a, b) = (RandomSource(seed: 4), RandomSource(seed: 4))
    let first = ArenaPlan.place(Self.buffers(60, &a))
    #expect(ArenaPlan.place(Self.buffers(60, &b)) == first)
  }

  @Test func memoryIsAlignedAndZero() {
    let arena = Arena(count: 1000)
    withExtendedLifetime(arena) {
      #expect(unsafe UInt(bitPattern: arena.pointer) % 64 == 0)
      #expect(arena.floats(0, 1000).array.allSatisfy { $0 == 0 })
    }
  }
}
