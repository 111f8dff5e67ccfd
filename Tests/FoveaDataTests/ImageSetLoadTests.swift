import TestSupport
import FoveaImage
import FoveaTensor
import Foundation
import Testing

@testable import FoveaData

@Suite struct ImageSetLoadTests {
  private func write(_ path: String, width: Int = 2) throws {
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try PNGFile.write(PixelImage(width: width, height: 2, repeating: [9]), to: path)
  }

  @Test func picksTheKindOfFolder() throws {
    try withTemporaryFolder { folder in
      try write(folder + "/classes/a/1.png")
      try write(folder + "/classes/b/1.png")
      let one = try ImageSet.load(folder + "/classes")
      #expect(one.train.classNames == ["a", "b"] && one.test == nil)

      for path in ["train/a/1", "train/b/1", "val/a/1", "val/b/1", "val/b/2"] {
        try write("\(folder)/split/\(path).png")
      }
      let two = try ImageSet.load(folder + "/split", resizingTo: (height: 3, width: 3))
      #expect(two.train.count == 2 && two.test?.count == 3)
      #expect(two.test?.inputShape == [1, 3, 3])

      let pixels = IDXFile(dimensions: [1, 1, 1], bytes: [5])
      for name in ["train", "t10k"] {
        try pixels.write(to: "\(folder)/\(name)-images-idx3-ubyte")
        try IDXFile(dimensions: [1], bytes: [0]).write(to: "\(folder)/\(name)-labels-idx1-ubyte")
      }
      #expect(try ImageSet.load(folder).test?.count == 1)
    }
  }

  @Test func saysWhatWouldBeRight() throws {
    try withTemporaryFolder { folder in
      #expect(
        message { _ = try ImageSet.load(folder) }
          == "'\(folder)' is an empty folder: one sub-folder of PNG or JPEG pictures for each class "
          + "is needed, or the four IDX files train-images-idx3-ubyte[.gz], …")
      #expect(
        message { _ = try ImageSet.load(folder + "/no") }
          == "cannot read '\(folder)/no': there is no such folder")
      try write(folder + "/loose.png")
      #expect(message { _ = try ImageSet.load(folder) }.contains("has 1 pictures and no sub-fold"))
      #expect(
        message { _ = try ImageSet.load(folder + "/loose.png") }
          == "cannot read '\(folder)/loose.png': it is no folder")
    }
  }

  @Test func partsMustFitTogether() throws {
    try withTemporaryFolder { folder in
      try write(folder + "/train/a/1.png")
      try write(folder + "/test/a/1.png", width: 4)
      #expect(message { _ = try ImageSet.load(folder) }.contains("has pictures of [1, 2, 2], "))
      try write(folder + "/test/b/1.png", width: 4)
      #expect(message { _ = try ImageSet.load(folder) }.hasSuffix("differ in the classes b"))
    }
  }
}
