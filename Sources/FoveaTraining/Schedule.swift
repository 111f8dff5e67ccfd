import Foundation

/// How the learning rate changes over steps: a factor for the optimizer's own rate.
///
/// Steps count from 0 over all epochs. Behind its last step a schedule stays where it is.
public indirect enum Schedule: Hashable, Sendable, Codable {
  /// 1.
  case constant
  /// factor^⌊step / every⌋.
  case step(every: Int, factor: Double)
  /// factor^(step / every): the same fall, smoothly.
  case exponential(every: Int, factor: Double)
  /// floor + (1 − floor) · (1 − step / steps).
  case linear(steps: Int, floor: Double)
  /// floor + (1 − floor) · ½ (1 + cos(π · step / steps)) (Loshchilov & Hutter 2017).
  case cosine(steps: Int, floor: Double)
  /// (step + 1) / steps for the first steps (Goyal et al. 2017), and then another schedule, from its step 0 on.
  case warmUp(steps: Int, then: Schedule)

  /// Half a cosine from 1 to 0.
  public static func cosine(steps: Int) -> Schedule { .cosine(steps: steps, floor: 0) }

  /// A straight line from 1 to 0.
  public static func linear(steps: Int) -> Schedule { .linear(steps: steps, floor: 0) }

  /// The factor at a step.
  ///
  /// - Precondition: the step is not negative, and lengths are positive.
  public func factor(step: Int) -> Double {
    precondition(step >= 0, "steps count from 0, got \(step)")
    switch self {
    case .constant: return 1
    case .step(let every, let factor):
      return pow(factor, Double(step / Self.length(every)))
    case .exponential(let every, let factor):
      return pow(factor, Double(step) / Double(Self.length(every)))
    case .linear(let steps, let floor):
      return floor + (1 - floor) * (1 - Self.progress(step, of: steps))
    case .cosine(let steps, let floor):
      return floor + (1 - floor) * 0.5 * (1 + cos(.pi * Self.progress(step, of: steps)))
    case .warmUp(let steps, let next):
      return step < steps
        ? Double(step + 1) / Double(Self.length(steps)) : next.factor(step: step - steps)
    }
  }

  /// The learning rate at a step for an optimizer's own rate.
  public func rate(step: Int, of learningRate: Double) -> Double {
    learningRate * factor(step: step)
  }

  /// Whether all lengths are positive.
  var isSound: Bool {
    switch self {
    case .constant: true
    case .step(let length, _), .exponential(let length, _), .linear(let length, _),
      .cosine(let length, _):
      length > 0
    case .warmUp(let steps, let next): steps > 0 && next.isSound
    }
  }

  private static func length(_ steps: Int) -> Int {
    precondition(steps > 0, "a schedule's length is positive, got \(steps)")
    return steps
  }

  private static func progress(_ step: Int, of steps: Int) -> Double {
    min(1, Double(step) / Double(length(steps)))
  }
}
