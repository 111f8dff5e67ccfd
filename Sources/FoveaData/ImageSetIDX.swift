import Foundation
public import FoveaTensor

extension ImageSet {
  /// The names of the ten classes of Fashion-MNIST (Xiao, Rasul & Vollgraf 2017), as its authors give them.
  public static let fashionNames = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
    "Ankle boot",
  ]

  /// The names of the ten digits.
  public static let digitNames = (0...9).map(String.init)

  /// The training and test pictures of a folder with the four standard IDX files of MNIST and its like.
  ///
  /// They are `train-images-idx3-ubyte`, `train-labels-idx1-ubyte` and the same with `t10k-`, plain or with `.gz`; a dot
  /// before `idx` is accepted too.
  ///
  /// - Parameter classNames: the classes, by default Fashion-MNIST's where the folder's or its parent's name has "fashion" in it, else
  ///   the digits.
  /// - Throws: `FoveaError` that names the missing or wrong file and the reason.
  public static func idx(
    folder: String, classNames: [String]? = nil
  ) throws(FoveaError) -> (train: ImageSet, test: ImageSet) {
    let place = URL(fileURLWithPath: folder).standardizedFileURL.pathComponents.suffix(2)
    let isFashion = place.contains { $0.lowercased().contains("fashion") }
    let names = classNames ?? (isFashion ? fashionNames : digitNames)
    var paths: [String] = []
    var missing: [String] = []
    for stem in idxStems {
      if let path = idxPath(folder, stem) { paths.append(path) } else { missing.append(stem) }
    }
    guard missing.isEmpty else {
      throw FoveaError(
        "'\(folder)' is no folder of IDX pictures: it lacks "
          + missing.map { "\($0)[.gz]" }.joined(separator: ", "))
    }
    let train = try idx(images: paths[0], labels: paths[1], classNames: names)
    let test = try idx(images: paths[2], labels: paths[3], classNames: names)
    guard train.inputShape == test.inputShape else {
      throw FoveaError(
        "'\(paths[0])' has pictures of \(train.inputShape), '\(paths[2])' of \(test.inputShape)")
    }
    return (train, test)
  }

  /// The pictures and labels of two IDX files.
  ///
  /// Pictures are `[count, height, width]` or `[count, channels, height, width]`.
  ///
  /// - Throws: `FoveaError` that names the wrong file and the reason: damaged, another number of dimensions, as many labels
  ///   as pictures missing, a label that is no class.
  public static func idx(
    images imagePath: String, labels labelPath: String, classNames: [String]
  ) throws(FoveaError) -> ImageSet {
    let images = try IDXFile.read(imagePath)
    let labels = try IDXFile.read(labelPath)
    let rank = images.dimensions.count
    guard rank == 3 || rank == 4, !images.dimensions.contains(0) else {
      throw FoveaError(
        "'\(imagePath)' has the dimensions \(images.dimensions); pictures have [count, height, "
          + "width] or [count, channels, height, width], none of them 0")
    }
    guard labels.dimensions.count == 1 else {
      throw FoveaError("'\(labelPath)' has the dimensions \(labels.dimensions); labels have one")
    }
    guard labels.bytes.count == images.dimensions[0] else {
      throw FoveaError(
        "'\(labelPath)' has \(labels.bytes.count) labels, '\(imagePath)' has "
          + "\(images.dimensions[0]) pictures")
    }
    if let wrong = labels.bytes.firstIndex(where: { Int($0) >= classNames.count }) {
      throw FoveaError(
        "'\(labelPath)' has the label \(labels.bytes[wrong]) at position \(wrong); the labels of "
          + "\(classNames.count) classes are 0 to \(classNames.count - 1)")
    }
    return ImageSet(
      pixels: images.bytes, labels: labels.bytes.map { Int($0) },
      channels: rank == 4 ? images.dimensions[1] : 1, height: images.dimensions[rank - 2],
      width: images.dimensions[rank - 1], classNames: classNames)
  }

  /// Whether a folder has any of the four standard files.
  static func hasIDX(_ folder: String) -> Bool {
    idxStems.contains { idxPath(folder, $0) != nil }
  }

  private static let idxStems = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ]

  private static func idxPath(_ folder: String, _ stem: String) -> String? {
    let dotted = stem.replacingOccurrences(of: "-idx", with: ".idx")
    return [stem, "\(stem).gz", dotted, "\(dotted).gz"]
      .map { "\(folder)/\($0)" }
      .first { FileManager.default.fileExists(atPath: $0) }
  }
}
