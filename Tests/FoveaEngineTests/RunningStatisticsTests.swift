import FoveaEngine
import FoveaTensor
import Testing

@Suite struct RunningStatisticsTests {
  /// The same figures by the schoolbook: all numbers at hand, two passes.
  private struct Naive {
    var mean = 0.0
    var variance = 0.0
    var l1 = 0.0
    var l2 = 0.0

    init(_ numbers: [Float]) {
      let x = numbers.filter(\.isFinite).map(Double.init)
      mean = x.reduce(0, +) / Double(x.count)
      let center = mean
      variance = x.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(x.count)
      l1 = x.reduce(0) { $0 + abs($1) }
      l2 = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }

  @Test(arguments: [1, 7, 8, 9, 1000], [1, 50])
  func `A stream of blocks has the figures of all its numbers`(size: Int, blocks: Int) {
    var source = RandomSource(seed: 2)
    var statistics = RunningStatistics()
    var all: [Float] = []
    for block in 0..<blocks {
      let numbers = (0..<size).map { _ in Float(block) * 0.1 + source.normal() }
      statistics.add(numbers)
      all += numbers
    }
    let naive = Naive(all)
    #expect(statistics.count == size * blocks)
    #expect(abs(statistics.mean - naive.mean) < 1e-12 * max(1, abs(naive.mean)))
    #expect(abs(statistics.variance - naive.variance) < 1e-11 * max(1, naive.variance))
    #expect(abs(statistics.l1 - naive.l1) < 1e-11 * naive.l1)
    #expect(abs(statistics.l2 - naive.l2) < 1e-11 * naive.l2)
    #expect(statistics.minimum == all.min())
    #expect(statistics.maximum == all.max())
    #expect(statistics.lInfinity == all.map(abs).max())
  }

  @Test func `A small spread about a large mean is not lost`() {
    var statistics = RunningStatistics()
    for block in 0..<100 { statistics.add([Float](repeating: 1e6 + Float(block % 2), count: 10)) }
    #expect(statistics.mean == 1e6 + 0.5)
    #expect(abs(statistics.variance - 0.25) < 1e-9)
  }

  @Test func `Merging is adding`() {
    var source = RandomSource(seed: 3)
    let (a, b) = ((0..<31).map { _ in source.normal() }, (0..<5).map { _ in 3 + source.normal() })
    var one = RunningStatistics(Tensor(a))
    one.merge(RunningStatistics(Tensor(b)))
    let both = RunningStatistics(Tensor(a + b))
    #expect(abs(one.variance - both.variance) < 1e-12)
    #expect(abs(one.mean - both.mean) < 1e-12)
    var empty = RunningStatistics()
    empty.merge(RunningStatistics())
    #expect(empty == RunningStatistics())
    empty.merge(both)
    #expect(empty == both)
  }

  @Test func `Zeros and numbers that are not finite are counted apart`() {
    let statistics = RunningStatistics(Tensor([0, -0.0, 3, .nan, .infinity, -.infinity, -5, 2]))
    #expect(statistics.zeroShare == 0.25)
    #expect(statistics.nonFiniteShare == 0.375)
    #expect(statistics.mean == 0)
    #expect(statistics.variance == 38.0 / 5)
    #expect(statistics.l1 == 10)
    #expect(statistics.lInfinity == 5)
    #expect((statistics.minimum, statistics.maximum) == (-5, 3))
    #expect(Statistic.allCases.allSatisfy { statistics[$0].isFinite })
  }

  @Test func `Without finite numbers there is no mean`() {
    for statistics in [RunningStatistics(), RunningStatistics(Tensor([.nan, .infinity]))] {
      #expect(statistics.mean.isNaN && statistics.variance.isNaN && statistics.minimum.isNaN)
      #expect(statistics.l2 == 0)
    }
    #expect(RunningStatistics(Tensor([.nan])).nonFiniteShare == 1)
    #expect(RunningStatistics().zeroShare.isNaN)
  }
}
