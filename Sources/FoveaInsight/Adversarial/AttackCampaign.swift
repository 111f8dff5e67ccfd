import FoveaImage
import FoveaNetwork
import FoveaTensor

/// One call of an attack from the clean images to the checked result.
struct AttackCampaign {
  private let attack: any Attack
  private let victim: Victim
  private let originals: Tensor
  private let labels: [Int]
  private let targets: [Int]?
  private let mask: Tensor?
  private let before: [Prediction]

  private var changed: [Float] = []
  private var changes: [ImageChange] = []
  private var radii: [Float?] = []
  private var traces: [AttackTrace] = []
  private var zeroGradients: [Int] = []
  private var brokenGradients: [Int] = []

  /// By how much a pixel may leave the bounds before that is an error rather than rounding.
  private static let boundsSlack: Float = 1e-5

  /// Checks images, labels and settings, and classifies the clean images.
  init(
    _ attack: any Attack, _ victim: Victim, images: Tensor, labels: [Int]?, goal: AttackGoal,
    mask: Tensor?
  ) throws(FoveaError) {
    try attack.validate()
    try victim.requireFit(images)
    guard images.shape[0] > 0 else { throw FoveaError("there are no images to attack") }
    let originals = try Self.clipped(images, to: victim.bounds)
    let before = try victim.predict(originals)
    let labels = labels ?? before.map(\.label)
    try Self.check(labels, count: images.shape[0], classes: victim.classes)
    self.attack = attack
    self.victim = victim
    self.originals = originals
    self.before = before
    self.labels = labels
    targets = try goal.targets(labels: labels, clean: before, classes: victim.classes)
    self.mask = try mask.map { (mask) throws(FoveaError) in try Self.spread(mask, to: images.shape)
    }
  }

  // MARK: - What comes in

  private static func clipped(
    _ images: Tensor, to bounds: ClosedRange<Float>
  ) throws(FoveaError) -> Tensor {
    guard let range = images.range, range.lowerBound.isFinite, range.upperBound.isFinite else {
      throw FoveaError("the images hold values that are not finite")
    }
    guard range.lowerBound >= bounds.lowerBound - boundsSlack,
      range.upperBound <= bounds.upperBound + boundsSlack
    else {
      throw FoveaError(
        "the images' values reach \(range.lowerBound) … \(range.upperBound), the bounds are "
          + "\(bounds.lowerBound) … \(bounds.upperBound): attack pixels, and make normalisation a "
          + "layer of the network")
    }
    return images.map { min(bounds.upperBound, max(bounds.lowerBound, $0)) }
  }

  private static func check(_ labels: [Int], count: Int, classes: Int) throws(FoveaError) {
    guard labels.count == count else {
      throw FoveaError("\(labels.count) labels for \(count) images")
    }
    for (image, label) in labels.enumerated() where label < 0 || label >= classes {
      throw FoveaError("image \(image): the label \(label) is none of 0 … \(classes - 1)")
    }
  }

  /// The mask repeated to the images' shape, after NumPy's rule.
  private static func spread(_ mask: Tensor, to shape: Shape) throws(FoveaError) -> Tensor {
    guard mask.scalars.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw FoveaError("a mask holds 0 where nothing may change and 1 elsewhere")
    }
    guard mask.shape.broadcast(with: shape) == shape else {
      throw FoveaError("a mask \(mask.shape) does not repeat to images \(shape)")
    }
    let strides = mask.shape.stridesBroadcast(to: shape)
    var scalars = [Float](repeating: 0, count: shape.count)
    var index = [Int](repeating: 0, count: shape.rank)
    var source = 0
    for position in scalars.indices {
      scalars[position] = mask.scalars[source]
      var axis = shape.rank - 1
      while axis >= 0 {
        index[axis] += 1
        source += strides[axis]
        guard index[axis] == shape[axis] else { break }
        source -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  // MARK: - The attack

  /// Attacks batch after batch and checks each.
  mutating func run(onProgress: (_ done: Int, _ total: Int) -> Void) throws(FoveaError) {
    let promise = PostCondition(attack: attack.name, norm: attack.norm, bounds: victim.bounds)
    changed.reserveCapacity(originals.scalars.count)
    for range in victim.parts(of: labels.count) {
      let batch = AttackBatch(
        originals: originals[range], labels: Array(labels[range]),
        targets: targets.map { Array($0[range]) }, mask: mask?[range], first: range.lowerBound)
      let result = try attack.perturb(batch, of: victim)
      guard result.images.shape == batch.originals.shape else {
        throw FoveaError(
          "\(attack.name) made images \(result.images.shape) of \(batch.originals.shape)")
      }
      let held =
        result.radii ?? attack.radius.map { [Float](repeating: $0, count: batch.count) }
      let measured = ImageChange.measure(
        result.images, against: batch, radii: held, bounds: victim.bounds)
      try promise.check(
        measured, radii: held, first: range.lowerBound, elements: batch.elements)
      changed += result.images.scalars
      changes += measured
      radii += held.map { $0.map(Optional.some) } ?? [Float?](repeating: nil, count: batch.count)
      if let trace = result.trace { traces.append(trace) }
      zeroGradients += result.zeroGradients.map { $0 + range.lowerBound }
      brokenGradients += result.brokenGradients.map { $0 + range.lowerBound }
      onProgress(range.upperBound, labels.count)
    }
  }

  // MARK: - The result

  /// Classifies the changed images, saves and re-reads them, and puts the evidence together.
  ///
  /// - Parameter savesPictures: whether images go through 8-bit PNG.
  func examples(savesPictures: Bool = true) throws(FoveaError) -> AdversarialExamples {
    let adversarial = Tensor(shape: originals.shape, scalars: changed)
    let after = try victim.predict(adversarial)
    // On the lattice the attack's own radius counts: a smallest radius found on the way is no promise.
    let saved =
      savesPictures
      ? try EightBitImages(
        adversarial, around: originals, norm: attack.norm, radius: attack.radius,
        bounds: victim.bounds)
      : nil
    let reread = try saved.map { (saved) throws(FoveaError) in try victim.predict(saved.tensor) }
    let samples = labels.indices.map { image in
      AdversarialExamples.Sample(
        label: labels[image], target: targets?[image], before: before[image], after: after[image],
        afterSaving: reread?[image],
        distance: Float(changes[image].distance(in: attack.norm)), radius: radii[image])
    }
    return AdversarialExamples(
      attack: attack.name, norm: attack.norm, originals: originals, adversarial: adversarial,
      samples: samples, pictures: saved?.pictures ?? [], trace: AttackTrace.merging(traces),
      certificate: certificate(of: samples, saved: saved, flags: try redFlags(after: after)))
  }

  private func certificate(
    of samples: [AdversarialExamples.Sample], saved: EightBitImages?, flags: [RedFlag]
  ) -> Certificate {
    let distances = changes.map { $0.distance(in: attack.norm) }
    let fooled = samples.count { $0.isFooled }
    let report = saved.map { saved in
      EightBitReport(
        largestDistance: saved.distances.max() ?? 0,
        limit: attack.radius.map { 255 * Double($0) }, fooled: fooled,
        survivors: samples.count { $0.survivesSaving == true },
        rightAfter: samples.count { $0.afterSaving?.label == $0.label }, count: samples.count)
    }
    return Certificate(
      attack: attack.name, details: attack.details, norm: attack.norm, epsilon: attack.radius,
      slack: attack.norm.slack(
        elements: originals.shape.count / samples.count, radius: attack.radius ?? 0,
        bounds: victim.bounds),
      largestDistance: distances.max() ?? 0,
      meanDistance: distances.reduce(0, +) / Double(samples.count),
      lowest: changes.map(\.lowest).min() ?? 0, highest: changes.map(\.highest).max() ?? 0,
      bounds: victim.bounds, isMasked: mask != nil, count: samples.count,
      rightBefore: samples.count { $0.before.label == $0.label },
      rightAfter: samples.count { $0.after.label == $0.label },
      lostBefore: samples.count { $0.wasLost }, fooled: fooled, eightBit: report, redFlags: flags)
  }

  // MARK: - Red flags

  private func redFlags(after: [Prediction]) throws(FoveaError) -> [RedFlag] {
    var flags: [RedFlag] = []
    if !zeroGradients.isEmpty { flags.append(.zeroGradient(images: zeroGradients)) }
    if !brokenGradients.isEmpty { flags.append(.brokenGradient(images: brokenGradients)) }
    let broken = before.indices.filter { !before[$0].isFinite || !after[$0].isFinite }
    if !broken.isEmpty { flags.append(.brokenLogits(images: broken)) }
    if let softmax = victim.softmax {
      flags.append(.softmaxOutput(node: victim.network.label(of: softmax)))
    } else if before.allSatisfy(\.looksLikeProbabilities) {
      flags.append(.probabilityOutput)
    }
    // The first batch is enough to see that a network is random.
    let sample = victim.parts(of: labels.count)[0]
    let again = try victim.predict(originals[sample], seed: 0x9e37_79b9)
    let changed = sample.count { again[$0].logits != before[$0].logits }
    if changed > 0 { flags.append(.randomOutput(images: changed)) }
    return flags
  }
}

extension Prediction {
  /// Whether the logits lie in 0 … 1 and add up to 1.
  fileprivate var looksLikeProbabilities: Bool {
    logits.allSatisfy { $0 >= 0 && $0 <= 1 } && abs(logits.reduce(0, +) - 1) < 1e-4
  }
}
