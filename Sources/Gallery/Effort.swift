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

  /// Creates an effort.
  public init(
    name: String, trainingImages: Int, testImages: Int, epochs: Int, ascentSteps: Int,
    attackedImages: Int, attackSteps: Int, recurrentSteps: Int
  ) {
    self.name = name
    self.trainingImages = trainingImages
    self.testImages = testImages
    self.epochs = epochs
    self.ascentSteps = ascentSteps
    self.attackedImages = attackedImages
    self.attackSteps = attackSteps
    self.recurrentSteps = recurrentSteps
  }

  /// All pictures: about four minutes for the whole gallery on two cores.
  public static let full = Effort(
    name: "full", trainingImages: 60_000, testImages: 10_000, epochs: 8, ascentSteps: 256,
    attackedImages: 1000, attackSteps: 40, recurrentSteps: 1000)

  /// A part of the pictures and few epochs: about half a minute for the whole gallery on two cores.
  public static let quick = Effort(
    name: "quick", trainingImages: 6000, testImages: 2000, epochs: 3, ascentSteps: 64,
    attackedImages: 200, attackSteps: 10, recurrentSteps: 150)
}
