import Foundation
import FoveaTensor

/// A value that a pickle describes: small ones themselves, everything else by its place in the heap.
///
/// Nothing here holds another value, so that neither depth nor cycles in a file can overflow a stack or leak.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  /// An integer of more than 64 bits, little-endian two's complement.
  case longInteger(Data)
  case real(Double)
  case text(String)
  case bytes(Data)
  case global(PickleGlobal)
  case object(PickleHeap.Place)
}

/// What a pickle's values point to.
enum PickleObject {
  case tuple([PickleValue])
  case list([PickleValue])
  case dictionary([PickleEntry])
  case storage(TensorStorage)
  case tensor(TensorView)
  case elementType(ElementType)
  /// An array that NumPy makes before it says what is in it.
  case emptyArray
}

/// A key and its value.
struct PickleEntry {
  let key: PickleValue
  let value: PickleValue
}

/// How one element lies in a file.
struct ElementType {
  var scalar: StoredScalar
  var isBigEndian = false
}

/// All objects of a pickle, by place.
struct PickleHeap {
  /// Where an object stands.
  struct Place: Hashable {
    fileprivate let index: Int
  }

  private var objects: [PickleObject] = []

  /// Adds an object.
  mutating func add(_ object: PickleObject) -> PickleValue {
    objects.append(object)
    return .object(Place(index: objects.count - 1))
  }

  subscript(place: Place) -> PickleObject {
    get { objects[place.index] }
    set { objects[place.index] = newValue }
  }

  /// The object that a value points to, if it does.
  func object(_ value: PickleValue) -> PickleObject? {
    guard case .object(let place) = value else { return nil }
    return self[place]
  }

  /// The elements of a tuple or a list.
  func elements(_ value: PickleValue) -> [PickleValue]? {
    switch object(value) {
    case .tuple(let elements), .list(let elements): elements
    default: nil
    }
  }

  /// The whole numbers in a tuple or list of nothing else.
  func integers(_ value: PickleValue) -> [Int]? {
    guard let elements = elements(value) else { return nil }
    var numbers: [Int] = []
    for element in elements {
      guard case .integer(let number) = element else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// Adds elements to a list; says whether it is one.
  mutating func append(_ elements: some Sequence<PickleValue>, to place: Place) -> Bool {
    guard case .list(var list) = objects[place.index] else { return false }
    objects[place.index] = .emptyArray  // so that `list` is the only owner, and grows in place
    list.append(contentsOf: elements)
    objects[place.index] = .list(list)
    return true
  }

  /// Adds keys and values in turn to a dictionary; says whether it is one and each key has a value.
  mutating func insert(_ items: some RandomAccessCollection<PickleValue>, into place: Place) -> Bool
  {
    guard case .dictionary(var entries) = objects[place.index], items.count % 2 == 0 else {
      return false
    }
    objects[place.index] = .emptyArray
    var key: PickleValue?
    for item in items {
      if let known = key {
        entries.append(PickleEntry(key: known, value: item))
        key = nil
      } else {
        key = item
      }
    }
    objects[place.index] = .dictionary(entries)
    return true
  }
}
