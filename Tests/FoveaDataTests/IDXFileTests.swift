import TestSupport
import FoveaTensor
import Foundation
import Testing

@testable import FoveaData

@Suite struct IDXFileTests {
  private let sample = IDXFile(dimensions: [2, 3, 4], bytes: (0..<24).map { UInt8($0 * 10) })

  @Test func theBytesAreTheFormats() {
    let file = IDXFile(dimensions: [2, 258], bytes: [UInt8](repeating: 7, count: 516))
    #expect(file.encoded().prefix(13) == Data([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 1, 2, 7]))
  }

  @Test(arguments: ["x", "x.gz"]) func comesBackFromDiskUnchanged(name: String) throws {
    try withTemporaryFolder { folder in
      try sample.write(to: "\(folder)/\(name)")
      #expect(try IDXFile.read("\(folder)/\(name)") == sample)
      #expect(try readFile("\(folder)/\(name)").starts(with: [0x1f, 0x8b]) == (name == "x.gz"))
    }
  }

  @Test func packedFilesAreKnownByTheirBytesNotTheirNames() throws {
    try withTemporaryFolder { folder in
      try writeAtomically(gzipped(sample.encoded()), to: folder + "/plain")
      #expect(try IDXFile.read(folder + "/plain") == sample)
    }
  }

  @Test func whatCannotBeOpenedIsNamed() throws {
    try withTemporaryFolder { folder in
      #expect(
        message { _ = try IDXFile.read(folder + "/x") }
          == "cannot read '\(folder)/x': there is no such file")
      #expect(message { _ = try IDXFile.read(folder) } == "cannot read '\(folder)': it is a folder")
    }
  }

  @Test func noElementsAreAFileToo() throws {
    let empty = IDXFile(dimensions: [0, 28], bytes: [])
    #expect(try IDXFile(empty.encoded()) == empty)
  }

  @Test func everyCutIsAnError() {
    for bytes in [sample.encoded(), gzipped(sample.encoded())] {
      for end in 0..<bytes.count {
        #expect(throws: FoveaError.self, "cut at \(end)") { try IDXFile(bytes.prefix(end)) }
      }
    }
  }

  @Test func bytesLeftOverAreAnError() {
    let line = "bytes follow its 24 elements that belong to nothing"
    #expect(message { _ = try IDXFile(sample.encoded() + [1]) } == line)
    #expect(message { _ = try IDXFile(gzipped(sample.encoded() + [1])) } == line)
  }

  @Test func everyDamagedPackedByteIsNoticedOrHarmless() {
    let packed = gzipped(sample.encoded())
    for index in packed.indices {
      var damaged = packed
      damaged[index] ^= 0x55
      if let file = try? IDXFile(damaged) {
        // Only what the format itself does not check: time, system, level.
        #expect(file == sample && (3..<10).contains(index), "byte \(index)")
      }
    }
  }

  @Test(arguments: [
    ([0x89, 0x50, 0x4e, 0x47] as [UInt8], "begins with the bytes 89 50 4e 47"),
    ([0, 0, 8, 0], "begins with the bytes"), ([0, 0, 0x0d, 1, 0, 0, 0, 1], "element type is 13"),
    ([0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff], "need 4294967295 bytes, and at most 0 follow"),
    (
      [0, 0, 8, 3] + [UInt8](repeating: 0xff, count: 12), "multiply to more than can be counted"
    ),
    ([0, 0, 8, 2, 0, 0, 0, 1], "its header is cut off"), ([], "its header is cut off"),
  ])
  func wrongHeadersAreRefused(bytes: [UInt8], reason: String) throws {
    try withTemporaryFolder { folder in
      try writeAtomically(Data(bytes), to: folder + "/bad")
      let line = message { _ = try IDXFile.read(folder + "/bad") }
      #expect(line.hasPrefix("cannot read '\(folder)/bad' as IDX: "))
      #expect(line.contains(reason), "\(line)")
    }
  }

  @Test func aSmallPackedFileCannotClaimAHugeOne() {
    let lie = gzipped(Data([0, 0, 8, 2, 0, 0xff, 0, 0, 0, 0, 0xff, 0, 1, 2, 3]))
    #expect(message { _ = try IDXFile(lie) }.contains("it is cut off"))
  }
}
