import Fovea
import Testing

@Suite struct TrainingCurvesTests {
  /// A run of 4 epochs of 10 steps whose validation turns after the second.
  private func run(hasValidation: Bool = true) -> RunLog {
    var log = RunLog()
    func add(_ step: Int, _ value: Float, _ name: String) {
      log.append(
        RunLog.Point(step: step, epoch: Float(step) / 10, seconds: Float(step), value: value),
        to: name)
    }
    for step in 1...40 {
      add(step, 2 / Float(step), "loss/step")
      add(step, 1 - 1 / Float(step), "accuracy/step")
    }
    for (epoch, loss) in [0.9, 0.5, 0.6, 0.7].enumerated() {
      add(10 * (epoch + 1), Float(loss) / 2, "loss/train")
      add(10 * (epoch + 1), Float(1 - loss / 2), "accuracy/train")
      if hasValidation {
        add(10 * (epoch + 1), Float(loss), "loss/validation")
        add(10 * (epoch + 1), Float([0.5, 0.6, 0.8, 0.7][epoch]), "accuracy/validation")
      }
    }
    return log
  }

  @Test func `the best epoch of each measure is found on the validation samples`() {
    let best = TrainingCurves(run()).best
    #expect(best.map(\.measure) == ["loss", "accuracy"])
    #expect(best.map(\.epoch) == [2, 3])
    #expect(best.map { Float($0.value) } == [0.5, 0.8])
  }

  @Test func `without validation the training epochs are watched`() {
    let best = TrainingCurves(run(hasValidation: false)).best
    #expect(best.map(\.epoch) == [2, 2])
    #expect(best.map { Float($0.value) } == [0.25, 0.75])
  }

  @Test func `a value that is no number is never the best`() {
    var log = RunLog()
    for (epoch, value) in [Float.nan, 0.4, 0.3].enumerated() {
      log.append(
        RunLog.Point(step: epoch, epoch: Float(epoch + 1), seconds: 0, value: value),
        to: "loss/validation")
    }
    let best = TrainingCurves(log).best
    #expect(best.map(\.epoch) == [3])
  }

  @Test func `one run draws two panels in any format, the same bytes twice`() throws {
    let curves = TrainingCurves(run())
    try curves.validate()
    #expect(try curves.data(.svg) == curves.data(.svg))
    let text = String(decoding: try curves.data(.svg), as: UTF8.self)
    #expect(text.hasPrefix("<?xml"))
    #expect(curves.size.width > 700)
  }

  @Test func `a run without accuracies has one panel`() {
    var log = RunLog()
    log.append(RunLog.Point(step: 1, epoch: 1, seconds: 1, value: 2), to: "loss/train")
    #expect(TrainingCurves(log).size.width < 700)
  }

  @Test func `several runs share the axes and keep their names`() throws {
    let curves = TrainingCurves([("a", run()), ("b", run(hasValidation: false))])
    #expect(curves.best.map(\.run) == ["a", "a", "b", "b"])
    #expect(try curves.pngData().count > 1000)
  }

  @Test func `on test samples no epoch is picked, and marks have room for their labels`() throws {
    let curves = TrainingCurves(
      [("a", run())], checked: "test", marks: ["accuracy": [.horizontal(0.75, "to beat")]])
    #expect(curves.best.isEmpty)
    try curves.validate()
    #expect(curves.size.width > TrainingCurves([("a", run())], checked: "test").size.width)
  }

  @Test func `an empty run cannot be drawn`() {
    #expect(throws: FoveaError.self) { try TrainingCurves(RunLog()).pngData() }
  }
}
