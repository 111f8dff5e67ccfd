import CKernels
import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// Images on their way to the nearest decision boundary, in a plan's own memory.
struct BoundaryWalk {
  private let batch: AttackBatch
  private let plan: Plan
  private let victim: Victim
  private let norm: AttackNorm
  private let inputPoint: HookPoint
  /// The sum of all steps, before overshoot and bounds.
  private var total: [Float]
  private var own: [Float] = []
  private var directions: [Float]
  private var distances: [Double]
  private var firstNorms: [Double] = []

  init(_ batch: AttackBatch, plan: Plan, victim: Victim, norm: AttackNorm) {
    self.batch = batch
    self.plan = plan
    self.victim = victim
    self.norm = norm
    let node = plan.network.inputs.first { $0.name == victim.input }
    inputPoint = plan.network.ownPoint(of: node?.id ?? victim.logits)
    total = [Float](repeating: 0, count: batch.originals.shape.count)
    directions = total
    distances = [Double](repeating: .infinity, count: batch.count)
  }

  /// Computes the predictions and the gradient of each image's own logit where the images are.
  mutating func compute(step: Int) throws(FoveaError) -> [Prediction] {
    if step == 0 { try plan.setInput(victim.input, to: batch.originals) }
    let predictions = try gradients(ofClasses: batch.labels, seed: UInt64(step))
    own = gradient()
    if step == 0 { firstNorms = norms(of: own) }
    return predictions
  }

  /// Finds the nearest boundary of each open image among the classes with the largest logits.
  mutating func compareBoundaries(
    _ predictions: [Prediction], isOpen: [Bool], candidates: Int, step: Int
  ) throws(FoveaError) {
    distances = [Double](repeating: .infinity, count: batch.count)
    let rivals = predictions.indices.map { image in
      predictions[image].ranked.filter { $0 != batch.labels[image] }
    }
    for rank in 0..<candidates - 1 {
      let classes = rivals.map { $0[rank] }
      _ = try gradients(ofClasses: classes, seed: UInt64(step))
      let gaps = predictions.indices.map { image -> Float in
        let logits = predictions[image].logits
        return isOpen[image] ? logits[batch.labels[image]] - logits[classes[image]] : -1
      }
      try compare(gaps)
    }
  }

  /// Takes the step to the nearest boundary.
  mutating func move(overshoot: Float) throws(FoveaError) {
    let (batch, bounds) = (batch, victim.bounds)
    let (distances, directions) = (distances, directions)
    // Taken out and put back, so that nothing is copied.
    var total = take(&total)
    defer { self.total = total }
    try unsafe plan.withInput(victim.input) { x in
      guard let x = x.baseAddress else { return }
      unsafe batch.withPointers { x0, _ in
        unsafe fovea_deepfool_move(
          Int64(batch.count), Int64(batch.elements), x0, distances, directions, overshoot,
          bounds.lowerBound, bounds.upperBound, &total, x)
      }
    }
  }

  /// The images where they are now.
  func result() throws(FoveaError) -> Perturbation {
    let scalars = try unsafe plan.withInput(victim.input) { unsafe Array($0) }
    var result = Perturbation(images: Tensor(shape: batch.originals.shape, scalars: scalars))
    result.note(firstNorms)
    return result
  }

  // MARK: - Gradients

  /// Runs the plan backward from one class of each image.
  private func gradients(
    ofClasses classes: [Int], seed: UInt64
  ) throws(FoveaError) -> [Prediction] {
    var seeds = Tensor.zeros([batch.count, victim.classes])
    for (image, label) in classes.enumerated() {
      seeds.scalars[image * victim.classes + label] = 1
    }
    plan.setSeed(of: victim.logits, to: seeds)
    try plan.run(seed: seed)
    let logits = plan.value(of: victim.logits).scalars
    return (0..<batch.count).map { image in
      let start = image * victim.classes
      return Prediction(logits: Array(logits[start..<start + victim.classes]))
    }
  }

  private func gradient() -> [Float] {
    unsafe plan.withGradient(of: inputPoint) { unsafe Array($0) }
  }

  private func norms(of gradients: [Float]) -> [Double] {
    var norms = [Double](repeating: 0, count: batch.count)
    unsafe batch.withPointers { _, mask in
      unsafe fovea_attack_gradient_norms(
        Int64(batch.count), Int64(batch.elements), gradients, mask, &norms)
    }
    return norms
  }

  private mutating func compare(_ gaps: [Float]) throws(FoveaError) {
    var (distances, directions) = (take(&distances), take(&directions))
    defer { (self.distances, self.directions) = (distances, directions) }
    var scratch = [Float](repeating: 0, count: batch.elements)
    let (batch, bounds, own, norm, plan) = (batch, victim.bounds, own, norm.code, plan)
    let point = inputPoint
    try unsafe plan.withInput(victim.input) { x in
      unsafe plan.withGradient(of: point) { g in
        guard let x = x.baseAddress, let g = g.baseAddress else { return }
        unsafe batch.withPointers { _, mask in
          unsafe fovea_deepfool_compare(
            norm, Int64(batch.count), Int64(batch.elements), own, g, mask, x, bounds.lowerBound,
            bounds.upperBound, gaps, &distances, &directions, &scratch)
        }
      }
    }
  }
}

/// An array without the copy that two owners would make.
private func take<Element>(_ array: inout [Element]) -> [Element] {
  let taken = array
  array = []
  return taken
}

extension Prediction {
  /// The classes from the largest logit to the smallest.
  fileprivate var ranked: [Int] {
    logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }
  }
}
