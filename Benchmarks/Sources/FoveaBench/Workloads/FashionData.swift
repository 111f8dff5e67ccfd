import Fovea

/// Fashion-MNIST (Xiao, Rasul & Vollgraf 2017), as the system's package installs it.
enum FashionData {
  /// Where it lies.
  static let folder = "/usr/share/datasets/fashion-mnist"

  /// All training images.
  static func train() throws -> ImageSet { try ImageSet.idx(folder: folder).train }

  /// The first test images and their classes.
  static func batch(_ count: Int) throws -> (images: Tensor, labels: Tensor) {
    let (images, labels) = try ImageSet.idx(
      images: "\(folder)/t10k-images-idx3-ubyte.gz", labels: "\(folder)/t10k-labels-idx1-ubyte.gz",
      classNames: ImageSet.fashionNames
    ).batch(Array(0..<count))
    return (images, labels)
  }
}
