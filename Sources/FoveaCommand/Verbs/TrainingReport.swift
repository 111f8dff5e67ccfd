import Fovea
import Foundation

/// What came out of training.
struct TrainingReport: Encodable, CustomStringConvertible {
  let model: String
  let parameters: Int
  let epochs: Int
  let steps: Int
  let trainingLoss: Float?
  let trainingAccuracy: Float?
  let validationLoss: Float?
  let validationAccuracy: Float?
  /// The epoch whose weights were kept, where training stopped early.
  let bestEpoch: Int?
  let testLoss: Double?
  let testAccuracy: Double?
  /// The seconds that training took, over all calls.
  let seconds: Float
  let files: [String]

  init(
    network: Network, trainer: Trainer, log: RunLog, end: TrainingEnd, test: Evaluation?,
    plan: TrainingPlan, checkpoint: String?
  ) {
    model = network.metadata["model"] ?? ""
    parameters = network.parameterCount
    epochs = trainer.epoch
    steps = trainer.step
    trainingLoss = log["loss/train"]?.last
    trainingAccuracy = log["accuracy/train"]?.last
    let isHeldBack = plan.validation > 0
    validationLoss = isHeldBack ? log["loss/validation"]?.last : nil
    validationAccuracy = isHeldBack ? log["accuracy/validation"]?.last : nil
    if case .stoppedEarly(let epoch) = end { bestEpoch = epoch } else { bestEpoch = nil }
    testLoss = test?.loss
    testAccuracy = test?.accuracy
    seconds = log["loss/step"]?.points.last.map { Float($0.seconds) } ?? 0
    files = [plan.save] + [checkpoint, plan.log].compactMap(\.self)
  }

  var description: String {
    var lines = [
      "\(epochs) epochs, \(steps) steps in \(Progress.time(Double(seconds)))"
        + (bestEpoch.map { "; stopped early, the weights are those of epoch \($0)" } ?? "")
    ]
    if let testAccuracy, let testLoss {
      lines.append(
        "test accuracy \(Share.text(testAccuracy)), loss \(String(format: "%.4f", testLoss))")
    }
    return (lines + files.map { "wrote \($0)" }).joined(separator: "\n")
  }
}

/// Tells a person how training goes: a bar within an epoch, a line after each.
final class TrainingTeller {
  private let progress: Progress
  private let stepsPerEpoch: Int
  private let validationName: String
  private let clock = ContinuousClock()
  private var epochStart: ContinuousClock.Instant

  init(epochs: Int, stepsPerEpoch: Int, stepsDone: Int, validationName: String) {
    progress = Progress(
      "training", total: epochs * stepsPerEpoch, unit: "steps", alreadyDone: stepsDone)
    self.stepsPerEpoch = stepsPerEpoch
    self.validationName = validationName
    epochStart = clock.now
  }

  func tell(_ moment: TrainingProgress) {
    switch moment.moment {
    case .step:
      progress.update(
        (moment.epoch - 1) * stepsPerEpoch + moment.step,
        "epoch \(moment.epoch)/\(moment.epochs), " + Self.numbers(moment.loss, moment.accuracy))
    case .epoch:
      let now = clock.now
      var line = "epoch \(moment.epoch)/\(moment.epochs): "
      line += Self.numbers(moment.loss, moment.accuracy)
      if let loss = moment.validationLoss {
        line += "; \(validationName) " + Self.numbers(loss, moment.validationAccuracy)
      }
      Progress.clear()
      Console.note(line + String(format: "; %.1f s", (now - epochStart) / .seconds(1)))
      epochStart = now
    case .finished: Progress.clear()
    }
  }

  private static func numbers(_ loss: Double, _ accuracy: Double?) -> String {
    String(format: "loss %.4f", loss) + (accuracy.map { ", accuracy \(Share.text($0))" } ?? "")
  }
}
