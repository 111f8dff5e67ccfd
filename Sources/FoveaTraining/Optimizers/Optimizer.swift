/// A rule that changes weights by their gradients: a plain value of its settings.
///
/// What it remembers from step to step (`states`) is kept by the trainer in flat blocks of the weights' length, so that
/// one pass over memory updates everything.
public protocol Optimizer: Codable, Hashable, Sendable {
  /// The word for the rule in files and on the command line.
  static var kind: String { get }
  /// How far one step goes before a schedule scales it.
  var learningRate: Double { get set }
  /// What is remembered for each weight.
  var states: [OptimizerState] { get }

  /// Changes the weights by one step.
  func apply(_ step: OptimizerStep)
}

/// A number that an optimizer remembers for each weight.
public struct OptimizerState: Hashable, Sendable {
  /// Its name in checkpoints.
  public let name: String
  /// Its value before the first step.
  public let initial: Float

  /// Creates a state.
  public init(_ name: String, initial: Float = 0) {
    self.name = name
    self.initial = initial
  }
}

/// What one step of an optimizer works on: flat blocks of equal length that are valid during the step alone.
@safe
public struct OptimizerStep {
  /// The weights to change.
  public let weights: UnsafeMutableBufferPointer<Float>
  /// The gradient of the loss for each weight, clipped already.
  public let gradients: UnsafeMutableBufferPointer<Float>
  /// The states, in the order in which the optimizer lists them.
  public let states: [UnsafeMutableBufferPointer<Float>]
  /// The learning rate of this step, schedule included.
  public let rate: Double
  /// The number of this step, from 1.
  public let number: Int

  /// Creates a step.
  ///
  /// - Precondition: all blocks have one length, and there is at least one element.
  public init(
    weights: UnsafeMutableBufferPointer<Float>, gradients: UnsafeMutableBufferPointer<Float>,
    states: [UnsafeMutableBufferPointer<Float>], rate: Double, number: Int
  ) {
    let isSound = unsafe states.allSatisfy { $0.count == weights.count }
    precondition(
      weights.count > 0 && gradients.count == weights.count && isSound,
      "weights, gradients and states have one length")
    unsafe self.weights = weights
    unsafe self.gradients = gradients
    unsafe self.states = states
    self.rate = rate
    self.number = number
  }

  /// The number of weights, as C counts them.
  var count: Int64 { unsafe Int64(weights.count) }
  var weightStart: UnsafeMutablePointer<Float>? { unsafe weights.baseAddress }
  var gradientStart: UnsafeMutablePointer<Float>? { unsafe gradients.baseAddress }

  /// The start of the state at `index`; `nil` where the optimizer keeps none there.
  func state(_ index: Int) -> UnsafeMutablePointer<Float>? {
    unsafe index < states.count ? states[index].baseAddress : nil
  }
}
