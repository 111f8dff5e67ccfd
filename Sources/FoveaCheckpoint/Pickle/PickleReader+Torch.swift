import Foundation
import FoveaTensor

/// What PyTorch's files make: storages and tensors.
extension PickleReader {
  /// A storage that the file keeps outside of the pickle: `("storage", type, key, device, count[, view])`.
  mutating func storage(_ identity: PickleValue) throws(FoveaError) -> PickleValue {
    guard let parts = heap.elements(identity), parts.count >= 5, case .text(let kind) = parts[0]
    else { throw problem("refers to something outside that is no storage") }
    guard kind == "storage" else {
      throw FoveaError(
        "it holds a whole model with its code ('\(kind.prefix(20))'): save the model's state_dict "
          + "instead")
    }
    guard case .global(.storage(let scalar)) = parts[1], case .integer(let count) = parts[4],
      count >= 0, let key = Self.key(parts[2])
    else { throw problem("refers to a storage without a type, key or length") }
    let view = try range(parts.count > 5 ? parts[5] : .none, count)
    let storage = TensorStorage(key: key, scalar: scalar, count: count, view: view)
    if let known = storages[key], known.scalar != scalar || known.count != count {
      throw FoveaError("its storage '\(key)' has two types or lengths")
    }
    storages[key] = storage
    return heap.add(.storage(storage))
  }

  private static func key(_ value: PickleValue) -> String? {
    switch value {
    case .text(let key): key
    case .integer(let number): "\(number)"
    default: nil
    }
  }

  /// The part of a storage that a file before PyTorch 0.4 may mean: `(key, offset, count)`.
  private func range(_ value: PickleValue, _ count: Int) throws(FoveaError) -> Range<Int> {
    guard let view = heap.elements(value) else { return 0..<count }
    guard view.count == 3, case .integer(let start) = view[1], case .integer(let length) = view[2],
      start >= 0, length >= 0, length <= count, start <= count - length
    else { throw problem("refers to a part outside of a storage") }
    return start..<start + length
  }

  /// A tensor: `(storage, offset, shape, strides, …)`, the elements' type at the end where the storage has none.
  mutating func tensor(_ values: [PickleValue], isTyped: Bool) throws(FoveaError) -> PickleValue {
    guard values.count >= (isTyped ? 7 : 4), case .storage(let storage) = heap.object(values[0]),
      case .integer(let offset) = values[1], let shape = heap.integers(values[2]),
      let strides = heap.integers(values[3])
    else { throw problem("makes a tensor of the wrong parts") }
    var scalar = storage.scalar
    if isTyped {
      guard case .global(.element(let type)) = values[6] else {
        throw problem("makes a tensor of elements that are no readable numbers")
      }
      scalar = type
    }
    guard let scalar else { throw problem("makes a tensor of bytes without a type") }
    return heap.add(
      .tensor(
        try TensorView(
          source: .storage(storage), type: ElementType(scalar: scalar), offset: offset,
          shape: shape, strides: strides)))
  }
}
