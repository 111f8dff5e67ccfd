import TestSupport
import Foundation
import Testing

@testable import FoveaTensor

@Suite struct GzipTests {
  private let text = Data((0..<5000).map { UInt8($0 % 251) })

  private func unpacked(_ bytes: Data, _ count: Int) throws -> [UInt8] {
    try Inflater(bytes, wrapping: .gzip).read(count)
  }

  @Test func unpacksInPieces() throws {
    let inflater = try Inflater(gzipped(text), wrapping: .gzip)
    #expect(try inflater.read(0).isEmpty)
    #expect(try inflater.read(4999) == Array(text.prefix(4999)))
    #expect(try inflater.read(10) == [text[4999]])
    #expect(try inflater.read(10).isEmpty)
  }

  @Test func isTheSameTwiceAndSmaller() {
    #expect(gzipped(text) == gzipped(text))
    #expect(gzipped(text).count < 1000)
  }

  @Test func emptyAndJoinedFilesAreFiles() throws {
    #expect(try unpacked(gzipped(Data()), 1).isEmpty)
    #expect(try unpacked(gzipped(text) + gzipped(Data([7])), 6000) == Array(text) + [7])
  }

  @Test func everyCutIsAnError() {
    let packed = gzipped(text)
    for end in 0..<packed.count {
      #expect(throws: FoveaError.self, "cut at \(end)") {
        try unpacked(packed.prefix(end), 6000)
      }
    }
  }

  @Test func damageIsNoticed() {
    let packed = gzipped(text)
    for index in [0, 20, packed.count / 2, packed.count - 6, packed.count - 1] {
      var damaged = packed
      damaged[index] ^= 0xff
      #expect(throws: FoveaError.self, "byte \(index)") { try unpacked(damaged, 6000) }
    }
    #expect(message { _ = try unpacked(packed + [1, 2], 6000) }.contains("2 bytes follow the end"))
  }
}
