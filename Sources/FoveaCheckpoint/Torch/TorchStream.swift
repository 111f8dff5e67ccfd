import Foundation
import FoveaTensor

/// The form of `torch.save` before PyTorch 1.6, in which nearly all older weights are kept.
///
/// Five pickles one after another (a magic number, a version, facts on the machine, the object, the storages' keys), then
/// for each storage its number of elements in 8 bytes and the elements.
enum TorchStream {
  /// The magic number 0x1950a86a20f9469cfc6c, little-endian.
  private static let magic: [UInt8] = [
    0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19,
  ]

  /// Whether a file's first value is the form's magic number.
  static func begins(with value: PickleValue) -> Bool {
    guard case .longInteger(let bytes) = value else { return false }
    return Array(bytes) == magic
  }

  /// Reads on behind the magic number.
  ///
  /// - Throws: `FoveaError` with the reason.
  static func read(_ reader: inout PickleReader) throws(FoveaError) -> PickledTensors {
    guard case .integer(1001) = try reader.next() else {
      throw FoveaError("its form has another version than 1001")
    }
    let facts = try reader.next()
    try checkMachine(facts, reader.heap)
    let root = try reader.next()
    let list = try reader.next()
    guard let keys = reader.heap.elements(list) else {
      throw FoveaError("it has no list of storages")
    }
    var parts: [String: Data] = [:]
    for key in keys {
      guard case .text(let key) = key else { throw FoveaError("a storage's key is no text") }
      guard let storage = reader.storages[key] else {
        throw FoveaError("its storage '\(key)' has no type: nothing refers to it")
      }
      let count = try reader.unsigned(8)
      guard let size = storedByteCount([count], size: storage.scalar?.size ?? 1) else {
        throw FoveaError("its storage '\(key)' claims \(count) elements")
      }
      do throws(FoveaError) {
        parts[key] = try reader.take(size)
      } catch {
        throw FoveaError(
          "its storage '\(key)' is cut off: it claims \(count) elements, and "
            + "\(reader.bytes.count - reader.position) bytes are left")
      }
    }
    return PickledTensors(root: root, heap: reader.heap, storages: StorageBytes(parts))
  }

  private static func checkMachine(
    _ facts: PickleValue, _ heap: PickleHeap
  ) throws(FoveaError) {
    guard case .dictionary(let entries) = heap.object(facts) else {
      throw FoveaError("it does not say which machine wrote it")
    }
    for entry in entries {
      if case .text("little_endian") = entry.key, case .bool(false) = entry.value {
        throw FoveaError("its numbers are big-endian; only little-endian ones are read")
      }
    }
  }
}
