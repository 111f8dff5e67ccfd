import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import TestSupport
import Testing

@testable import FoveaONNX

/// Files with random damage: whatever becomes of them, it is an error of one line or a network, quickly and within bounds.
@Suite(.serialized) struct FuzzTests {
  /// How many damaged files of each model; FOVEA_FUZZ says another number.
  private static let count =
    ProcessInfo.processInfo.environment["FOVEA_FUZZ"].flatMap { Int($0) } ?? 400

  @Test(arguments: ["cnn", "lstm", "vit", "cnn-dynamo", "lstm-dynamo"])
  func `damaged models are refused or read`(_ name: String) throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: fixture("\(name).onnx")))
    var source = RandomSource(seed: 2024, purpose: name)
    let clock = ContinuousClock()
    let before = peakMemory()
    var read = 0
    for trial in 0..<Self.count {
      let bytes = damaged(whole, &source)
      var (text, isRead) = ("", false)
      // A machine that is busy elsewhere may hold one try up, not three.
      var isQuick = false
      for _ in 0..<3 where !isQuick {
        isQuick = clock.measure { (text, isRead) = Self.outcome(of: bytes) } < .seconds(1)
      }
      #expect(isQuick, "\(name), trial \(trial) takes more than a second")
      read += isRead ? 1 : 0
      #expect(
        !text.contains("\n") && !text.hasPrefix("not a FoveaError"), "\(name), \(trial): \(text)")
    }
    // Some damage is in weights only; most is not, or the test would test nothing.
    #expect(read < Self.count * 9 / 10, "\(read) of \(Self.count) were read")
    // Other tests run beside this one; what a file claims would be far more.
    #expect(peakMemory() - before < 4 << 30, "the memory grew beyond 4 GiB")
  }

  /// What is said of a file, and whether it could be read and compiled.
  private static func outcome(of bytes: Data) -> (text: String, isRead: Bool) {
    var isRead = false
    let text = message {
      let network = try ONNXModel(bytes: bytes).network().network
      let total = try network.shapes(batch: 2).reduce(0) { $0 + min($1.count, 1 << 32) }
      if total < 1 << 20 { _ = try Plan(network, batch: 2) }
      isRead = true
    }
    return (text, isRead)
  }
}
