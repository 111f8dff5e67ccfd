import FoveaTensor
import Testing

@testable import FoveaEngine

/// The strided loops against loops over one position at a time.
@Suite struct StridedCopyTests {
  struct Arrangement {
    var dimensions: [Int]
    var source: [Int]
    var target: [Int]
    var sourceOffset: Int
    var targetOffset: Int
    var sourceCount: Int
    var targetCount: Int

    /// Up to five dimensions; on either side their order is random and some run backwards; sources may repeat.
    init(seed: Int, sums: Bool) {
      var random = RandomSource(seed: UInt64(seed))
      let dimensions = (0..<Int(random.next() % 6)).map { _ in 1 + Int(random.next() % 4) }
      self.dimensions = dimensions
      (source, sourceOffset, sourceCount) = Self.strides(dimensions, repeats: true, &random)
      (target, targetOffset, targetCount) = Self.strides(dimensions, repeats: sums, &random)
    }

    private static func strides(
      _ dimensions: [Int], repeats: Bool, _ random: inout RandomSource
    ) -> ([Int], offset: Int, count: Int) {
      var strides = [Int](repeating: 0, count: dimensions.count)
      var (extent, offset) = (1 + Int(random.next() % 2), Int(random.next() % 3))
      for axis in random.permutation(dimensions.count) {
        if repeats, random.uniform() < 0.3 { continue }
        strides[axis] = random.uniform() < 0.25 ? -extent : extent
        if strides[axis] < 0 { offset += extent * (dimensions[axis] - 1) }
        extent *= dimensions[axis]
      }
      return (strides, offset, extent + offset + 1)
    }

    /// Calls `body` with the source's and the target's place for each position.
    func each(_ body: (Int, Int) -> Void) {
      for position in 0..<dimensions.reduce(1, *) {
        var (rest, from, to) = (position, sourceOffset, targetOffset)
        for axis in dimensions.indices.reversed() {
          from += rest % dimensions[axis] * source[axis]
          to += rest % dimensions[axis] * target[axis]
          rest /= dimensions[axis]
        }
        body(from, to)
      }
    }

    var copy: StridedCopy {
      StridedCopy(
        dimensions, source: source, target: target, sourceOffset: sourceOffset,
        targetOffset: targetOffset)
    }
  }

  /// Memory of random numbers that is there as long as `body` runs.
  private static func withMemory(_ counts: [Int], _ body: ([Floats]) -> Void) {
    var source = RandomSource(seed: 1)
    let arenas = counts.map { count in
      let arena = Arena(count: count)
      arena.floats(0, count).copy(from: (0..<count).map { _ in source.uniform(in: -1...1) })
      return arena
    }
    withExtendedLifetime(arenas) {
      body(zip(arenas, counts).map { $0.floats(0, $1) })
    }
  }

  @Test(arguments: 0..<300)
  func copies(_ seed: Int) {
    let a = Arrangement(seed: seed, sums: false)
    Self.withMemory([a.sourceCount, a.targetCount]) { memory in
      var expected = memory[1].array
      a.each { expected[$1] = 1.5 * memory[0][$0] }
      a.copy.run(memory[0], memory[1], scale: 1.5)
      #expect(memory[1].array == expected)
    }
  }

  @Test(arguments: 0..<300)
  func sums(_ seed: Int) {
    let a = Arrangement(seed: seed, sums: true)
    Self.withMemory([a.sourceCount, a.targetCount, a.targetCount]) { memory in
      var sums = memory[1].array.map(Double.init)
      var squares = memory[2].array.map(Double.init)
      a.each {
        let value = Double(memory[0][$0])
        sums[$1] -= 2 * value
        squares[$1] += value * value
      }
      a.copy.run(memory[0], memory[1], scale: -2, accumulates: true)
      a.copy.runSquares(memory[0], memory[2])
      for (own, exact) in zip(memory[1].array, sums) { #expect(abs(Double(own) - exact) < 1e-4) }
      for (own, exact) in zip(memory[2].array, squares) {
        #expect(abs(Double(own) - exact) < 1e-4)
      }
    }
  }

  /// There and back again leaves what was there, where nothing repeats.
  @Test func reversed() {
    let copy = StridedCopy([2, 3, 4], source: [12, 4, 1], target: [1, 2, 6])
    Self.withMemory([24, 24]) { memory in
      let start = memory[0].array
      copy.run(memory[0], memory[1])
      #expect(memory[1].array != start)
      memory[0].fill(0)
      copy.reversed.run(memory[1], memory[0])
      #expect(memory[0].array == start)
    }
  }

  @Test func neighbouringDimensionsAreJoined() {
    let copy = StridedCopy([2, 3, 1, 4], source: [12, 4, 9, 1], target: [12, 4, 7, 1])
    #expect(copy.dimensions == [24])
    let turned = StridedCopy([2, 3, 4], source: [12, 4, 1], target: [1, 8, 2])
    #expect(turned.dimensions == [2, 12])
  }
}
