public import FoveaData
public import FoveaTensor

/// Some samples of a source, as a source of its own.
public struct SampleSubset<Base: SampleSource>: SampleSource {
  /// Where the samples come from.
  public let base: Base
  /// Which samples of the base these are, in order.
  public let samples: [Int]

  /// Creates a part of a source.
  ///
  /// - Precondition: the samples exist.
  public init(_ base: Base, samples: [Int]) {
    precondition(
      samples.allSatisfy { (0..<base.count).contains($0) }, "there are samples 0..<\(base.count)")
    self.base = base
    self.samples = samples
  }

  /// The number of samples.
  public var count: Int { samples.count }
  /// The shape of one input.
  public var inputShape: Shape { base.inputShape }
  /// The shape of one target.
  public var targetShape: Shape { base.targetShape }
  /// The number of classes, where targets are class numbers.
  public var classCount: Int? { base.classCount }

  /// Writes samples.
  public func copy(
    _ samples: [Int], epoch: Int, inputs: inout MutableSpan<Float>,
    targets: inout MutableSpan<Float>
  ) {
    base.copy(samples.map { self.samples[$0] }, epoch: epoch, inputs: &inputs, targets: &targets)
  }
}

extension SampleSource {
  /// Two parts drawn by chance, each in the source's own order; the same seed draws the same parts.
  ///
  /// - Parameter validationShare: the share of samples that are kept from training, rounded to whole samples.
  /// - Precondition: the share lies in 0...1.
  public func split(
    validationShare: Double, seed: UInt64
  ) -> (training: SampleSubset<Self>, validation: SampleSubset<Self>) {
    precondition((0...1).contains(validationShare), "a share lies in 0...1, got \(validationShare)")
    var source = RandomSource(seed: seed, purpose: "validation split")
    let order = source.permutation(count)
    let held = Int((Double(count) * validationShare).rounded())
    return (
      SampleSubset(self, samples: order[held...].sorted()),
      SampleSubset(self, samples: order[..<held].sorted())
    )
  }
}
