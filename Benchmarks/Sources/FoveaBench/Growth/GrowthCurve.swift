import Fovea
import Measuring

/// A piece of work for growing sizes.
struct GrowthCurve: Sendable {
  /// What is done for one size, and how much work it is.
  typealias Prepared = (work: Double, run: () throws -> Void)

  let name: String
  let title: String
  let axis: String
  var unit = "arithmetic"
  let sizes: [Int]
  /// Prepares one size; what it returns is timed.
  let prepare: @Sendable (_ size: Int) throws -> Prepared

  /// Measures all sizes: of each the median of up to 15 runs, within about half a second.
  func measure(_ circumstances: Circumstances) throws -> GrowthMeasurement {
    let clock = ContinuousClock()
    let steps = try sizes.map { size in
      let (work, run) = try prepare(size)
      try run()
      var seconds: [Double] = []
      let start = clock.now
      repeat {
        let before = clock.now
        try run()
        seconds.append((clock.now - before) / .seconds(1))
      } while seconds.count < 15 && (seconds.count < 3 || clock.now - start < .seconds(0.5))
      return GrowthMeasurement.Step(
        size: Double(size), seconds: Spread(seconds).median, work: work)
    }
    return GrowthMeasurement(
      name: name, title: title, axis: axis, unit: unit, steps: steps, circumstances: circumstances)
  }
}
