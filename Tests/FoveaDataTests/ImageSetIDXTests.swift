import TestSupport
import FoveaTensor
import Foundation
import Testing

@testable import FoveaData

private let fashionFolder = "/usr/share/datasets/fashion-mnist"
private let digitsFolder: String = {
  let environment = ProcessInfo.processInfo.environment
  let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
  return "\(cache)/fovea/mnist"
}()

@Suite struct ImageSetIDXTests {
  /// Writes the four files: 3 pictures to learn, 2 to test.
  private func writeSet(
    _ folder: String, trainLabels: [UInt8] = [0, 9, 1], ending: String = "", dot: String = "-"
  ) throws {
    func write(_ name: String, _ file: IDXFile) throws {
      try file.write(to: "\(folder)/\(name)\(ending)")
    }
    let pixels = (0..<12).map { UInt8($0) }
    try write("train-images\(dot)idx3-ubyte", IDXFile(dimensions: [3, 2, 2], bytes: pixels))
    try write(
      "train-labels\(dot)idx1-ubyte", IDXFile(dimensions: [trainLabels.count], bytes: trainLabels))
    try write(
      "t10k-images\(dot)idx3-ubyte", IDXFile(dimensions: [2, 2, 2], bytes: Array(pixels[4...])))
    try write("t10k-labels\(dot)idx1-ubyte", IDXFile(dimensions: [2], bytes: [3, 4]))
  }

  @Test(arguments: zip(["", ".gz", ""], ["-", "-", "."]))
  func findsTheFourFiles(ending: String, dot: String) throws {
    try withTemporaryFolder { folder in
      try writeSet(folder, ending: ending, dot: dot)
      let sets = try ImageSet.idx(folder: folder)
      #expect(sets.train.labels == [0, 9, 1] && sets.test.labels == [3, 4])
      #expect(sets.train.images(at: [2]).scalars == [8, 9, 10, 11].map { $0 / 255 })
      #expect(sets.test.inputShape == [1, 2, 2])
      #expect(sets.train.classNames == ImageSet.digitNames)
    }
  }

  @Test func aFolderWithFashionInItsNameHasItsClasses() throws {
    try withTemporaryFolder { folder in
      let inner = folder + "/Fashion-2/raw"
      try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
      try writeSet(inner)
      #expect(try ImageSet.idx(folder: inner).test.classNames[9] == "Ankle boot")
      let own = (0..<12).map { "c\($0)" }
      #expect(try ImageSet.idx(folder: inner, classNames: own).test.classNames == own)
    }
  }

  @Test func missingFilesAreNamed() throws {
    try withTemporaryFolder { folder in
      try writeSet(folder)
      try FileManager.default.removeItem(atPath: folder + "/t10k-labels-idx1-ubyte")
      #expect(
        message { _ = try ImageSet.idx(folder: folder) }
          == "'\(folder)' is no folder of IDX pictures: it lacks t10k-labels-idx1-ubyte[.gz]")
    }
  }

  @Test func labelsOutOfRangeAreNamed() throws {
    try withTemporaryFolder { folder in
      try writeSet(folder, trainLabels: [0, 10, 1])
      #expect(
        message { _ = try ImageSet.idx(folder: folder) }
          == "'\(folder)/train-labels-idx1-ubyte' has the label 10 at position 1; the labels of 10 "
          + "classes are 0 to 9")
    }
  }

  @Test func countsMustAgree() throws {
    try withTemporaryFolder { folder in
      try writeSet(folder, trainLabels: [0, 1])
      #expect(
        message { _ = try ImageSet.idx(folder: folder) }
          == "'\(folder)/train-labels-idx1-ubyte' has 2 labels, "
          + "'\(folder)/train-images-idx3-ubyte' has 3 pictures")
    }
  }

  @Test func exchangedFilesAreNoticed() throws {
    try withTemporaryFolder { folder in
      try writeSet(folder)
      let images = folder + "/train-images-idx3-ubyte"
      let labels = folder + "/train-labels-idx1-ubyte"
      #expect(
        message { _ = try ImageSet.idx(images: labels, labels: images, classNames: ["a"]) }
          .contains("has the dimensions [3]; pictures have"))
      #expect(
        message { _ = try ImageSet.idx(images: images, labels: images, classNames: ["a"]) }
          .contains("has the dimensions [3, 2, 2]; labels have one"))
    }
  }

  @Test func colourPicturesHaveFourDimensions() throws {
    try withTemporaryFolder { folder in
      let bytes = (0..<24).map { UInt8($0) }
      try IDXFile(dimensions: [2, 3, 2, 2], bytes: bytes).write(to: folder + "/i")
      try IDXFile(dimensions: [2], bytes: [0, 1]).write(to: folder + "/l")
      let set = try ImageSet.idx(
        images: folder + "/i", labels: folder + "/l", classNames: ["a", "b"])
      #expect(set.inputShape == [3, 2, 2])
      #expect(set.images.scalars == bytes.map { Float($0) / 255 })
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: fashionFolder)))
  func fashionMNISTIsWhatItIsKnownToBe() throws {
    let fashion = try ImageSet.idx(folder: fashionFolder)
    #expect(fashion.train.count == 60_000 && fashion.test.count == 10_000)
    #expect(fashion.train.inputShape == [1, 28, 28])
    #expect(fashion.train.classCounts == [Int](repeating: 6000, count: 10))
    #expect(fashion.test.classCounts == [Int](repeating: 1000, count: 10))
    // The values that everybody normalises by.
    #expect(abs(fashion.train.channelStatistics.means[0] - 0.2860) < 5e-5)
    #expect(abs(fashion.train.channelStatistics.deviations[0] - 0.3530) < 5e-5)
    #expect(fashion.train.labels.prefix(5) == [9, 0, 0, 3, 0])
    #expect(fashion.train.classNames[9] == "Ankle boot")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: digitsFolder)))
  func digitsAreWhatTheyAreKnownToBe() throws {
    let digits = try ImageSet.idx(folder: digitsFolder)
    #expect(digits.train.count == 60_000 && digits.test.count == 10_000)
    #expect(
      digits.train.classCounts
        == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    #expect(abs(digits.train.channelStatistics.means[0] - 0.1307) < 5e-5)
    #expect(abs(digits.train.channelStatistics.deviations[0] - 0.3081) < 5e-5)
    #expect(digits.train.labels.prefix(5) == [5, 0, 4, 1, 9])
  }
}
