import COneDNN

/// Memory for floats that stays where it is.
@safe final class Memory {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  init(bytes: Int) {
    count = (bytes + 3) / 4
    unsafe pointer = .allocate(capacity: max(1, count))
    unsafe pointer.initialize(repeating: 0, count: count)
  }

  convenience init(_ values: [Float]) {
    self.init(bytes: values.count * 4)
    for (index, value) in values.enumerated() { unsafe pointer[index] = value }
  }

  deinit { unsafe pointer.deallocate() }

  var values: [Float] { (0..<count).map { unsafe pointer[$0] } }
}

/// A primitive with memory of its own in the layouts it wants; numbers go in and come out in row-major order.
@safe final class Operation {
  let handle: OpaquePointer
  private var memories: [Int32: Memory] = [:]

  init(_ handle: OpaquePointer?) throws {
    guard let handle = unsafe handle else { throw Refusal() }
    unsafe self.handle = handle
  }

  deinit { unsafe fovea_primitive_free(handle) }

  static func reorder(_ from: Layout, _ to: Layout) throws -> Operation {
    unsafe try Operation(fovea_reorder(from.handle, to.handle))
  }

  var name: String { unsafe String(cString: fovea_primitive_name(handle)) }

  func layout(_ argument: fovea_argument) throws -> Layout? {
    try layout(Int32(argument.rawValue))
  }

  func layout(_ argument: Int32) throws -> Layout? {
    guard let found = unsafe fovea_primitive_layout(handle, argument) else { return nil }
    return unsafe try Layout(owning: found)
  }

  /// The memory bound to an argument; made and bound when it is first asked for.
  func memory(_ argument: Int32) throws -> Memory {
    if let memory = memories[argument] { return memory }
    let memory = Memory(bytes: try layout(argument)?.bytes ?? 0)
    try bind(argument, memory)
    return memory
  }

  func bind(_ argument: Int32, _ memory: Memory) throws {
    memories[argument] = memory
    try check(unsafe fovea_primitive_bind(handle, argument, memory.pointer))
  }

  /// Binds the same memory as another primitive: a workspace, or moments.
  func share(_ argument: fovea_argument, of other: Operation) throws {
    let argument = Int32(argument.rawValue)
    try bind(argument, try other.memory(argument))
  }

  func set(_ argument: fovea_argument, _ dims: [Int], _ values: [Float]) throws {
    try set(Int32(argument.rawValue), dims, values)
  }

  func set(_ argument: Int32, _ dims: [Int], _ values: [Float]) throws {
    let plain = try Layout.plain(dims)
    guard let wanted = try layout(argument), !wanted.equals(plain) else {
      return try bind(argument, Memory(values))
    }
    try move(Memory(values), plain, to: try memory(argument), wanted)
  }

  func get(_ argument: fovea_argument, _ dims: [Int]) throws -> [Float] {
    let argument = Int32(argument.rawValue)
    let plain = try Layout.plain(dims)
    let memory = try memory(argument)
    guard let wanted = try layout(argument), !wanted.equals(plain) else { return memory.values }
    let result = Memory(bytes: plain.bytes)
    try move(memory, wanted, to: result, plain)
    return result.values
  }

  /// Executes, with memory for each of these results and for scratch.
  func run(_ results: fovea_argument...) throws {
    for argument in results + [FOVEA_SCRATCHPAD, FOVEA_WORKSPACE] {
      _ = try memory(Int32(argument.rawValue))
    }
    try check(unsafe fovea_primitive_execute(handle))
  }
}

/// Copies memory from one layout to another.
func move(_ source: Memory, _ from: Layout, to result: Memory, _ to: Layout) throws {
  let reorder = try Operation.reorder(from, to)
  try reorder.bind(Int32(FOVEA_SOURCE.rawValue), source)
  try reorder.bind(Int32(FOVEA_DESTINATION.rawValue), result)
  try reorder.run()
}
