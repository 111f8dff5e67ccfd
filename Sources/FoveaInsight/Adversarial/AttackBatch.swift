import CKernels
public import FoveaTensor

/// Images that are attacked together, with what an attack must know of each.
public struct AttackBatch: Sendable {
  /// The clean images, `[count, …]`.
  public let originals: Tensor
  /// The class of each image.
  public let labels: [Int]
  /// The class that each image is to be taken for; `nil` where any but the label will do.
  public let targets: [Int]?
  /// 0 where nothing may change, of the originals' shape; `nil` where everything may.
  public let mask: Tensor?
  /// The position of the first image in the whole call; random draws depend on it and not on the batch size.
  public let first: Int

  /// Creates a batch.
  ///
  /// - Precondition: there is a label, and a target if any, for each image, and the mask has the images' shape.
  public init(
    originals: Tensor, labels: [Int], targets: [Int]? = nil, mask: Tensor? = nil, first: Int = 0
  ) {
    precondition(
      originals.shape.rank > 0 && originals.shape[0] == labels.count
        && targets?.count ?? labels.count == labels.count,
      "\(labels.count) labels for images \(originals.shape)")
    precondition(mask?.shape ?? originals.shape == originals.shape, "the mask has another shape")
    self.originals = originals
    self.labels = labels
    self.targets = targets
    self.mask = mask
    self.first = first
  }

  /// The number of images.
  public var count: Int { labels.count }

  /// The number of values of one image.
  public var elements: Int { originals.shape.count / max(1, count) }

  /// Whether a prediction is what the attack wants of an image.
  public func isSuccess(_ predicted: Int, at image: Int) -> Bool {
    targets.map { predicted == $0[image] } ?? (predicted != labels[image])
  }

  /// Projects points of the batch's shape into the balls around the originals, then holds them in the bounds.
  func confine(
    _ x: UnsafeMutableBufferPointer<Float>, to norm: AttackNorm, radii: [Float],
    bounds: ClosedRange<Float>
  ) {
    guard let x = x.baseAddress else { return }
    var scratch = [Float](repeating: 0, count: norm == .l1 ? 2 * elements : 0)
    unsafe withPointers { originals, mask in
      unsafe fovea_attack_confine(
        norm.code, Int64(count), Int64(elements), originals, mask, radii, bounds.lowerBound,
        bounds.upperBound, x, &scratch)
    }
  }

  /// Lets `body` read the originals and the mask, where there is one.
  func withPointers<R>(
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>?) -> R
  ) -> R? {
    unsafe originals.scalars.withUnsafeBufferPointer { originals in
      guard let originals = originals.baseAddress else { return nil }
      guard let mask else { return unsafe body(originals, nil) }
      return unsafe mask.scalars.withUnsafeBufferPointer { mask in
        unsafe body(originals, mask.baseAddress)
      }
    }
  }
}
