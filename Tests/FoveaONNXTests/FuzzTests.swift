import TestSupport
import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@testable import FoveaONNX

/// Files with random damage: whatever becomes of them, it is an error of one line or a network, within bounds.
@Suite struct FuzzTests {
  private static let count =
    ProcessInfo.processInfo.environment["FOVEA_FUZZ"].flatMap { Int($0) } ?? 600

  @Test(arguments: ["cnn", "lstm", "vit"])
  func `damaged models are refused or read`(_ name: String) throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: fixture("\(name).onnx")))
    var source = RandomSource(seed: 2024)
    var read = 0
    for _ in 0..<Self.count / 3 {
      var bytes = whole
      for _ in 0..<Int(source.uniform(in: 1...6)) { damage(&bytes, &source) }
      let text = message {
        let network = try ONNXModel(bytes: bytes).network().network
        let total = try network.shapes(batch: 2).reduce(0) { $0 + min($1.count, 1 << 32) }
        if total < 1 << 20 { _ = try Plan(network, batch: 2) }
        read += 1
      }
      #expect(!text.contains("\n") && !text.hasPrefix("not a FoveaError"), "\(text)")
    }
    // Some damage is in weights only; most is not, or the test would test nothing.
    #expect(read < Self.count / 3)
  }

  private func damage(_ bytes: inout Data, _ source: inout RandomSource) {
    guard bytes.count > 8 else { return }
    func place(_ source: inout RandomSource) -> Int {
      // Structure stands at the front: half of the damage goes there.
      let end = source.uniform(in: 0...1) < 0.5 ? min(bytes.count, 4000) : bytes.count
      return bytes.startIndex + min(end - 1, Int(source.uniform(in: 0...1) * Float(end)))
    }
    let position = place(&source)
    switch Int(source.uniform(in: 0...4)) {
    case 0: bytes[position] = UInt8(source.uniform(in: 0...255))
    case 1: bytes[position] ^= 1 << UInt8(source.uniform(in: 0...7))
    case 2: bytes = Data(bytes.prefix(max(1, position - bytes.startIndex)))
    default:
      let length = min(bytes.endIndex - position, 1 + Int(source.uniform(in: 0...40)))
      let copy = Data(bytes[position..<position + length])
      bytes.insert(contentsOf: copy, at: place(&source))
    }
  }
}
