import FoveaData
import Foundation
import FoveaEngine
import FoveaTensor

/// One call of a trainer's `fit`, from where the session stands to the last epoch.
struct Fit {
  let session: TrainingSession
  let train: any SampleSource
  let validation: (any SampleSource)?
  let lastEpoch: Int
  let steps: Int
  let sampler: BatchSampler
  let earlyStopping: EarlyStopping?
  let progress: ((TrainingProgress) throws -> Void)?
  private let clock = ContinuousClock()

  init(
    session: TrainingSession, train: any SampleSource, validation: (any SampleSource)?, epochs: Int,
    earlyStopping: EarlyStopping?, progress: ((TrainingProgress) throws -> Void)?
  ) throws(FoveaError) {
    guard train.count > 0 else { throw FoveaError("there are no training samples") }
    if let validation, validation.count == 0 {
      throw FoveaError("there are no validation samples")
    }
    self.session = session
    self.train = train
    self.validation = validation
    self.earlyStopping = earlyStopping
    self.progress = progress
    sampler = BatchSampler(
      count: train.count, batchSize: session.settings.batchSize, seed: session.settings.seed)
    steps = sampler.batchesPerEpoch
    lastEpoch = (session.state.fitStart ?? session.state.epoch) + epochs
    guard session.state.step <= steps else {
      throw FoveaError(
        "an epoch of \(train.count) samples has \(steps) steps, but \(session.state.step) steps "
          + "of the one under way are done: continue with the samples that it began with")
    }
  }

  func run() throws {
    if session.state.fitStart == nil {
      session.state.fitStart = session.state.epoch
      session.state.epochsWithoutImprovement = 0
    }
    if session.log.start == 0 { session.log.start = Date().timeIntervalSince1970 }
    for name in RunLog.stepSeries {
      session.log.reserve((lastEpoch - session.state.epoch) * steps, in: name)
    }
    var end = TrainingEnd.completed
    while session.state.epoch < lastEpoch {
      try runEpoch()
      if let stopping = earlyStopping, let best = session.state.best,
        session.state.epochsWithoutImprovement >= stopping.patience
      {
        if stopping.restoresBest, let weights = session.bestWeights { session.store.load(weights) }
        end = .stoppedEarly(bestEpoch: best.epoch)
        break
      }
    }
    session.state.fitStart = nil
    try report(.finished(end), trained: 0, in: 0)
  }

  // MARK: - One epoch

  private func runEpoch() throws {
    let batch = sampler.batchSize
    let order = sampler.order(epoch: session.state.epoch)
    var samples: [Int] = []
    samples.reserveCapacity(batch)
    var trained = 0
    let began = clock.now
    while session.state.step < steps {
      let before = clock.now
      let start = session.state.step * batch
      samples.removeAll(keepingCapacity: true)
      samples.append(contentsOf: order[start..<min(start + batch, order.count)])
      let (sums, norm) = try session.trainStep(train, samples)
      let seconds = (clock.now - before) / .seconds(1)
      session.state.sums += sums
      trained += sums.samples
      session.state.step += 1
      session.state.totalSteps += 1
      session.state.epochSeconds += seconds
      session.state.seconds += seconds
      record(sums, gradientNorm: norm)
      try report(.step, trained: trained, in: (clock.now - began) / .seconds(1))
    }
    try finishEpoch(trained: trained, in: (clock.now - began) / .seconds(1))
  }

  private func finishEpoch(trained: Int, in seconds: Double) throws {
    let before = clock.now
    let checked = try validation.map {
      try session.evaluate($0, batch: session.settings.batchSize)
    }
    session.state.seconds += (clock.now - before) / .seconds(1)
    let sums = session.state.sums
    session.state.epoch += 1
    session.state.step = 0
    recordEpoch(sums, checked)
    let watched = checked ?? sums
    let metric = earlyStopping?.metric ?? .loss
    let value = metric == .loss ? watched.meanLoss : watched.accuracy ?? -watched.meanLoss
    if session.state.isBest(value, metric: metric, minDelta: earlyStopping?.minDelta ?? 0) {
      session.bestWeights = session.store.snapshot()
    }
    session.state.sums = BatchSums()
    session.state.epochSeconds = 0
    try report(.epoch, sums: sums, checked: checked, trained: trained, in: seconds)
  }

  // MARK: - Numbers

  private func point(_ value: Double) -> RunLog.Point {
    let state = session.state
    return RunLog.Point(
      step: state.totalSteps, epoch: Double(state.epoch) + Double(state.step) / Double(steps),
      seconds: state.seconds, value: Float(value))
  }

  private func record(_ sums: BatchSums, gradientNorm: Double) {
    let settings = session.settings
    let rate = settings.schedule.rate(
      step: session.state.totalSteps - 1, of: settings.optimizer.learningRate)
    session.log.append(point(sums.meanLoss), to: "loss/step")
    if let accuracy = sums.accuracy { session.log.append(point(accuracy), to: "accuracy/step") }
    session.log.append(point(rate), to: "learning-rate/step")
    session.log.append(point(gradientNorm), to: "gradient-norm/step")
  }

  private func recordEpoch(_ sums: BatchSums, _ checked: BatchSums?) {
    session.log.append(point(sums.meanLoss), to: "loss/train")
    if let accuracy = sums.accuracy { session.log.append(point(accuracy), to: "accuracy/train") }
    if let checked {
      session.log.append(point(checked.meanLoss), to: "loss/validation")
      if let accuracy = checked.accuracy {
        session.log.append(point(accuracy), to: "accuracy/validation")
      }
    }
    session.log.append(point(session.state.epochSeconds), to: "seconds/epoch")
  }

  private func report(
    _ moment: TrainingProgress.Moment, sums: BatchSums? = nil, checked: BatchSums? = nil,
    trained: Int, in seconds: Double
  ) throws {
    guard let progress else { return }
    let state = session.state
    let sums = sums ?? state.sums
    let rate = seconds > 0 ? Double(trained) / seconds : 0
    let left = (lastEpoch - state.epoch) * train.count - state.sums.samples
    try progress(
      TrainingProgress(
        moment: moment, epoch: moment == .step ? state.epoch + 1 : state.epoch, epochs: lastEpoch,
        step: moment == .step ? state.step : steps, steps: steps, loss: sums.meanLoss,
        accuracy: sums.accuracy, validationLoss: checked?.meanLoss,
        validationAccuracy: checked?.accuracy, samplesPerSecond: rate,
        secondsLeft: rate > 0 ? Double(max(0, left)) / rate : 0))
  }
}

extension RunLog {
  /// The series to which every step adds a number.
  static let stepSeries = ["loss/step", "learning-rate/step", "gradient-norm/step"]
}
