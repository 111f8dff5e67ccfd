import ArgumentParser
import Fovea

/// Training on a set of pictures.
struct Train: Verb {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network on a set of pictures.",
    discussion: """
      With --checkpoint, training that was stopped in whatever way goes on with --resume, and ends with the very weights \
      that it would have had without the stop.

      Examples:
        fovea train --data /usr/share/datasets/fashion-mnist --model deep-cnn --epochs 10 \\
          --save m.onnx --log runs/a --checkpoint m.checkpoint
        fovea train --resume m.checkpoint
      """)

  @Option(help: "A folder of the four IDX files, or of one folder of pictures a class.")
  var data: String?
  @Option(help: "A network's name (\(Zoo.names.joined(separator: ", "))) or a file to train on.")
  var model: String?
  @Option(parsing: .unconditional, help: "How often all pictures are gone through. (default: 10)")
  var epochs: Int?
  @Option(help: "The file to write. (default: the network's name and .onnx)")
  var save: String?
  @Option(help: "A folder for what is measured, as JSON lines and for TensorBoard.")
  var log: String?
  @Option(help: "A file to continue from if training is stopped; renewed now and then.")
  var checkpoint: String?
  @Option(
    parsing: .unconditional,
    help: "Steps between two checkpoints. (default: 30 seconds; always at an epoch's end)")
  var every: Int?
  @Option(help: "A checkpoint to continue; settings and data are those that it was made with.")
  var resume: String?

  @OptionGroup(title: "Optimizer") var steps: OptimizerOptions
  @Option(parsing: .unconditional, help: "How many pictures make one step. (default: 128)")
  var batch: Int?
  @Option(parsing: .unconditional, help: "The share of a target that is spread over all classes.")
  var labelSmoothing: Float?
  @Flag(help: "Begin the network with taking off the training pictures' mean and deviation.")
  var normalize = false

  @Option(help: "Cut and scale pictures to this height and width, such as 28x28.")
  var size: PictureSize?
  @Option(parsing: .unconditional, help: "Learn from no more than the first so many pictures.")
  var limit: Int?
  @Option(
    parsing: .unconditional,
    help: "The share of training pictures that is held back to check on. (default: none)")
  var validation: Double?
  @Option(
    parsing: .unconditional,
    help: "Stop after so many epochs without a better validation loss, and keep the best weights.")
  var patience: Int?
  @Option(help: "\(AugmentationText.help)") var augment: String?
  @OptionGroup var general: GeneralOptions

  func validate() throws {
    if resume != nil {
      guard settingsGiven.isEmpty else {
        throw ValidationError(
          "--resume goes on with the settings of its checkpoint: leave out "
            + settingsGiven.joined(separator: ", "))
      }
    } else {
      guard data != nil, model != nil else {
        throw ValidationError("give --data and --model, or --resume with a checkpoint")
      }
      if every != nil, checkpoint == nil {
        throw ValidationError("--every needs --checkpoint with a file to write")
      }
    }
    try checkNumbers()
    if let augment { _ = try AugmentationText.changes(augment) }
  }

  private func checkNumbers() throws {
    for (name, value) in [
      ("--epochs", epochs), ("--batch", batch), ("--limit", limit), ("--patience", patience),
      ("--every", every),
    ] {
      if let value, !(1...1_000_000_000).contains(value) {
        throw ValidationError("\(name) must be 1 or more, got \(value)")
      }
    }
    if let batch, batch > 65536 {
      throw ValidationError("--batch must be at most 65536, got \(batch)")
    }
    if let labelSmoothing, !(0..<1).contains(labelSmoothing) {
      throw ValidationError(
        "--label-smoothing must be 0 or more and below 1, got \(labelSmoothing)")
    }
    if let validation, !(validation > 0 && validation < 1) {
      throw ValidationError("--validation must lie between 0 and 1, got \(validation)")
    }
    if patience != nil, validation == nil, resume == nil {
      throw ValidationError(
        "--patience needs pictures that are held back: give --validation, such as 0.1")
    }
  }

  /// The options that a checkpoint decides.
  private var settingsGiven: [String] {
    let pairs: [(String, Bool)] = [
      ("--model", model != nil), ("--batch", batch != nil), ("--size", size != nil),
      ("--label-smoothing", labelSmoothing != nil), ("--normalize", normalize),
      ("--limit", limit != nil), ("--validation", validation != nil),
      ("--patience", patience != nil), ("--augment", augment != nil),
      ("--seed", general.givenSeed != nil),
    ]
    return pairs.filter(\.1).map(\.0) + steps.given
  }

  func perform() throws -> TrainingReport {
    let job = try resume.map { try TrainingJob(resuming: $0, self) } ?? TrainingJob(self)
    return try job.run()
  }
}
