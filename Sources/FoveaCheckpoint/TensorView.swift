import Foundation
import FoveaTensor

/// Numbers that a PyTorch file keeps apart from the tensors that show parts of them.
struct TensorStorage: Hashable {
  /// The name by which the file finds it.
  let key: String
  /// The type of its elements; bytes where there is none.
  let scalar: StoredScalar?
  /// The number of its elements.
  let count: Int
  /// The part of it that is meant.
  let view: Range<Int>

  /// The number of its bytes; `nil` where they cannot be counted.
  var byteCount: Int? { storedByteCount([count], size: scalar?.size ?? 1) }
}

/// A tensor as a file describes it: some elements of a storage, by offset, shape and strides.
struct TensorView {
  enum Source {
    case storage(TensorStorage)
    case bytes(Data)
  }

  let source: Source
  let type: ElementType
  /// The first byte, counted from the storage's first.
  private let start: Int
  let shape: [Int]
  /// The distances between neighbours along each axis, in elements.
  private let strides: [Int]
  /// The number of elements.
  let count: Int
  /// The bytes from the first element to the end of the last one in memory.
  private let reach: Int

  /// Describes a tensor whose numbers are reached by offset and strides, in elements.
  ///
  /// - Throws: `FoveaError` where that leads outside of the storage or cannot be counted.
  init(
    source: Source, type: ElementType, offset: Int, shape: [Int], strides: [Int]
  ) throws(FoveaError) {
    let size = type.scalar.size
    guard shape.count == strides.count, shape.count <= 64, strides.allSatisfy({ $0 >= 0 }),
      offset >= 0, let bytes = storedByteCount(shape, size: size)
    else { throw FoveaError("it has a tensor of the impossible shape \(shape)") }
    let limit: Int
    var first = offset
    switch source {
    case .bytes(let data): limit = data.count / size
    case .storage(let storage):
      // A storage of bytes is measured in bytes, everything else in its own elements.
      let unit = storage.scalar?.size ?? 1
      guard let end = storedByteCount([storage.view.upperBound], size: unit) else {
        throw FoveaError("its storage '\(storage.key)' has an impossible length")
      }
      limit = end / size
      first += storage.scalar == nil ? 0 : storage.view.lowerBound
    }
    var last = first
    for (extent, stride) in zip(shape, strides) where bytes > 0 {
      let (step, overflow) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, carry) = last.addingReportingOverflow(step)
      guard !overflow, !carry else {
        throw FoveaError("it has a tensor of the impossible strides \(strides)")
      }
      last = sum
    }
    guard bytes == 0 || last < limit else {
      throw FoveaError(
        "it has a tensor of shape \(shape), strides \(strides) and offset \(offset) that reaches "
          + "outside of its storage of \(limit) elements")
    }
    self.source = source
    self.type = type
    self.shape = shape
    self.strides = strides
    start = bytes == 0 ? 0 : first * size
    count = bytes / size
    reach = bytes == 0 ? 0 : (last - first + 1) * size
  }

  /// Describes an array that fills its bytes.
  init(
    bytes: Data, type: ElementType, shape: [Int], isColumnMajor: Bool
  ) throws(FoveaError) {
    guard let size = storedByteCount(shape, size: type.scalar.size), size == bytes.count else {
      throw FoveaError("it has an array of shape \(shape) in \(bytes.count) bytes")
    }
    let axes = isColumnMajor ? Array(shape.indices) : shape.indices.reversed()
    var strides = [Int](repeating: 1, count: shape.count)
    var distance = 1
    for axis in axes {
      strides[axis] = distance
      distance *= max(1, shape[axis])
    }
    try self.init(
      source: .bytes(bytes), type: type, offset: 0, shape: shape, strides: strides)
  }

  /// The tensor's numbers, taken from the storage's bytes.
  ///
  /// - Throws: `FoveaError` where the bytes end before the last element.
  func tensor(in storage: Data) throws(FoveaError) -> Tensor {
    guard start <= storage.count, reach <= storage.count - start else {
      throw FoveaError(
        "its storage has \(storage.count) bytes, and a tensor wants those up to \(start + reach)")
    }
    let scalars = unsafe storage.withUnsafeBytes { buffer in
      let part = unsafe UnsafeRawBufferPointer(rebasing: buffer[start..<start + reach])
      guard !isRowMajor else {
        return unsafe type.scalar.floats(part, bigEndian: type.isBigEndian)
      }
      let packed = unsafe gathered(part)
      return unsafe packed.withUnsafeBytes {
        unsafe type.scalar.floats($0, bigEndian: type.isBigEndian)
      }
    }
    return Tensor(shape: Shape(shape), scalars: scalars)
  }

  /// Whether the elements lie one after another in the tensor's own order.
  private var isRowMajor: Bool {
    var expected = 1
    for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
      guard stride == expected || count == 0 else { return false }
      expected *= extent
    }
    return true
  }

  /// The bytes of the elements in row-major order.
  private func gathered(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let size = type.scalar.size
    var packed = [UInt8](repeating: 0, count: count * size)
    var position = [Int](repeating: 0, count: shape.count)
    var from = 0
    unsafe packed.withUnsafeMutableBytes { target in
      for index in 0..<count {
        for byte in 0..<size {
          unsafe target[index &* size &+ byte] = bytes[from &* size &+ byte]
        }
        var axis = shape.count - 1
        while axis >= 0 {
          position[axis] += 1
          from += strides[axis]
          if position[axis] < shape[axis] { break }
          from -= strides[axis] * position[axis]
          position[axis] = 0
          axis -= 1
        }
      }
    }
    return packed
  }
}
