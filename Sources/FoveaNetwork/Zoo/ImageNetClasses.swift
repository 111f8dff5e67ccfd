import CResources

/// The 1,000 classes of ImageNet's challenge of 2012 (Russakovsky 2015), in the order of networks' outputs.
public enum ImageNetClasses {
  /// One name for each class, such as `Egyptian cat` for 285; all differ.
  public static let names: [String] = {
    var size = 0
    let bytes = unsafe cresources_imagenet_classes(&size)
    let text = unsafe String(
      decoding: UnsafeBufferPointer(start: bytes, count: size), as: UTF8.self)
    return text.split(separator: "\n").map(String.init)
  }()
}
