import TestSupport
import FoveaImage
import FoveaTensor
import Foundation
import Testing

@testable import FoveaData

@Suite struct ImageFolderTests {
  private func write(_ picture: PixelImage, _ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try PNGFile.write(picture, to: path)
  }

  private func writeClasses(_ folder: String) throws {
    try write(PixelImage(width: 3, height: 2, repeating: [10]), folder + "/dog/b.png")
    try write(
      PixelImage(width: 3, height: 2, channels: 1, samples: [1, 2, 3, 4, 5, 6]),
      folder + "/dog/a.PNG")
    try write(PixelImage(width: 3, height: 2, repeating: [20]), folder + "/cat/x.jpg")
    try writeAtomically(Data("notes".utf8), to: folder + "/cat/readme.txt")
    try writeAtomically(Data("notes".utf8), to: folder + "/cat/.hidden.png")
  }

  @Test func subfoldersAreClassesInAlphabeticalOrder() throws {
    try withTemporaryFolder { folder in
      try writeClasses(folder)
      let set = try ImageSet.folder(folder)
      #expect(set.classNames == ["cat", "dog"] && set.labels == [0, 1, 1])
      #expect(set.inputShape == [1, 2, 3])
      #expect(
        set.images.scalars.map { ($0 * 255).rounded() }
          == [20, 20, 20, 20, 20, 20, 1, 2, 3, 4, 5, 6, 10, 10, 10, 10, 10, 10])
    }
  }

  @Test func oneColourPictureMakesAllColour() throws {
    try withTemporaryFolder { folder in
      try writeClasses(folder)
      try write(
        PixelImage(
          width: 3, height: 2, channels: 3, samples: (0..<18).map { UInt8($0) }),
        folder + "/dog/z.png")
      let set = try ImageSet.folder(folder)
      #expect(set.inputShape == [3, 2, 3])
      // Channel by channel: the reds, the greens, the blues.
      #expect(
        set.images(at: [3]).scalars.map { Int(($0 * 255).rounded()) }
          == [0, 3, 6, 9, 12, 15, 1, 4, 7, 10, 13, 16, 2, 5, 8, 11, 14, 17])
    }
  }

  @Test func theOddSizeIsNamedUnlessAllAreResized() throws {
    try withTemporaryFolder { folder in
      try writeClasses(folder)
      try write(PixelImage(width: 8, height: 8, repeating: [30]), folder + "/dog/odd.png")
      #expect(
        message { _ = try ImageSet.folder(folder) }
          == "'\(folder)/dog/odd.png' is 8 x 8, the others are 3 x 2: give a size to resize all to")
      let set = try ImageSet.folder(folder, resizingTo: (height: 4, width: 5))
      #expect(set.inputShape == [1, 4, 5] && set.count == 4)
      #expect(set.images(at: [3]).scalars.allSatisfy { $0 == 30.0 / 255 })
    }
  }

  @Test func aDamagedPictureIsNamed() throws {
    try withTemporaryFolder { folder in
      try writeClasses(folder)
      try writeAtomically(Data("no picture".utf8), to: folder + "/dog/bad.png")
      #expect(message { _ = try ImageSet.folder(folder) }.contains("\(folder)/dog/bad.png"))
    }
  }

  @Test func anEmptyClassIsNamed() throws {
    try withTemporaryFolder { folder in
      try writeClasses(folder)
      try FileManager.default.createDirectory(
        atPath: folder + "/eel", withIntermediateDirectories: true)
      #expect(
        message { _ = try ImageSet.folder(folder) }
          == "'\(folder)/eel' has no PNG or JPEG picture; each class needs one")
    }
  }
}
