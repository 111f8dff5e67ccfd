import Foundation
import FoveaTensor

/// The instructions that make plain values and put them together.
extension PickleReader {
  /// Pushes a number, text or the like; says whether the instruction does that.
  mutating func pushLiteral(_ opcode: PickleOpcode) throws(FoveaError) -> Bool {
    switch opcode {
    case .none: try push(.none)
    case .newTrue: try push(.bool(true))
    case .newFalse: try push(.bool(false))
    case .integer1: try push(.integer(Int(try byte())))
    case .integer2: try push(.integer(try unsigned(2)))
    case .integer4: try push(.integer(Int(Int32(truncatingIfNeeded: try unsigned(4)))))
    case .long1: try push(Self.integer(try take(Int(try byte()))))
    case .long4: try push(Self.integer(try take(try unsigned(4))))
    case .integerText: try push(try integerLine())
    case .longText: try push(try longLine())
    case .real8:
      let bits = try take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      try push(.real(Double(bitPattern: bits)))
    case .realText:
      let text = try line()
      guard let number = Double(text) else {
        throw problem("has '\(text.prefix(20))' for a number")
      }
      try push(.real(number))
    case .unicode1: try push(.text(try string(try take(Int(try byte())))))
    case .unicode4: try push(.text(try string(try take(try unsigned(4)))))
    case .unicode8: try push(.text(try string(try take(try unsigned(8)))))
    case .unicodeText: try push(.text(try line()))
    case .bytes1: try push(.bytes(try take(Int(try byte()))))
    case .bytes4: try push(.bytes(try take(try unsigned(4))))
    case .bytes8, .byteArray8: try push(.bytes(try take(try unsigned(8))))
    case .string1: try push(Self.oldString(try take(Int(try byte()))))
    case .string4: try push(Self.oldString(try take(try unsigned(4))))
    case .stringText: try push(.text(String(try line().dropFirst().dropLast())))
    default: return false
    }
    return true
  }

  /// Python 2's strings hold either text or bytes.
  private static func oldString(_ data: Data) -> PickleValue {
    String(validating: data, as: UTF8.self).map { .text($0) } ?? .bytes(data)
  }

  /// A little-endian integer of any length.
  private static func integer(_ data: Data) -> PickleValue {
    guard data.count <= 8 else { return .longInteger(data) }
    let isNegative = (data.last ?? 0) & 0x80 != 0
    var bits: UInt64 = isNegative ? .max : 0
    for (index, byte) in data.enumerated() {
      bits &= ~(0xff << UInt64(8 * index))
      bits |= UInt64(byte) << UInt64(8 * index)
    }
    return .integer(Int(Int64(bitPattern: bits)))
  }

  /// Protocol 0 writes truth as the number 01.
  private mutating func integerLine() throws(FoveaError) -> PickleValue {
    let text = try line()
    if text == "01" || text == "00" { return .bool(text == "01") }
    guard let number = Int(text) else { throw problem("has '\(text.prefix(20))' for a number") }
    return .integer(number)
  }

  private mutating func longLine() throws(FoveaError) -> PickleValue {
    var text = try line()
    if text.hasSuffix("L") { text.removeLast() }
    guard let number = Int(text) else { throw problem("has '\(text.prefix(20))' for a number") }
    return .integer(number)
  }

  /// Makes or fills a tuple, list, set or dictionary; says whether the instruction does that.
  mutating func collect(_ opcode: PickleOpcode) throws(FoveaError) -> Bool {
    switch opcode {
    case .emptyList, .emptySet: try pushObject(.list([]))
    case .emptyTuple: try pushObject(.tuple([]))
    case .emptyDictionary: try pushObject(.dictionary([]))
    case .list, .frozenSet: try pushObject(.list(try popToMark()))
    case .tuple: try pushObject(.tuple(try popToMark()))
    case .tuple1: try pushTuple(1)
    case .tuple2: try pushTuple(2)
    case .tuple3: try pushTuple(3)
    case .dictionary:
      let items = try popToMark()
      try pushObject(.dictionary([]))
      try insert(items)
    case .append: try extendList([try pop()])
    case .appends, .addItems: try extendList(try popToMark())
    case .setItem:
      let value = try pop()
      try insert([try pop(), value])
    case .setItems: try insert(try popToMark())
    default: return false
    }
    return true
  }

  private mutating func pushTuple(_ count: Int) throws(FoveaError) {
    var elements: [PickleValue] = []
    for _ in 0..<count { elements.append(try pop()) }
    try pushObject(.tuple(elements.reversed()))
  }

  private mutating func extendList(_ elements: [PickleValue]) throws(FoveaError) {
    guard case .object(let place) = try top(), heap.append(elements, to: place) else {
      throw problem("adds an element to what is no list")
    }
  }

  private mutating func insert(_ items: [PickleValue]) throws(FoveaError) {
    guard case .object(let place) = try top(), heap.insert(items, into: place) else {
      throw problem("sets a key of what is no dictionary")
    }
  }
}
