public import FoveaNetwork
public import FoveaTensor

/// Activation maximisation: gradient ascent on the pixels of an image (Erhan, Bengio, Courville & Vincent 2009).
///
/// Adam on the pixels themselves, held in [0, 1], in the regularised form of Yosinski et al. (2015): decay towards a ground,
/// a total-variation penalty and a blur every few steps; and robust to random shifts, scalings and rotations
/// (Mordvintsev et al. 2015; Olah et al. 2017). Penalties and transforms are nodes of the graph: one gradient covers all.
/// Where bands are named, the gradient climbs in octaves of spatial frequency with equal strength instead.
public struct Maximization: Sendable {
  /// What is to become large.
  public var objective: Objective
  /// The number of steps.
  public var steps: Int
  /// The step in pixel units: Adam's, or with bands its root mean square over the pixels.
  public var learningRate: Float
  /// The weight of the mean squared distance from the ground.
  public var l2: Float
  /// The share of the distance from the ground that is taken away after each step.
  public var decay: Float
  /// The weight of the total variation, the mean length of the difference between neighbours.
  public var totalVariation: Float
  /// The standard deviation of the blur in pixels; 0 for none.
  public var blur: Float
  /// How many steps lie between blurs.
  public var blurEvery: Int
  /// What the image is to be robust to.
  public var transform: ImageTransform
  /// The blurs that part the gradient into octaves of spatial frequency: standard deviations in pixels, from fine to coarse.
  ///
  /// What is finer than the first is not climbed. Empty for Adam on the gradient as it is.
  public var bands: [Float]
  /// The value of the pixels around which the ascent starts, and to which decay and the L2 penalty pull.
  public var ground: Float
  /// The standard deviation of the noise around the ground from which the ascent starts.
  public var startDeviation: Float
  /// Steps after which a snapshot is kept.
  public var snapshots: [Int]

  /// Creates a maximisation.
  ///
  /// - Precondition: steps and rate are positive, weights not negative, the decay a share, the ground a pixel's value, and
  ///   bands positive and each larger than the one before.
  public init(
    _ objective: Objective, steps: Int = 256, learningRate: Float = 0.02, l2: Float = 0.5,
    decay: Float = 0, totalVariation: Float = 0.5, blur: Float = 0, blurEvery: Int = 8,
    transform: ImageTransform = .none, bands: [Float] = [], ground: Float = 0.5,
    startDeviation: Float = 0.05, snapshots: [Int] = []
  ) {
    precondition(
      steps > 0 && learningRate > 0 && l2 >= 0 && totalVariation >= 0 && blur >= 0 && blurEvery > 0,
      "steps and rate must be positive and weights not negative")
    precondition(
      (0...1).contains(decay) && (0...1).contains(ground),
      "decay \(decay) and ground \(ground) must lie in 0 to 1")
    precondition(
      zip([0] + bands, bands).allSatisfy { $0 < $1 }, "bands must grow from above 0: \(bands)")
    self.objective = objective
    self.steps = steps
    self.learningRate = learningRate
    self.l2 = l2
    self.decay = decay
    self.totalVariation = totalVariation
    self.blur = blur
    self.blurEvery = blurEvery
    self.transform = transform
    self.bands = bands
    self.ground = ground
    self.startDeviation = startDeviation
    self.snapshots = snapshots
  }

  /// The same by Adam on the gradient as it is, without penalties, decay, blur and transforms.
  public var bare: Maximization {
    var copy = self
    (copy.l2, copy.decay, copy.totalVariation, copy.blur) = (0, 0, 0, 0)
    (copy.transform, copy.bands) = (.none, [])
    return copy
  }

  /// The objective's value after a number of steps.
  public struct Measurement: Hashable, Sendable {
    /// The steps done.
    public let step: Int
    /// The objective on the untransformed image, without penalties.
    public let value: Float
  }

  /// Steps between measurements, each of which costs a forward pass that the ascent itself does not need.
  public static let measureEvery = 16

  /// An image and how it came about.
  public struct Result: Sendable {
    /// The image, `[channels, height, width]` in [0, 1].
    public let image: Tensor
    /// The objective on the untransformed image, without penalties: at the start, every `Maximization.measureEvery` steps, at
    /// snapshots and at the end.
    public let history: [Measurement]
    /// Images on the way, with the step after which they were taken.
    public let snapshots: [(step: Int, image: Tensor)]
    /// The seed of the start and the transforms.
    public let seed: UInt64

    /// The objective's value at the end.
    public var value: Float { history.last?.value ?? .nan }

    var lastStep: Int { history.last?.step ?? 0 }

    /// The objective's value after a step at which it was measured; `nil` at others.
    public func value(after step: Int) -> Float? { history.first { $0.step == step }?.value }
  }

  /// Maximises once for each seed; the same seed gives the same image.
  ///
  /// - Parameter progress: called after each step with the number of steps done for all seeds.
  /// - Throws: `FoveaError` for an objective that the network does not have, or values that are no longer finite.
  public func run(
    on network: Network, seeds: [UInt64] = [0], progress: (_ steps: Int) -> Void = { _ in }
  ) throws(FoveaError) -> [Result] {
    let ascent = try PixelAscent(self, network)
    var results: [Result] = []
    for seed in seeds {
      let before = results.count * steps
      results.append(try ascent.run(seed: seed) { progress(before + $0) })
    }
    return results
  }
}
