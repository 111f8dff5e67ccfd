import Foundation
import Testing

@testable import FoveaDrawing

@Suite struct AxisTests {
  private func labels(_ axis: Axis, length: Double = 220, whole: Bool = false) -> [String] {
    axis.ticks(length: length, wholeNumbers: whole).map(\.label).filter { !$0.isEmpty }
  }

  @Test func roundNumbersAreMarked() {
    #expect(labels(Axis(scale: .linear, range: 0...1)) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(labels(Axis(scale: .linear, range: -3...17)) == ["0", "5", "10", "15"])
    #expect(labels(Axis(scale: .linear, range: 0...3), whole: true) == ["0", "1", "2", "3"])
    #expect(labels(Axis(scale: .linear, range: 0...50_000)).last == "50,000")
    #expect(labels(Axis(scale: .linear, range: 0...5e-6)).last == "5×10⁻⁶")
    #expect(labels(Axis(scale: .linear, range: 0.5...0.52)).count >= 3)
  }

  @Test(arguments: [1e-30, 1e-9, 3.7e-4, 0.11, 1, 29, 6.02e23, 1e297])
  func labelsAreDistinctAndTrue(span: Double) throws {
    for start in [0, -span / 3, span, 100 * span] {
      let axis = Axis(scale: .linear, range: start...(start + span))
      let ticks = axis.ticks(length: 300)
      #expect(ticks.count >= 2 && ticks.count <= 12, "\(start) \(span)")
      #expect(Set(ticks.map(\.label)).count == ticks.count, "\(ticks.map(\.label))")
      for tick in ticks { #expect(tick.position > -1e-6 && tick.position < 1 + 1e-6) }
    }
  }

  @Test func decadesAreMarkedOnLogarithms() throws {
    let axis = Axis(scale: .logarithmic, range: 0.01...100)
    #expect(labels(axis) == ["0.01", "0.1", "1", "10", "100"])
    #expect(axis.position(of: 1) == 0.5)
    #expect(axis.position(of: 0) == nil && axis.excludes(0) && axis.excludes(-1))
    let wide = Axis(scale: .logarithmic, range: 1e-20...1)
    #expect(labels(wide).first == "10⁻²⁰" && labels(wide).count <= 6)
    let wider = Axis(scale: .logarithmic, range: 1e-38...1e16)
    #expect(labels(wider, length: 264) == ["10⁻³⁰", "10⁻²⁰", "10⁻¹⁰", "10⁰", "10¹⁰"])
    let decades = [0.5, 1, 2, 4, 6, 9, 11, 14, 40].map(roundDecades)
    #expect(decades == [1, 1, 2, 5, 10, 10, 20, 20, 50])
    let short = Axis(scale: .logarithmic, range: 1...9)
    #expect(labels(short) == ["1", "2", "5"])
  }

  @Test func zeroAndBothSignsHaveAPlaceOnSymmetricLogarithms() throws {
    let axis = Axis(scale: .symmetricLog(threshold: 0.1), range: -10...10)
    #expect(axis.position(of: 0) == 0.5)
    let values = [-10, -1, -0.1, -0.01, 0, 0.01, 0.1, 1, 10]
    let places = values.compactMap { axis.position(of: $0) }
    #expect(places.count == values.count && places == places.sorted())
    #expect(labels(axis).contains("0"))
  }

  @Test(arguments: [AxisScale.linear, .logarithmic, .symmetricLog(threshold: 1)])
  func everyInputHasAnAxis(scale: AxisScale) {
    let inputs: [[Double]] = [
      [], [.nan], [.infinity, -.infinity], [0], [5], [5, 5], [-5], [0, 1e-300], [1e-307, 1],
      [1e299, -1e299], [1e308, -1e308],
      [3, .nan, 4],
    ]
    for input in inputs {
      let axis = Axis.fit(input, scale)
      #expect(axis.range.lowerBound < axis.range.upperBound, "\(input)")
      _ = axis.ticks(length: 200)
      for value in input where abs(value) <= Axis.reach && !axis.excludes(value) {
        if let place = axis.position(of: value) { #expect((0...1).contains(place), "\(value)") }
      }
    }
  }

  @Test func whatLiesBelowALogarithmHasRoomOnItsFloor() {
    let axis = Axis.fit([0, 0.1, 1], .logarithmic)
    #expect(axis.range.lowerBound < 0.05)
    #expect(Axis.fit([0.1, 1], .logarithmic).range.lowerBound > 0.05)
  }

  @Test(
    arguments: [
      (0, "0"), (0.5, "0.5"), (-0.25, "−0.25"), (0.012345, "0.0123"), (1234.4, "1234"),
      (12345, "12,345"), (1e-7, "10⁻⁷"), (4.56e-8, "4.56×10⁻⁸"), (-2e9, "−2×10⁹"),
      (9.999e-9, "10⁻⁸"), (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "NaN"), (100, "100"),
    ] as [(Double, String)])
  func numbersAreShort(value: Double, expected: String) { #expect(value.short == expected) }
}
