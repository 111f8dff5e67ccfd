import FoveaDrawing
import FoveaTensor
import Testing

@Suite struct ColorScaleTests {
  @Test func linearRunsFromLeastToMost() {
    let scale = ColorScale.fit([3, -1, .nan, .infinity, 1] as [Float])
    #expect(scale.range == -1...3 && scale.extremes == -1...3)
    #expect(scale.position(of: -1) == 0 && scale.position(of: 3) == 1)
    #expect(scale.position(of: 1) == 0.5)
    #expect(scale.position(of: -5) == 0 && scale.position(of: 50) == 1)
    #expect(scale.position(of: .nan) == nil && scale.position(of: .infinity) == nil)
    #expect(scale.value(at: 0.25) == 0)
  }

  @Test func symmetricKeepsZeroInTheMiddle() {
    let scale = ColorScale.fit([-0.25, 1] as [Float], .symmetric)
    #expect(scale.range == -1...1 && scale.extremes == -0.25...1)
    #expect(scale.position(of: 0) == 0.5)
  }

  @Test func logarithmsHaveNoPlaceForZero() throws {
    let scale = ColorScale.fit([0, -2, 0.01, 100] as [Float], .logarithmic)
    #expect(abs(scale.range.lowerBound - 0.01) < 1e-9 && scale.range.upperBound == 100)
    #expect(scale.extremes == -2...100)
    let middle = try #require(scale.position(of: 1))
    #expect(abs(middle - 0.5) < 1e-6)
    #expect(abs(scale.value(at: 0.5) - 1) < 1e-6)
    #expect(scale.position(of: 0) == nil && scale.position(of: -2) == nil)
    #expect(scale.color(of: 0, in: .viridis) == ColorMap.offScale)
    #expect(scale.color(of: .infinity, in: .viridis) == ColorMap.infinite)
    #expect(scale.color(of: .nan, in: .viridis) == ColorMap.missing)
  }

  @Test func aTinyValueDoesNotStretchTheScaleWithoutEnd() {
    let scale = ColorScale.fit([1e-38, 1] as [Float], .logarithmic, decades: 8)
    #expect(abs(scale.range.lowerBound - 1e-8) < 1e-12)
    #expect(scale.position(of: 1e-38) == 0)
  }

  @Test(arguments: ColorScale.Kind.allCases)
  func nothingAndOneValueHaveAScale(kind: ColorScale.Kind) {
    #expect(ColorScale.fit([] as [Float], kind).extremes == nil)
    #expect(ColorScale.fit([.nan, .infinity] as [Float], kind).extremes == nil)
    let one = ColorScale.fit([3] as [Float], kind)
    #expect(one.position(of: 3) == (kind == .symmetric ? 1 : 0.5))
    #expect(ColorScale.fit([0] as [Float], kind).range.lowerBound.isFinite)
  }

  @Test func oneScaleServesSeveralTensors() {
    let scale = ColorScale.fit([Tensor([1, 2]), Tensor([-4, 0])], .symmetric)
    #expect(scale.range == -4...4)
  }
}
