import TestSupport
import Foundation
import FoveaTensor
import Testing

@testable import FoveaCheckpoint

/// Thousands of damaged files: each is read or refused in one line, quickly and within bounded memory.
@Suite(.serialized) struct MutationTests {
  static let files = [
    "state-zip.pth", "state-stream.pth", "types-stream.pth", "views-zip.pth", "views-stream.pth",
    "nested-stream.pth", "arrays-protocol2.ckpt", "arrays-protocol5.ckpt", "evil-stream.pth",
  ]

  @Test(arguments: files)
  func damagedFilesAreReadOrRefused(file: String) throws {
    try survives(try Fixture.bytes(file), count: 900, purpose: file)
  }

  @Test func damagedSafetensorsAreReadOrRefused() throws {
    let tensors = [("a", Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])), ("b", Tensor(7))]
    let bytes = SafetensorsFile(tensors, metadata: ["note": "a \"word\""]).encoded()
    try survives(bytes, count: 1500, purpose: "safetensors")
  }

  @Test func damagedArraysAreReadOrRefused() throws {
    let bytes = NumpyFile.encoded(Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6]))
    try survives(bytes, count: 1500, purpose: "npy")
  }

  @Test(arguments: [true, false])
  func damagedArchivesOfArraysAreReadOrRefused(isPacked: Bool) throws {
    let name = isPacked ? "arrays-packed.npz" : "arrays-stored.npz"
    try survives(try Fixture.bytes(name), count: 1000, purpose: name)
  }

  private func survives(_ bytes: Data, count: Int, purpose: String) throws {
    var random = RandomSource(seed: 4, purpose: purpose)
    let clock = ContinuousClock()
    let before = peakMemory()
    var refused = 0
    for trial in 0..<count {
      let damaged = damaged(bytes, &random)
      var line: String?
      let time = clock.measure {
        line = message { _ = try Checkpoint(bytes: damaged) }
      }
      #expect(time < .seconds(1), "\(purpose), trial \(trial) took \(time)")
      #expect(line?.contains("\n") == false, "\(purpose), trial \(trial): \(line ?? "")")
      #expect(line?.hasPrefix("not a FoveaError") == false, "\(line ?? "")")
      if line?.isEmpty == false { refused += 1 }
    }
    #expect(refused > count / 5, "only \(refused) of \(count) damaged files were refused")
    #expect(peakMemory() - before < 300 << 20, "the memory grew beyond 300 MiB")
  }
}
