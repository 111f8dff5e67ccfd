import FoveaData
import FoveaEngine
import FoveaTensor
import Foundation

/// What one call of a trainer's `fit` was asked for.
struct FitRequest {
  let train: any SampleSource
  let validation: (any SampleSource)?
  let epochs: Int
  let earlyStopping: EarlyStopping?
  let log: String?
  let checkpoints: Checkpoints?
  let progress: ((TrainingProgress) throws -> Void)?
}

/// One call of a trainer's `fit`, from where the session stands to the last epoch.
final class Fit {
  let session: TrainingSession
  let request: FitRequest
  let lastEpoch: Int
  let steps: Int
  private let sampler: BatchSampler
  private let recorder: RunRecorder?
  private let clock = ContinuousClock()
  private var lastCheckpoint: ContinuousClock.Instant
  private var lastUpdate: ContinuousClock.Instant

  /// Prepares the session: the log's files are written, and the position is checked against the samples.
  static func begin(_ request: FitRequest, _ session: TrainingSession) throws(FoveaError) -> Fit {
    guard request.train.count > 0 else { throw FoveaError("there are no training samples") }
    if let validation = request.validation, validation.count == 0 {
      throw FoveaError("there are no validation samples")
    }
    let count = request.train.count
    guard session.state.step == 0 || session.state.sampleCount == count else {
      throw FoveaError(
        "the epoch under way began with \(session.state.sampleCount) samples, now there are "
          + "\(count): continue with the same ones")
    }
    if session.log.start == 0 {
      session.log.start = (Date().timeIntervalSince1970 * 1000).rounded() / 1000
    }
    let recorder: RunRecorder?
    if let folder = request.log {
      recorder = try RunRecorder.begin(session.log, in: folder)
    } else {
      recorder = nil
    }
    if session.state.fitStart == nil {
      session.state.fitStart = session.state.epoch
      session.state.epochsWithoutImprovement = 0
    }
    return Fit(request, session, recorder)
  }

  private init(_ request: FitRequest, _ session: TrainingSession, _ recorder: RunRecorder?) {
    self.session = session
    self.request = request
    self.recorder = recorder
    sampler = BatchSampler(
      count: request.train.count, batchSize: session.settings.batchSize,
      seed: session.settings.seed)
    steps = sampler.batchesPerEpoch
    lastEpoch = (session.state.fitStart ?? session.state.epoch) + request.epochs
    lastCheckpoint = clock.now
    lastUpdate = clock.now
  }

  func run() throws {
    do {
      try runEpochs()
    } catch {
      // What was measured up to here is worth keeping; the reason of the failure is worth more than a second one.
      try? recorder?.update(session.log)
      throw error
    }
  }

  private func runEpochs() throws {
    for name in RunLog.stepSeries {
      session.log.reserve(max(0, lastEpoch - session.state.epoch) * steps, in: name)
    }
    while end == nil { try runEpoch() }
    guard let end else { return }
    if case .stoppedEarly = end, request.earlyStopping?.restoresBest == true,
      let weights = session.bestWeights
    {
      session.store.load(weights)
    }
    session.state.fitStart = nil
    try report(.finished(end), session.state.sums)
  }

  /// Why training is over, where it is.
  private var end: TrainingEnd? {
    if let stopping = request.earlyStopping, let best = session.state.best,
      session.state.step == 0, session.state.epochsWithoutImprovement >= stopping.patience
    {
      return .stoppedEarly(bestEpoch: best.epoch)
    }
    return session.state.epoch >= lastEpoch ? .completed : nil
  }

  // MARK: - One epoch

  private func runEpoch() throws {
    let batch = sampler.batchSize
    let order = sampler.order(epoch: session.state.epoch)
    var samples: [Int] = []
    samples.reserveCapacity(batch)
    session.state.sampleCount = order.count
    var last: BatchPlan?
    let pace = Pace(start: clock.now, samplesBefore: session.state.sums.samples)
    while session.state.step < steps {
      let before = clock.now
      let start = session.state.step * batch
      samples.removeAll(keepingCapacity: true)
      samples.append(contentsOf: order[start..<min(start + batch, order.count)])
      let rate = session.rate
      let pass = try session.passes.plan(
        like: last, for: request.train, batch: samples.count, trains: true)
      let (sums, norm) = try session.trainStep(pass, request.train, samples)
      last = pass
      let seconds = (clock.now - before) / .seconds(1)
      session.state.sums += sums
      session.state.step += 1
      session.state.totalSteps += 1
      session.state.epochSeconds += seconds
      session.state.seconds += seconds
      record(sums, gradientNorm: norm, rate: rate)
      try save()
      try report(.step, session.state.sums, pace: pace)
    }
    try finishEpoch(pace)
  }

  private func finishEpoch(_ pace: Pace) throws {
    let before = clock.now
    let checked = try request.validation.map {
      try session.passes.evaluate($0, batch: sampler.batchSize)
    }
    session.state.seconds += (clock.now - before) / .seconds(1)
    let sums = session.state.sums
    session.state.epoch += 1
    session.state.step = 0
    recordEpoch(sums, checked)
    session.state.sums = BatchSums()
    session.state.epochSeconds = 0
    let watched = checked ?? sums
    let metric = request.earlyStopping?.metric ?? .loss
    let value = metric == .loss ? watched.meanLoss : watched.accuracy ?? -watched.meanLoss
    let minDelta = request.earlyStopping?.minDelta ?? 0
    if session.state.isBest(value, metric: metric, minDelta: minDelta) {
      session.bestWeights = session.store.snapshot()
    }
    try save(isEpochEnd: true)
    try report(.epoch, sums, checked: checked, pace: pace)
  }

  /// Writes the log's files and the checkpoint where it is time.
  private func save(isEpochEnd: Bool = false) throws(FoveaError) {
    let now = clock.now
    if let recorder, isEpochEnd || now - lastUpdate >= .seconds(1) {
      lastUpdate = now
      try recorder.update(session.log)
    }
    if let checkpoints = request.checkpoints,
      isEpochEnd
        || checkpoints.isDue(
          step: session.state.totalSteps, secondsSinceLast: (now - lastCheckpoint) / .seconds(1))
    {
      lastCheckpoint = now
      try session.file().write(to: checkpoints.path)
    }
  }

  // MARK: - Numbers

  private func record(_ sums: BatchSums, gradientNorm: Double, rate: Double) {
    append(sums.meanLoss, to: "loss/step")
    if let accuracy = sums.accuracy { append(accuracy, to: "accuracy/step") }
    append(rate, to: "learning-rate/step")
    append(gradientNorm, to: "gradient-norm/step")
  }

  private func recordEpoch(_ sums: BatchSums, _ checked: BatchSums?) {
    append(sums.meanLoss, to: "loss/train")
    if let accuracy = sums.accuracy { append(accuracy, to: "accuracy/train") }
    if let checked {
      append(checked.meanLoss, to: "loss/validation")
      if let accuracy = checked.accuracy { append(accuracy, to: "accuracy/validation") }
    }
    append(session.state.epochSeconds, to: "seconds/epoch")
  }

  private func append(_ value: Double, to name: String) {
    let state = session.state
    let epoch = Double(state.epoch) + Double(state.step) / Double(steps)
    session.log.append(
      RunLog.Point(
        step: state.totalSteps, epoch: Float(epoch), seconds: Float(state.seconds),
        value: Float(value)), to: name)
  }

  /// When the steps of an epoch in this process began, and with how many samples done before.
  private struct Pace {
    let start: ContinuousClock.Instant
    let samplesBefore: Int
  }

  private func report(
    _ moment: TrainingProgress.Moment, _ sums: BatchSums, checked: BatchSums? = nil,
    pace: Pace? = nil
  ) throws {
    guard let progress = request.progress else { return }
    let state = session.state
    let isStep = moment == .step
    let seconds = pace.map { (clock.now - $0.start) / .seconds(1) } ?? 0
    let rate = seconds > 0 ? Double(sums.samples - (pace?.samplesBefore ?? 0)) / seconds : 0
    let left = (lastEpoch - state.epoch) * sampler.count - state.sums.samples
    try progress(
      TrainingProgress(
        moment: moment, epoch: isStep ? state.epoch + 1 : state.epoch, epochs: lastEpoch,
        step: isStep ? state.step : steps, steps: steps, loss: sums.meanLoss,
        accuracy: sums.accuracy, validationLoss: checked?.meanLoss,
        validationAccuracy: checked?.accuracy, samplesPerSecond: rate,
        secondsLeft: rate > 0 ? Double(max(0, left)) / rate : 0))
  }
}

extension RunLog {
  /// The series to which every step adds a number.
  static let stepSeries = ["loss/step", "learning-rate/step", "gradient-norm/step"]
}
