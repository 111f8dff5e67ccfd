import Foundation
import Testing

@testable import FoveaTensor

@Suite struct StoredScalarTests {
  private func floats(_ bytes: [UInt8], as format: StoredScalar, bigEndian: Bool = false) -> [Float]
  {
    unsafe bytes.withUnsafeBytes { unsafe format.floats($0, bigEndian: bigEndian) }
  }

  @Test func everyHalfHasItsValue() {
    // The definition (IEEE 754 binary16), evaluated in double precision.
    for bits in 0..<UInt16.max {
      let value = floats([UInt8(bits & 0xff), UInt8(bits >> 8)], as: .float16)[0]
      let exponent = Int(bits >> 10 & 31)
      let fraction = Double(bits & 1023) / 1024
      let sign: Double = bits >> 15 == 1 ? -1 : 1
      switch exponent {
      case 0: #expect(Double(value) == sign * fraction * 0x1p-14)
      case 31 where fraction == 0: #expect(Double(value) == sign * .infinity)
      case 31: #expect(value.isNaN)
      default: #expect(Double(value) == sign * (1 + fraction) * pow(2, Double(exponent - 15)))
      }
    }
  }

  @Test func byteOrderIsHeeded() {
    #expect(floats([1, 2], as: .uint16) == [513])
    #expect(floats([1, 2], as: .uint16, bigEndian: true) == [258])
    #expect(floats([0x3f, 0x80, 0, 0], as: .float32, bigEndian: true) == [1])
    #expect(floats([0, 0, 0x80, 0x3f], as: .float32) == [1])
  }

  @Test func signsAreKept() {
    #expect(floats([0xff, 0x7f], as: .int8) == [-1, 127])
    #expect(floats([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], as: .int64) == [-2])
    #expect(floats([255, 255, 255, 255], as: .uint32) == [4_294_967_296])
  }

  @Test func byteCountsDoNotOverflow() {
    #expect(storedByteCount([2, 3], size: 4) == 24)
    #expect(storedByteCount([], size: 8) == 8)
    #expect(storedByteCount([5, 0], size: 4) == 0)
    #expect(storedByteCount([Int.max], size: 2) == nil)
    #expect(storedByteCount([0, Int.max, 3], size: 1) == nil)
    #expect(storedByteCount([-1], size: 4) == nil)
  }
}
