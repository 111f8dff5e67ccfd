import Fovea

/// One call of 'fovea train': a trainer, new or from a checkpoint, and what surrounds it.
struct TrainingJob {
  private var trainer: Trainer
  private let plan: TrainingPlan
  private let parts: TrainingPlan.Parts
  private let checkpoints: Checkpoints?

  /// Begins.
  ///
  /// - Throws: `FoveaError`, with whatever is cheap to find out first: names, then folders, then pictures.
  init(_ verb: Train) throws {
    let model = verb.model ?? ""
    let isName = ModelArgument.isName(model)
    if !isName { try ModelArgument.requireFile(model) }
    let plan = TrainingPlan(
      data: verb.data ?? "", size: verb.size, limit: verb.limit, validation: verb.validation ?? 0,
      augment: verb.augment, epochs: verb.epochs ?? 10, patience: verb.patience,
      seed: verb.general.seed, threads: Threads.count,
      save: verb.save ?? (isName ? "\(model).onnx" : "trained.onnx"), log: verb.log)
    checkpoints = try Self.checkedPlaces(plan, verb.checkpoint, every: verb.every)
    let parts = try plan.parts()
    var network =
      try isName
      ? Self.network(named: model, for: parts.training, verb)
      : ModelArgument.network(model, seed: verb.general.seed)
    try Self.require(network, fits: parts.training, plan.data)
    network.classNames = parts.training.classNames
    network.metadata["data"] = "\(parts.training)"
    try plan.write(to: &network)
    self.plan = plan
    self.parts = parts
    let batch = verb.batch ?? 128
    let steps = (parts.training.count + batch - 1) / batch
    trainer = try Trainer(
      network, optimizer: verb.steps.rule(),
      schedule: verb.steps.schedule(stepsPerEpoch: steps, epochs: plan.epochs),
      loss: .crossEntropy(labelSmoothing: verb.labelSmoothing ?? 0), batchSize: batch,
      clipping: verb.steps.clip.map { .norm($0) }, seed: plan.seed)
  }

  /// Goes on where a checkpoint stands.
  init(resuming path: String, _ verb: Train) throws {
    let trainer = try Trainer(resuming: path)
    var plan = try TrainingPlan.of(trainer.network, from: path)
    plan.data = verb.data ?? plan.data
    plan.epochs = verb.epochs ?? plan.epochs
    plan.save = verb.save ?? plan.save
    plan.log = verb.log ?? plan.log
    if verb.general.threads == nil { Threads.count = plan.threads }
    if Threads.count != plan.threads {
      Console.note(
        "with \(Threads.count) threads instead of \(plan.threads) the last digits may differ")
    }
    checkpoints = try Self.checkedPlaces(plan, verb.checkpoint ?? path, every: verb.every)
    parts = try plan.parts()
    try Self.require(trainer.network, fits: parts.training, plan.data)
    Console.note("going on in epoch \(trainer.epoch + 1), after \(trainer.step) steps")
    self.plan = plan
    self.trainer = trainer
  }

  private static func checkedPlaces(
    _ plan: TrainingPlan, _ checkpoint: String?, every: Int?
  ) throws(FoveaError) -> Checkpoints? {
    try Writable.check(plan.save)
    if let checkpoint { try Writable.check(checkpoint) }
    if let log = plan.log { try Writable.makeFolder(log) }
    return checkpoint.map { Checkpoints(to: $0, every: every.map { .steps($0) } ?? .seconds(30)) }
  }

  private static func network(
    named name: String, for set: ImageSet, _ verb: Train
  ) throws(FoveaError) -> Network {
    let statistics = verb.normalize ? set.channelStatistics : nil
    return try Zoo.network(
      named: name,
      input: .image(channels: set.channels, height: set.height, width: set.width),
      classes: set.classNames.count, seed: verb.general.seed,
      // A channel that is the same everywhere is only moved.
      normalization: statistics.map {
        (mean: $0.means, deviation: $0.deviations.map { $0 > 0 ? $0 : 1 })
      })
  }

  private static func require(
    _ network: Network, fits set: ImageSet, _ data: String
  ) throws(FoveaError) {
    let input = try network.imageInput()
    guard input.shape == set.inputShape else {
      throw FoveaError(
        "'\(data)' has pictures of \(set.inputShape), the network takes \(input.shape): "
          + "--size \(input.shape[1])x\(input.shape[2]) resizes")
    }
  }

  // MARK: - Run

  /// Trains, tests and saves.
  func run() throws -> TrainingReport {
    var trainer = trainer
    var end = TrainingEnd.completed
    let teller = TrainingTeller(
      epochs: plan.epochs, stepsPerEpoch: trainer.stepsPerEpoch(parts.training),
      stepsDone: trainer.step, validationName: parts.validationName)
    let log = try trainer.fit(
      try source(), validating: parts.validation, epochs: plan.epochs,
      earlyStopping: plan.patience.map { EarlyStopping(patience: $0) }, log: plan.log,
      checkpoints: checkpoints
    ) { progress in
      teller.tell(progress)
      if case .finished(let reason) = progress.moment { end = reason }
    }
    var network = plan.patience == nil ? trainer.network : trainer.bestNetwork
    try plan.write(to: &network)
    let test = try parts.test.map { set in
      try Evaluation(of: network, on: set, keepsProbabilities: false)
    }
    network.metadata["trained"] = Self.facts(trainer, test)
    try ModelFile.write(network, to: plan.save)
    return TrainingReport(
      network: network, trainer: trainer, log: log, end: end, test: test, plan: plan,
      checkpoint: checkpoints?.path)
  }

  private func source() throws -> any SampleSource {
    guard let augment = plan.augment else { return parts.training }
    return parts.training.augmented(
      by: Augmentation(try AugmentationText.changes(augment), seed: plan.seed))
  }

  private static func facts(_ trainer: Trainer, _ test: Evaluation?) -> String {
    let accuracy = test?.accuracy.map { ", test accuracy \(Share.text($0))" } ?? ""
    return "\(trainer.epoch) epochs, \(trainer.step) steps\(accuracy)"
  }
}
