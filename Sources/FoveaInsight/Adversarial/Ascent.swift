import CKernels
import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// Images in a plan's own memory: the gradient of the loss where they are, and steps that move them there, in place.
final class Ascent {
  private let plan: Plan
  private let loss: AttackLossNode
  private let logits: Node.ID
  private let input: String
  private let inputPoint: HookPoint
  private let bounds: ClosedRange<Float>
  private let classes: Int
  private var batch: AttackBatch
  private var scratch: [Float] = []

  init(
    _ plan: Plan, loss: AttackLossNode, logits: Node.ID, input: String,
    bounds: ClosedRange<Float>, classes: Int
  ) {
    self.plan = plan
    self.loss = loss
    self.logits = logits
    self.input = input
    self.bounds = bounds
    self.classes = classes
    let node = plan.network.inputs.first { $0.name == input }
    inputPoint = plan.network.ownPoint(of: node?.id ?? logits)
    batch = AttackBatch(originals: .zeros([0]), labels: [])
  }

  // MARK: - Where the images are

  /// Takes a batch: its labels, its targets and its clean images.
  func load(_ batch: AttackBatch) throws(FoveaError) {
    self.batch = batch
    try plan.setInput(AttackLossNode.labels, to: Tensor(batch.labels.map(Float.init)))
    if let targets = batch.targets {
      try plan.setInput(AttackLossNode.targets, to: Tensor(targets.map(Float.init)))
    }
    plan.setSeed(of: loss.node, to: Tensor(repeating: loss.direction, shape: [batch.count]))
    try move(to: batch.originals)
  }

  /// Puts the images somewhere.
  func move(to images: Tensor) throws(FoveaError) { try plan.setInput(input, to: images) }

  /// The images as they are now.
  func images() throws(FoveaError) -> Tensor {
    let scalars = try unsafe plan.withInput(input) { unsafe Array($0) }
    return Tensor(shape: batch.originals.shape, scalars: scalars)
  }

  /// Computes loss, logits and gradient where the images are.
  func run(seed: UInt64) throws(FoveaError) { try plan.run(seed: seed) }

  // MARK: - After a run

  /// What the attack raises, for each image.
  var objectives: [Float] { plan.value(of: loss.node).scalars.map { $0 * loss.direction } }

  /// By how much the network prefers what the attack wants, in logits: above 0 where it has succeeded.
  var margins: [Float] {
    let rows = plan.value(of: logits).scalars
    return (0..<batch.count).map { image in
      let row = rows[image * classes..<(image + 1) * classes]
      let one = row.startIndex + (batch.targets ?? batch.labels)[image]
      var best = -Float.infinity
      for index in row.indices where index != one { best = max(best, row[index]) }
      return batch.targets == nil ? best - row[one] : row[one] - best
    }
  }

  /// Whether the network says of each image what the attack wants.
  var successes: [Bool] {
    let rows = plan.value(of: logits).argmaxOfRows()
    return rows.indices.map { batch.isSuccess(rows[$0], at: $0) }
  }

  /// ‖gradient‖₂ of each image.
  func gradientNorms() -> [Double] {
    var norms = [Double](repeating: 0, count: batch.count)
    unsafe batch.withPointers { _, mask in
      unsafe plan.withGradient(of: inputPoint) { g in
        guard let g = g.baseAddress else { return }
        unsafe fovea_attack_gradient_norms(
          Int64(batch.count), Int64(batch.elements), g, mask, &norms)
      }
    }
    return norms
  }

  /// velocity = decay · velocity + gradient / ‖gradient‖₁ (Dong 2018, equation 6).
  func accumulate(into velocity: inout [Float], decay: Float) {
    unsafe velocity.withUnsafeMutableBufferPointer { velocity in
      guard let velocity = velocity.baseAddress else { return }
      unsafe batch.withPointers { _, mask in
        unsafe plan.withGradient(of: inputPoint) { g in
          guard let g = g.baseAddress else { return }
          unsafe fovea_attack_momentum(
            Int64(batch.count), Int64(batch.elements), decay, g, mask, velocity)
        }
      }
    }
  }

  /// What the images measure against the originals.
  func measurements(radii: [Float]) throws(FoveaError) -> [ImageChange] {
    try unsafe plan.withInput(input) { x in
      unsafe ImageChange.measure(
        UnsafeBufferPointer(x), against: batch, radii: radii, bounds: bounds)
    }
  }

  // MARK: - Steps

  /// How a step uses the gradient.
  enum Step {
    /// The steepest ascent in the norm; in L1 at that share of the values (Tramèr & Boneh 2019).
    case steepest(density: Float)
    /// All at once from the largest gradient on: the exact maximum of the linear model in L1.
    case fill
  }

  /// Moves each image along its gradient, or along `direction`, then into its ball around the original and the bounds.
  ///
  /// - Parameter sizes: how far; images with 0 stay where they are.
  func step(
    _ step: Step, in norm: AttackNorm, sizes: [Float], radii: [Float],
    along direction: [Float]? = nil
  ) throws(FoveaError) {
    if norm == .l1, scratch.count < 2 * batch.elements {
      scratch = [Float](repeating: 0, count: 2 * batch.elements)
    }
    var enoughMemory = true
    try unsafe plan.withInput(input) { x in
      unsafe self.plan.withGradient(of: self.inputPoint) { g in
        guard let x = x.baseAddress, let g = g.baseAddress else { return }
        if let direction {
          unsafe direction.withUnsafeBufferPointer { direction in
            guard let direction = direction.baseAddress else { return }
            enoughMemory = unsafe self.move(x, along: direction, step, norm, sizes, radii)
          }
        } else {
          enoughMemory = unsafe self.move(x, along: g, step, norm, sizes, radii)
        }
      }
    }
    guard enoughMemory else { throw FoveaError("there is no memory for a step of the attack") }
  }

  private func move(
    _ x: UnsafeMutablePointer<Float>, along g: UnsafePointer<Float>, _ step: Step,
    _ norm: AttackNorm, _ sizes: [Float], _ radii: [Float]
  ) -> Bool {
    let (rows, columns) = (Int64(batch.count), Int64(batch.elements))
    let (low, high) = (bounds.lowerBound, bounds.upperBound)
    var status: Int32 = 0
    unsafe batch.withPointers { x0, mask in
      switch (norm, step) {
      case (.linf, _):
        unsafe fovea_attack_sign_step(rows, columns, x0, g, mask, sizes, radii, low, high, x)
      case (.l2, _):
        unsafe fovea_attack_normal_step(rows, columns, x0, g, mask, sizes, radii, low, high, x)
      case (.l1, .steepest(let density)):
        let count = max(1, Int64((density * Float(columns)).rounded(.up)))
        unsafe fovea_attack_sparse_step(
          rows, columns, x0, g, mask, sizes, radii, count, low, high, x, &scratch)
      case (.l1, .fill):
        status = unsafe fovea_attack_fill_step(rows, columns, g, mask, sizes, low, high, x)
      }
    }
    return status == 0
  }
}
