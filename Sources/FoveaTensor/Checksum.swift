import CZlib
public import Foundation

extension Data {
  /// The cyclic redundancy check of 32 bits that zip archives and PNG's chunks bear (ISO/IEC 15948, annex D).
  public var crc32: UInt32 {
    var sum: UInt = 0
    unsafe withUnsafeBytes { buffer in
      unsafe sum = crc32_z(
        sum, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count)
    }
    return UInt32(truncatingIfNeeded: sum)
  }
}
