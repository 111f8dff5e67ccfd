import Foundation
import FoveaTensor

/// The instructions by which a pickle would call code: answered for the names in `PickleGlobal`, refused for all others.
extension PickleReader {
  mutating func callOrBuild(_ opcode: PickleOpcode) throws(FoveaError) {
    switch opcode {
    case .global:
      let module = try line()
      try pushGlobal(module, try line())
    case .stackGlobal:
      guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
        throw problem("names code by something that is no text")
      }
      try pushGlobal(module, name)
    case .reduce, .newObject:
      let arguments = try pop()
      guard case .global(let global) = try pop(), let values = heap.elements(arguments) else {
        throw problem("calls something that is no known name")
      }
      try push(try result(of: global, values))
    case .build:
      let state = try pop()
      try build(try top(), state)
    case .persistent: try push(try storage(try pop()))
    case .instance:
      let module = try line()
      throw Self.refusal(module, try line())
    default: throw problem("makes an object of a class, and only tensors are read")
    }
  }

  private mutating func pushGlobal(_ module: String, _ name: String) throws(FoveaError) {
    guard let global = PickleGlobal(module: module, name: name) else {
      throw Self.refusal(module, name)
    }
    try push(.global(global))
  }

  private static func refusal(_ module: String, _ name: String) -> FoveaError {
    if module == "torch" || module == "torch.storage", name.hasSuffix("Storage") {
      return FoveaError(
        "it holds a \(name): real numbers of up to 64 bits, integers and booleans are readable")
    }
    let shown = String("\(module).\(name)".prefix(80))
    return FoveaError(
      "it asks to run '\(shown)', and no code is run: only tensors in dictionaries, lists and "
        + "tuples are read (save the model's state_dict)")
  }

  // MARK: - Calls

  private mutating func result(
    of global: PickleGlobal, _ values: [PickleValue]
  ) throws(FoveaError) -> PickleValue {
    switch global {
    case .orderedDictionary: try dictionary(values)
    case .set, .size: heap.add(.tuple(values.first.flatMap { heap.elements($0) } ?? []))
    case .device: values.first ?? .none
    case .encoding: try encoded(values)
    case .rebuildTensor: try tensor(values, isTyped: false)
    case .rebuildTypedTensor: try tensor(values, isTyped: true)
    case .rebuildParameter: try first(values)
    case .rebuildFromType: try tensorOfType(values)
    case .arrayReconstruction: heap.add(.emptyArray)
    case .arrayElementType: try arrayElementType(values)
    case .arrayScalar: try arrayScalar(values)
    case .arrayFromBuffer: try arrayFromBuffer(values)
    case .tensorType, .storage, .element, .array:
      throw problem("calls a type that makes nothing")
    }
  }

  private func first(_ values: [PickleValue]) throws(FoveaError) -> PickleValue {
    guard let value = values.first else { throw problem("calls something without an argument") }
    return value
  }

  /// An ordered dictionary, which older files give a list of pairs.
  private mutating func dictionary(_ values: [PickleValue]) throws(FoveaError) -> PickleValue {
    guard let list = values.first else { return heap.add(.dictionary([])) }
    var entries: [PickleEntry] = []
    for pair in heap.elements(list) ?? [] {
      guard let two = heap.elements(pair), two.count == 2 else {
        throw problem("makes a dictionary of what are no pairs")
      }
      entries.append(PickleEntry(key: two[0], value: two[1]))
    }
    return heap.add(.dictionary(entries))
  }

  /// Bytes that were written as text of the characters 0 to 255.
  private func encoded(_ values: [PickleValue]) throws(FoveaError) -> PickleValue {
    guard values.count == 2, case .text(let text) = values[0], case .text(let name) = values[1],
      name == "latin1" || name == "latin-1"
    else { throw problem("encodes something that is no latin1 text") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else {
        throw problem("encodes a letter that latin1 does not have")
      }
      bytes.append(byte)
    }
    return .bytes(Data(bytes))
  }

  private mutating func tensorOfType(_ values: [PickleValue]) throws(FoveaError) -> PickleValue {
    guard values.count >= 3, case .global(let function) = values[0],
      function == .rebuildTensor || function == .rebuildTypedTensor
        || function == .rebuildParameter,
      let arguments = heap.elements(values[2])
    else { throw problem("makes a tensor in an unknown way") }
    return try result(of: function, arguments)
  }

  // MARK: - States

  /// What an object is told after it was made; attributes of dictionaries and tensors are of no use here.
  private mutating func build(_ value: PickleValue, _ state: PickleValue) throws(FoveaError) {
    guard case .object(let place) = value else { throw problem("sets the state of no object") }
    switch heap[place] {
    case .dictionary, .tensor: return
    case .elementType(var type):
      type.isBigEndian = try isBigEndian(state)
      heap[place] = .elementType(type)
    case .emptyArray: heap[place] = .tensor(try array(state))
    case .tuple, .list, .storage: throw problem("sets the state of a list")
    }
  }
}
