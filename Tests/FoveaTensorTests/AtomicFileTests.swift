import TestSupport
import Foundation
import Testing

@testable import FoveaTensor

@Suite struct AtomicFileTests {
  @Test(arguments: [0, 1, 100_000]) func writesWhatIsReadBack(count: Int) throws {
    try withTemporaryFolder { folder in
      let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0) })
      try writeAtomically(bytes, to: folder + "/file")
      #expect(try readFile(folder + "/file") == bytes)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test func replacesAFile() throws {
    try withTemporaryFolder { folder in
      try writeAtomically(Data("a longer text".utf8), to: folder + "/file")
      try writeAtomically(Data("short".utf8), to: folder + "/file")
      #expect(try readFile(folder + "/file") == Data("short".utf8))
    }
  }

  @Test func aFailedWriteLeavesTheOldFileAndNothingElse() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try writeAtomically(Data("old".utf8), to: path)
      let line = message {
        try writeAtomically(to: path) { temporary throws(FoveaError) in
          try writeAtomically(Data("half".utf8), to: temporary)
          throw FoveaError("the pen broke")
        }
      }
      #expect(line == "cannot write '\(path)': the pen broke")
      #expect(try readFile(path) == Data("old".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test func saysWhyItCannotWrite() throws {
    try withTemporaryFolder { folder in
      let missing = folder + "/no/file"
      #expect(
        message { try writeAtomically(Data(), to: missing) }
          == "cannot write '\(missing)': No such file or directory")
      try FileManager.default.createDirectory(
        atPath: folder + "/taken", withIntermediateDirectories: true)
      #expect(
        message { try writeAtomically(Data(), to: folder + "/taken") }
          == "cannot write '\(folder)/taken': Is a directory")
    }
  }

  #if os(Linux)
    @Test(arguments: [10, 1_000_000]) func aFullDiskIsAnError(count: Int) throws {
      try withTemporaryFolder { folder in
        // The file that is written aside leads to the device on which every write fails for want of space.
        let path = folder + "/file"
        try FileManager.default.createSymbolicLink(
          atPath: "\(path).\(getpid()).part", withDestinationPath: "/dev/full")
        #expect(
          message { try writeAtomically(Data(count: count), to: path) }
            == "cannot write '\(path)': No space left on device")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      }
    }
  #endif

  @Test func saysWhyItCannotRead() throws {
    try withTemporaryFolder { folder in
      #expect(
        message { _ = try readFile(folder + "/none") }
          == "cannot read '\(folder)/none': there is no such file")
      #expect(message { _ = try readFile(folder) } == "cannot read '\(folder)': it is a folder")
    }
  }
}
