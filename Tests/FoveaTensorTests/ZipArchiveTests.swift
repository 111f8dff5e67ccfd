import TestSupport
import Foundation
import Testing

@testable import FoveaTensor

@Suite struct ZipArchiveTests {
  private func bytes(_ name: String) throws -> Data { try Data(readFile(fixture(name))) }

  @Test func listsAndUnpacks() throws {
    let archive = try ZipArchive(bytes("packed.npz"))
    #expect(archive.names == ["a.npy", "b.npy"])
    let first = try archive.contents("a.npy")
    #expect(first.prefix(6) == Data([0x93]) + Data("NUMPY".utf8))
    #expect(first.count == 128 + 16 * 3 * 4 * 4)
    #expect(
      message { _ = try archive.contents("c.npy") }
        == "there is no member 'c.npy'; the nearest are a.npy, b.npy")
  }

  @Test(arguments: ["stored.npz", "packed.npz"]) func everyCutIsAnError(name: String) throws {
    let whole = try bytes(name)
    for end in 0..<whole.count {
      #expect(throws: FoveaError.self, "cut at \(end)") {
        let archive = try ZipArchive(whole.prefix(end))
        for member in archive.names { _ = try archive.contents(member) }
      }
    }
  }

  @Test(arguments: ["stored.npz", "packed.npz"]) func noDamagedByteCrashes(name: String) throws {
    let whole = try bytes(name)
    var refused = 0
    for index in whole.indices {
      var damaged = whole
      damaged[index] ^= 0xff
      do {
        let archive = try ZipArchive(damaged)
        for member in archive.names { _ = try archive.contents(member) }
      } catch {
        refused += 1
      }
    }
    #expect(refused > whole.count / 2)
  }

  @Test func aClaimBeyondWhatCanBePackedCostsNothing() throws {
    var damaged = try bytes("packed.npz")
    let entry = try #require(damaged.range(of: Data([0x50, 0x4b, 1, 2]))?.lowerBound)
    for offset in 24..<28 { damaged[entry + offset] = 0x7f }  // two gigabytes
    let archive = try ZipArchive(damaged)
    #expect(message { _ = try archive.contents("a.npy") }.contains("claims 2139062143 bytes"))
  }
}
