import Foundation
public import FoveaTensor

extension ImageSet {
  /// The pictures of a folder, of whichever kind it is; `test` is `nil` where it has only one set.
  ///
  /// Three kinds are known: the four IDX files of MNIST and its like; a folder `train` and a folder `test`, `val` or
  /// `validation`, each with one sub-folder for each class; and one sub-folder for each class.
  ///
  /// - Parameter size: what pictures from PNG and JPEG files are cut and scaled to fill.
  /// - Throws: `FoveaError` that says what is wrong and what would be right.
  public static func load(
    _ path: String, resizingTo size: (height: Int, width: Int)? = nil
  ) throws(FoveaError) -> (train: ImageSet, test: ImageSet?) {
    if hasIDX(path) {
      let sets = try idx(folder: path)
      return (sets.train, sets.test)
    }
    let folders = try subfolders(path)
    guard !folders.isEmpty else {
      throw FoveaError(
        try reasonWithoutClasses(path) + ", or the four IDX files train-images-idx3-ubyte[.gz], …")
    }
    let testName = ["test", "val", "validation"].first { folders.contains($0) }
    guard folders.contains("train"), let testName else {
      return (try folder(path, resizingTo: size), nil)
    }
    let train = try folder("\(path)/train", resizingTo: size)
    let test = try folder("\(path)/\(testName)", resizingTo: size)
    guard train.classNames == test.classNames else {
      let odd = Set(train.classNames).symmetricDifference(test.classNames).sorted()
      throw FoveaError(
        "'\(path)/train' and '\(path)/\(testName)' differ in the classes "
          + odd.joined(separator: ", "))
    }
    guard train.inputShape == test.inputShape else {
      throw FoveaError(
        "'\(path)/train' has pictures of \(train.inputShape), '\(path)/\(testName)' of "
          + "\(test.inputShape): give a size to resize all to")
    }
    return (train, test)
  }
}
