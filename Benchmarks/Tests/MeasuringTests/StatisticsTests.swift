import Measuring
import Testing

@Suite struct StatisticsTests {
  @Test func quartilesAreInterpolated() {
    let spread = Spread([4, 1, 3, 2])
    #expect(spread.low == 1.75)
    #expect(spread.median == 2.5)
    #expect(spread.high == 3.25)
    #expect(Spread([7]).high == 7)
  }

  @Test func powerLawFindsItsExponent() {
    let law = PowerLaw([1, 2, 4, 8].map { (x: $0, y: 3 * $0 * $0) })
    #expect(abs(law.exponent - 2) < 1e-12)
    #expect(abs(law.factor - 3) < 1e-12)
    #expect(abs(law.value(at: 10) - 300) < 1e-9)
  }
}
