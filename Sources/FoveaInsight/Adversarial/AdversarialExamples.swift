public import FoveaImage
public import FoveaTensor

/// Images before and after an attack, what the network said of both, and the evidence: checked before it is returned.
public struct AdversarialExamples: Sendable {
  /// One image of the attack.
  public struct Sample: Sendable, Hashable {
    /// The class of the image.
    public let label: Int
    /// The wanted class; `nil` where any but the label will do.
    public let target: Int?
    /// What the network said of the clean image.
    public let before: Prediction
    /// What the network says of the changed image.
    public let after: Prediction
    /// What the network says of the changed image after it was written as 8-bit PNG and read again.
    public let afterSaving: Prediction?
    /// ‖x′ − x‖ in the attack's norm.
    public let distance: Float
    /// The radius that the image was held to; `nil` where the attack has none.
    public let radius: Float?

    /// Whether the network says what the attack wants.
    public var isSuccess: Bool { isWanted(after) }
    /// Whether the network said what the attack wants before anything was changed.
    public var wasLost: Bool { isWanted(before) }
    /// Whether the attack made the difference.
    public var isFooled: Bool { isSuccess && !wasLost }
    /// Whether the network is still fooled after the image was saved; `nil` where that was not tried.
    public var survivesSaving: Bool? { afterSaving.map { isFooled && isWanted($0) } }

    private func isWanted(_ prediction: Prediction) -> Bool {
      target.map { prediction.label == $0 } ?? (prediction.label != label)
    }
  }

  /// The attack's name.
  public let attack: String
  /// The norm in which distances are measured.
  public let norm: AttackNorm
  /// The clean images, `[count, …]`.
  public let originals: Tensor
  /// The changed images, of the same shape.
  public let adversarial: Tensor
  /// What happened to each image.
  public let samples: [Sample]
  /// The changed images as 8-bit pictures: on the lattice of 1/255, inside of the ball of whole numbers, as re-read from
  /// PNG; empty where images are no pictures.
  public let pictures: [PixelImage]
  /// How it went step by step, where the attack kept that.
  public let trace: AttackTrace?
  /// The checked numbers.
  public let certificate: Certificate
  /// The names of the classes, for pictures; empty where none are known.
  public var classNames: [String] = []

  /// Signs that a failure of the attack would say little.
  public var redFlags: [RedFlag] { certificate.redFlags }

  /// Writes one changed image as 8-bit PNG, with its labels and the attack in text chunks: the very pixels that were
  /// classified again for the certificate.
  ///
  /// - Throws: `FoveaError` where images are no 8-bit pictures, or the file cannot be written.
  /// - Precondition: there is an image at that position.
  public func writePicture(_ position: Int, to path: String) throws(FoveaError) {
    precondition(samples.indices.contains(position), "no image \(position) of \(samples.count)")
    guard pictures.indices.contains(position) else {
      throw FoveaError("cannot write '\(path)': the attacked images are no 8-bit pictures")
    }
    let sample = samples[position]
    try PNGFile.write(
      pictures[position],
      text: [
        ("Software", "Fovea"), ("attack", certificate.headline),
        ("settings", certificate.details.joined(separator: ", ")),
        ("label", className(sample.label)), ("clean", className(sample.before.label)),
        ("adversarial", className((sample.afterSaving ?? sample.after).label)),
      ], to: path)
  }

  /// x′ − x.
  public var perturbation: Tensor {
    var difference = adversarial
    difference.scalars = zip(adversarial.scalars, originals.scalars).map { $0 - $1 }
    return difference
  }

  /// The name of a class, or its number.
  public func className(_ label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : "class \(label)"
  }

  /// The share of images that the network takes for their label before the attack.
  public var cleanAccuracy: Float { certificate.cleanAccuracy }

  /// The share of images that the network takes for their label after the attack.
  public var adversarialAccuracy: Float { certificate.adversarialAccuracy }

  /// The share of fooled images among those that were not lost from the start.
  public var successRate: Float { certificate.successRate }
}
