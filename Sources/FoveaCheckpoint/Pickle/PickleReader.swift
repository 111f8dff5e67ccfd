import Foundation
import FoveaTensor

/// Reads Python's pickles (protocols 0 to 5) as data: a stack machine that builds values and calls nothing.
///
/// Names of Python code are looked up in a short list (`PickleGlobal`); what is not there is refused by name. Memory is
/// bounded by the file's length and by a limit on the number of values.
struct PickleReader {
  let bytes: Data
  /// The next byte, counted from the data's first.
  var position: Int
  var heap = PickleHeap()
  /// Every storage that was mentioned, by its key.
  var storages: [String: TensorStorage] = [:]
  var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var valueCount = 0

  /// The most values of one file; a network of a thousand layers takes some hundred thousand.
  private static let valueLimit = 1 << 23

  /// Begins at a byte of `bytes`.
  init(_ bytes: Data, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Reads one pickle, up to its end mark.
  ///
  /// - Throws: `FoveaError` that says what is wrong and at which byte.
  mutating func next() throws(FoveaError) -> PickleValue {
    stack.removeAll()
    marks.removeAll()
    memo.removeAll()
    while true {
      let start = position
      let code = try byte()
      guard let opcode = PickleOpcode(rawValue: code) else {
        throw FoveaError(
          "its pickle has the unknown instruction 0x\(String(code, radix: 16)) at byte \(start)")
      }
      if opcode == .stop { return try pop() }
      try perform(opcode)
    }
  }

  private mutating func perform(_ opcode: PickleOpcode) throws(FoveaError) {
    switch opcode {
    case .protocolVersion:
      let version = try byte()
      guard version <= 5 else { throw problem("has protocol \(version); readable are 0 to 5") }
    case .frame: _ = try take(8)
    case .mark: marks.append(stack.count)
    case .pop: if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
    case .popMark: _ = try popToMark()
    case .duplicate: try push(try top())
    case .get: try recall(try decimal())
    case .shortGet: try recall(Int(try byte()))
    case .longGet: try recall(try unsigned(4))
    case .put: memo[try decimal()] = try top()
    case .shortPut: memo[Int(try byte())] = try top()
    case .longPut: memo[try unsigned(4)] = try top()
    case .memoize: memo[memo.count] = try top()
    case .stop: break
    default:
      guard try !pushLiteral(opcode), try !collect(opcode) else { return }
      try callOrBuild(opcode)
    }
  }

  private mutating func recall(_ key: Int) throws(FoveaError) {
    guard let value = memo[key] else { throw problem("uses a value \(key) that it never kept") }
    try push(value)
  }

  // MARK: - The stack

  mutating func push(_ value: PickleValue) throws(FoveaError) {
    valueCount += 1
    guard valueCount <= Self.valueLimit else {
      throw FoveaError("its pickle has more than \(Self.valueLimit) values")
    }
    stack.append(value)
  }

  mutating func pushObject(_ object: PickleObject) throws(FoveaError) {
    try push(heap.add(object))
  }

  mutating func pop() throws(FoveaError) -> PickleValue {
    guard stack.count > (marks.last ?? 0), let value = stack.popLast() else {
      throw problem("takes a value where there is none")
    }
    return value
  }

  func top() throws(FoveaError) -> PickleValue {
    guard stack.count > (marks.last ?? 0), let value = stack.last else {
      throw problem("looks at a value where there is none")
    }
    return value
  }

  mutating func popToMark() throws(FoveaError) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw problem("ends a group that it never began") }
    let values = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return values
  }

  /// An error at the current byte.
  func problem(_ what: String) -> FoveaError {
    FoveaError("its pickle \(what) (byte \(position))")
  }

  // MARK: - Bytes

  mutating func byte() throws(FoveaError) -> UInt8 {
    guard position < bytes.count else { throw FoveaError("its pickle is cut off") }
    position += 1
    return bytes[bytes.startIndex + position - 1]
  }

  /// The next bytes, not copied.
  mutating func take(_ count: Int) throws(FoveaError) -> Data {
    guard count >= 0, count <= bytes.count - position else {
      throw FoveaError(
        "its pickle is cut off: \(count) bytes are wanted at byte \(position), "
          + "\(bytes.count - position) are left")
    }
    let start = bytes.startIndex + position
    position += count
    return bytes[start..<start + count]
  }

  /// A little-endian number without sign.
  mutating func unsigned(_ size: Int) throws(FoveaError) -> Int {
    var value: UInt64 = 0
    for (index, byte) in try take(size).enumerated() { value |= UInt64(byte) << UInt64(8 * index) }
    guard let number = Int(exactly: value) else { throw problem("has an impossible length") }
    return number
  }

  /// The text up to the end of the line.
  mutating func line() throws(FoveaError) -> String {
    guard let end = bytes[(bytes.startIndex + position)...].prefix(1 << 16).firstIndex(of: 0x0a)
    else { throw FoveaError("its pickle has a line without end at byte \(position)") }
    let text = try take(end - bytes.startIndex - position)
    position += 1
    return try string(text)
  }

  func string(_ utf8: Data) throws(FoveaError) -> String {
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw problem("has a text that is not UTF-8")
    }
    return text
  }

  mutating func decimal() throws(FoveaError) -> Int {
    let text = try line()
    guard let number = Int(text) else { throw problem("has '\(text.prefix(20))' for a number") }
    return number
  }
}
