/// How much work exhibits may make: all of it, or a part for a quick look.
public struct Effort: Hashable, Sendable {
  /// What it is called in pictures' settings.
  public var name: String
  /// The number of training pictures, from the first on.
  public var trainingImages: Int
  /// The number of test pictures, from the first on.
  public var testImages: Int
  /// The most epochs of a training.
  public var epochs: Int
  /// The most steps of an activation maximisation.
  public var ascentSteps: Int
  /// The number of pictures that are attacked for a curve.
  public var attackedImages: Int
  /// The number of steps of a strong attack.
  public var attackSteps: Int
  /// The number of training steps of a recurrent network.
  public var recurrentSteps: Int

  /// The share of steps, samples or repetitions that exhibits make which are not bounded above; 1 for all of them.
  public var scale: Double

  /// Creates an effort.
  public init(
    name: String, trainingImages: Int, testImages: Int, epochs: Int, ascentSteps: Int,
    attackedImages: Int, attackSteps: Int, recurrentSteps: Int, scale: Double
  ) {
    self.name = name
    self.scale = scale
    self.trainingImages = trainingImages
    self.testImages = testImages
    self.epochs = epochs
    self.ascentSteps = ascentSteps
    self.attackedImages = attackedImages
    self.attackSteps = attackSteps
    self.recurrentSteps = recurrentSteps
  }

  /// The part of a number of steps, samples or repetitions that is allowed, at least `least` and at most all of them.
  public func part(of whole: Int, least: Int = 1) -> Int {
    min(whole, max(least, Int((scale * Double(whole)).rounded())))
  }

  /// All pictures: about ten minutes for the whole gallery on two cores.
  public static let full = Effort(
    name: "full", trainingImages: 60_000, testImages: 10_000, epochs: 8, ascentSteps: 128,
    attackedImages: 1000, attackSteps: 40, recurrentSteps: 600, scale: 1)

  /// A part of the pictures and few epochs: about two minutes for the whole gallery on two cores.
  public static let quick = Effort(
    name: "quick", trainingImages: 6000, testImages: 2000, epochs: 3, ascentSteps: 64,
    attackedImages: 200, attackSteps: 10, recurrentSteps: 150, scale: 0.25)
}
