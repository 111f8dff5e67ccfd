import FoveaTensor
import Testing

@testable import FoveaTraining

@Suite struct ProgressTests {
  /// An output that keeps what is written, with a clock that is set by hand.
  final class Page {
    var text = ""
    var time = 0.0

    func output(isTerminal: Bool) -> ProgressOutput {
      ProgressOutput(isTerminal: isTerminal, width: 100, now: { self.time }) { self.text += $0 }
    }
  }

  static func progress(
    _ moment: TrainingProgress.Moment, step: Int = 5, validation: Double? = nil
  ) -> TrainingProgress {
    TrainingProgress(
      moment: moment, epoch: 2, epochs: 3, step: step, steps: 10, loss: 0.5, accuracy: 0.75,
      validationLoss: validation, validationAccuracy: validation, samplesPerSecond: 7304.4,
      secondsLeft: 129.2)
  }

  @Test func aTerminalsLineIsDrawnOver() {
    let page = Page()
    let bar = ProgressBar(
      "drawing", total: 200, unit: "tiles", output: page.output(isTerminal: true))
    bar.advance(to: 10)
    #expect(page.text.isEmpty)
    page.time = 2
    bar.advance(to: 50, note: "loss 1")
    bar.advance(to: 51)
    #expect(
      page.text
        == "\r\u{1B}[Kdrawing [======>                 ] 25 %  loss 1  25 tiles/s  6 s left")
    bar.finish()
    #expect(page.text.hasSuffix("\r\u{1B}[K"))
  }

  @Test func aFileGetsPlainLines() {
    let page = Page()
    let bar = ProgressBar(
      "drawing", total: 200, unit: "tiles", output: page.output(isTerminal: false))
    for second in 0..<25 {
      page.time = Double(second)
      bar.advance(to: second)
    }
    bar.finish()
    let lines = page.text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0] == "drawing 0 %  1.00 tiles/s  3 min 19 s left")
    #expect(!page.text.contains("\u{1B}"))
  }

  @Test func trainingTellsEpochs() {
    for isTerminal in [false, true] {
      let page = Page()
      let bar = TrainingBar(output: page.output(isTerminal: isTerminal))
      page.time = 1
      bar.report(Self.progress(.step))
      #expect(page.text.isEmpty != isTerminal)
      if isTerminal {
        #expect(
          page.text
            == "\r\u{1B}[Kepoch 2/3 [============>           ] 50 %  loss 0.5000 accuracy 0.7500  "
            + "7,304 images/s  2 min 10 s ")
      }
      bar.report(Self.progress(.epoch, step: 10, validation: 0.25))
      bar.report(Self.progress(.finished(.stoppedEarly(bestEpoch: 1))))
      #expect(
        page.text.contains(
          "epoch 2/3  loss 0.5000 accuracy 0.7500  7,304 images/s  validation loss 0.2500 "
            + "accuracy 0.2500\n"))
      #expect(page.text.hasSuffix("stopped: no improvement since epoch 1\n"))
    }
  }

  @Test func numbersAreReadable() {
    #expect(ProgressText.duration(0.2) == "1 s")
    #expect(ProgressText.duration(3599.5) == "1 h 0 min")
    #expect(ProgressText.duration(11_160) == "3 h 6 min")
    #expect(ProgressText.rate(1_234_567) == "1,234,567")
    #expect(ProgressText.rate(0.314) == "0.31")
    #expect(ProgressText.bar(1, width: 4) == "[====]")
    #expect(ProgressText.bar(0, width: 4) == "[>   ]")
  }
}
