public import FoveaTensor

/// A set of pictures that are changed at random each time they are learnt.
public struct AugmentedImages: SampleSource {
  /// The unchanged pictures.
  public let images: ImageSet
  /// The changes.
  public let augmentation: Augmentation

  /// Creates a set that changes the pictures of another.
  public init(_ images: ImageSet, by augmentation: Augmentation) {
    self.images = images
    self.augmentation = augmentation
  }

  /// The number of pictures.
  public var count: Int { images.count }
  /// The shape of one picture, `[channels, height, width]`.
  public var inputShape: Shape { images.inputShape }
  /// A class is one number.
  public var targetShape: Shape { .scalar }
  /// The number of classes.
  public var classCount: Int? { images.classCount }

  /// Writes changed pictures and their classes.
  public func copy(
    _ samples: [Int], epoch: Int, inputs: inout MutableSpan<Float>,
    targets: inout MutableSpan<Float>
  ) {
    images.copy(samples, epoch: epoch, inputs: &inputs, targets: &targets)
    augmentation.apply(
      to: &inputs, samples: samples, epoch: epoch, channels: images.channels,
      height: images.height, width: images.width)
  }
}

extension ImageSet {
  /// This set, changed at random each time its pictures are learnt.
  public func augmented(by augmentation: Augmentation) -> AugmentedImages {
    AugmentedImages(self, by: augmentation)
  }
}
