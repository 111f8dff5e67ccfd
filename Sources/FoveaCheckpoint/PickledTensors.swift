import Foundation
import FoveaTensor

/// What a pickle described, and where its numbers are: nested dictionaries, lists and tuples with tensors in them.
struct PickledTensors {
  let root: PickleValue
  let heap: PickleHeap
  var storages: StorageBytes

  /// The most that is nested, and the most places that are visited; a file may refer to one list from many others.
  private static let depthLimit = 32
  private static let visitLimit = 1 << 20

  /// All tensors, named by the keys and positions that lead to them, joined by points: `state_dict.conv1.weight`.
  ///
  /// - Parameter fileSize: the length of the file: all tensors together may have four times as many elements and a million,
  ///   so that a short file cannot fill the memory by showing one number many times.
  /// - Throws: `FoveaError` with the reason, with the tensor's name where there is one.
  mutating func tensors(fileSize: Int) throws(FoveaError) -> [Checkpoint.Entry] {
    var room = 4 * fileSize + (1 << 20)
    var entries: [Checkpoint.Entry] = []
    for (name, view) in try views() {
      guard view.count <= room else {
        throw FoveaError("its tensors have far more elements than its \(fileSize) bytes can hold")
      }
      room -= view.count
      do throws(FoveaError) {
        entries.append(Checkpoint.Entry(name: name, tensor: try tensor(view)))
      } catch {
        throw FoveaError("tensor '\(name)': \(error.message)")
      }
    }
    return entries
  }

  private mutating func tensor(_ view: TensorView) throws(FoveaError) -> Tensor {
    switch view.source {
    case .bytes(let bytes): try view.tensor(in: bytes)
    case .storage(let storage): try view.tensor(in: storages.bytes(of: storage))
    }
  }

  /// The tensors' names and descriptions, in the file's order.
  private func views() throws(FoveaError) -> [(name: String, view: TensorView)] {
    var found: [(String, TensorView)] = []
    var pending: [(path: [String], value: PickleValue)] = [([], root)]
    var visits = 0
    while let (path, value) = pending.popLast() {
      visits += 1
      guard path.count <= Self.depthLimit, visits <= Self.visitLimit else {
        throw FoveaError(
          "its values are nested more than \(Self.depthLimit) deep, or without an end")
      }
      switch heap.object(value) {
      case .tensor(let view):
        found.append((path.isEmpty ? "tensor" : path.joined(separator: "."), view))
      case .list(let elements), .tuple(let elements):
        for (index, element) in elements.enumerated().reversed() where isObject(element) {
          pending.append((path + ["\(index)"], element))
        }
      case .dictionary(let entries):
        for entry in entries.reversed() where isObject(entry.value) {
          pending.append((path + [Self.name(entry.key)], entry.value))
        }
      case .storage, .elementType, .emptyArray, nil: break
      }
    }
    return found
  }

  private func isObject(_ value: PickleValue) -> Bool {
    if case .object = value { return true }
    return false
  }

  private static func name(_ key: PickleValue) -> String {
    switch key {
    case .text(let text): text
    case .integer(let number): "\(number)"
    case .bool(let truth): "\(truth)"
    case .real(let number): "\(number)"
    default: "?"
    }
  }
}
