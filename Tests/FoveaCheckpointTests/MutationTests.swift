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

  private func survives(_ bytes: Data, count: Int, purpose: String) throws {
    var random = RandomSource(seed: 4, purpose: purpose)
    let clock = ContinuousClock()
    let before = Self.peakMemory()
    var refused = 0
    for trial in 0..<count {
      let damaged = Self.damaged(bytes, &random)
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
    #expect(Self.peakMemory() - before < 300 << 20, "the memory grew beyond 300 MiB")
  }

  /// One to four changes: a bit, a byte, a number's length, a cut, bytes twice, or bytes of another place.
  private static func damaged(_ bytes: Data, _ random: inout RandomSource) -> Data {
    var bytes = [UInt8](bytes)
    for _ in 0...random.index(below: 4) where !bytes.isEmpty {
      let place = random.index(below: bytes.count)
      let length = min(1 + random.index(below: 8), bytes.count - place)
      switch random.index(below: 7) {
      case 0: bytes[place] ^= 1 << UInt8(random.index(below: 8))
      case 1: bytes[place] = UInt8(random.index(below: 256))
      case 2: for index in place..<place + length { bytes[index] = 0xff }
      case 3: for index in place..<place + length { bytes[index] = index == place ? 0x7f : 0 }
      case 4: bytes.removeSubrange(place...)
      case 5: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
      default:
        let other = random.index(below: bytes.count - length + 1)
        bytes.replaceSubrange(place..<place + length, with: bytes[other..<other + length])
      }
    }
    return Data(bytes)
  }

  /// The most memory that the process has had, in bytes; 0 where the system does not tell.
  private static func peakMemory() -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = Int(line.split(separator: " ").dropFirst().first ?? "")
    else { return 0 }
    return kilobytes << 10
  }
}
