/// Tells the progress of training: a bar for the epoch under way, on a terminal, and a line for each epoch that is done.
///
///     try trainer.fit(train, epochs: 10, progress: TrainingBar().report)
public final class TrainingBar {
  private let unit: String
  private let output: ProgressOutput
  private var last = -Double.infinity
  private var epochStart: Double

  /// Creates a bar.
  ///
  /// - Parameter unit: what the samples are called.
  public init(unit: String = "images", output: ProgressOutput = .standardError) {
    self.unit = unit
    self.output = output
    epochStart = output.now()
  }

  /// Takes note of a moment of training.
  public func report(_ progress: TrainingProgress) {
    switch progress.moment {
    case .step: step(progress)
    case .epoch: epoch(progress)
    case .finished(.completed): if output.isTerminal { output.redraw("") }
    case .finished(.stoppedEarly(let best)):
      output.line("stopped: no improvement since epoch \(best)")
    }
  }

  private func step(_ progress: TrainingProgress) {
    let now = output.now()
    // A file gets a word from within an epoch only where epochs are long.
    let since = max(last, epochStart)
    guard output.isTerminal ? now - last >= 0.1 : now - since >= 30 else { return }
    last = now
    let share = Double(progress.step) / Double(max(1, progress.steps))
    let bar = output.isTerminal ? ProgressText.bar(share) + " " : ""
    let line =
      "epoch \(progress.epoch)/\(progress.epochs) \(bar)\(Int(share * 100)) %  \(measured(progress))"
      + "  \(ProgressText.duration(progress.secondsLeft)) left"
    if output.isTerminal { output.redraw(line) } else { output.line(line) }
  }

  private func epoch(_ progress: TrainingProgress) {
    var line = "epoch \(progress.epoch)/\(progress.epochs)  \(measured(progress))"
    if let loss = progress.validationLoss {
      line += "  validation loss \(ProgressText.decimal(loss, 4))"
    }
    if let accuracy = progress.validationAccuracy {
      line += " accuracy \(ProgressText.decimal(accuracy, 4))"
    }
    output.line(line)
    epochStart = output.now()
  }

  private func measured(_ progress: TrainingProgress) -> String {
    var text = "loss \(ProgressText.decimal(progress.loss, 4))"
    if let accuracy = progress.accuracy {
      text += " accuracy \(ProgressText.decimal(accuracy, 4))"
    }
    return text + "  \(ProgressText.rate(progress.samplesPerSecond)) \(unit)/s"
  }
}
