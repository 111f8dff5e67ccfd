/// A number format of files, and how its bytes become floats.
///
/// Values that a `Float` cannot hold exactly (large integers, doubles) are rounded to the nearest one.
package enum StoredScalar: Hashable, Sendable {
  case float16, bfloat16, float32, float64
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case bool

  /// The number of bytes of one element.
  package var size: Int {
    switch self {
    case .int8, .uint8, .bool: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// The elements in `bytes`, which may lie at any address.
  ///
  /// - Precondition: `bytes` holds a whole number of elements.
  package func floats(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool = false) -> [Float] {
    precondition(bytes.count % size == 0, "\(bytes.count) bytes are not whole elements of \(size)")
    if self == .float32 && !bigEndian { return unsafe copied(bytes) }
    return switch self {
    case .float16: unsafe integers(bytes, UInt16.self, bigEndian) { Self.float(half: $0) }
    case .bfloat16:
      unsafe integers(bytes, UInt16.self, bigEndian) { Float(bitPattern: UInt32($0) << 16) }
    case .float32: unsafe integers(bytes, UInt32.self, bigEndian) { Float(bitPattern: $0) }
    case .float64: unsafe integers(bytes, UInt64.self, bigEndian) { Float(Double(bitPattern: $0)) }
    case .int8: unsafe integers(bytes, Int8.self, bigEndian) { Float($0) }
    case .int16: unsafe integers(bytes, Int16.self, bigEndian) { Float($0) }
    case .int32: unsafe integers(bytes, Int32.self, bigEndian) { Float($0) }
    case .int64: unsafe integers(bytes, Int64.self, bigEndian) { Float($0) }
    case .uint8: unsafe integers(bytes, UInt8.self, bigEndian) { Float($0) }
    case .uint16: unsafe integers(bytes, UInt16.self, bigEndian) { Float($0) }
    case .uint32: unsafe integers(bytes, UInt32.self, bigEndian) { Float($0) }
    case .uint64: unsafe integers(bytes, UInt64.self, bigEndian) { Float($0) }
    case .bool: unsafe integers(bytes, UInt8.self, bigEndian) { $0 == 0 ? 0 : 1 }
    }
  }

  /// The value of a 16-bit float, by arithmetic on 32 bits: faster than a library call for each element, and available
  /// where Swift has no `Float16`.
  @inline(__always)
  private static func float(half bits: UInt16) -> Float {
    let magnitude = UInt32(bits & 0x7fff) << 13
    let sign = UInt32(bits & 0x8000) << 16
    let finite = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
    let special = magnitude | 0x7f80_0000  // infinity and not-a-number
    return Float(bitPattern: sign | (magnitude >= 0x0f80_0000 ? special : finite))
  }

  private func copied(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    let count = bytes.count / 4
    return unsafe [Float](unsafeUninitializedCapacity: count) { target, initialized in
      unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
      initialized = count
    }
  }

  @inline(__always)
  private func integers<Stored: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, _ type: Stored.Type, _ bigEndian: Bool,
    _ convert: (Stored) -> Float
  ) -> [Float] {
    let count = bytes.count / size
    return unsafe [Float](unsafeUninitializedCapacity: count) { target, initialized in
      if bigEndian {
        for index in 0..<count {
          let stored = unsafe bytes.loadUnaligned(
            fromByteOffset: index &* MemoryLayout<Stored>.size, as: type)
          unsafe target[index] = convert(Stored(bigEndian: stored))
        }
      } else {
        for index in 0..<count {
          let stored = unsafe bytes.loadUnaligned(
            fromByteOffset: index &* MemoryLayout<Stored>.size, as: type)
          unsafe target[index] = convert(Stored(littleEndian: stored))
        }
      }
      initialized = count
    }
  }
}

/// The number of bytes of `shape` elements of `size`, or `nil` where an `Int` cannot count them.
///
/// Unlike `Shape`, which takes its extents from us, this takes them from a file that may lie.
package func storedByteCount(_ dimensions: [Int], size: Int) -> Int? {
  var extent = size
  for dimension in dimensions {
    guard dimension >= 0 else { return nil }
    let (product, overflow) = extent.multipliedReportingOverflow(by: max(dimension, 1))
    guard !overflow else { return nil }
    extent = product
  }
  return dimensions.contains(0) ? 0 : extent
}
