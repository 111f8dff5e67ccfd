import FoveaNetwork
import FoveaTensor

/// The identity of a piece of memory while a plan is being compiled.
struct Buffer: Hashable {
  let index: Int
}

/// A tensor while a plan is being compiled: where it will lie and how.
struct Value {
  let buffer: Buffer
  let shape: Shape
  /// The blocked arrangement of oneDNN; `nil` for plain row-major order.
  let layout: DataLayout?

  var isPlain: Bool { layout == nil }
}

/// What a step's run may need beside memory, and where it reports a failure.
final class RunContext {
  /// The seed of this run's random choices.
  var seed: UInt64 = 0
  /// The first failure of this run, in one line.
  private(set) var failure: String?

  var hasFailed: Bool { failure != nil }

  func begin(seed: UInt64) {
    self.seed = seed
    failure = nil
  }

  func fail(_ message: @autoclosure () -> String) {
    if failure == nil { failure = message() }
  }
}

typealias StepBody = (RunContext) -> Void

/// A step before memory is planned: what it touches, and how to make it once addresses are known.
struct StepDraft {
  let name: String
  let reads: [Buffer]
  let writes: [Buffer]
  let make: (Memory) throws(FoveaError) -> StepBody
}

/// Where a buffer's memory comes from.
enum Storage {
  /// Planned in the arena.
  case arena
  /// A part of the memory of the whole batch's input.
  case input(Node.ID)
  /// A stretch of another buffer.
  case alias(of: Buffer, offset: Int)
  /// Memory of the plan's, which all its parts share.
  case external(Floats)
  /// A parameter's values.
  case parameter(Int)
  /// A parameter's gradient.
  case parameterGradient(Int)
}

struct BufferRecord {
  let count: Int
  var storage: Storage
  /// Whether the contents must stay to the end of a run, and over runs.
  var isPinned: Bool
}

/// The addresses of all buffers of a compiled plan.
struct Memory {
  let floats: [Floats]

  subscript(buffer: Buffer) -> Floats { floats[buffer.index] }
  subscript(value: Value) -> Floats { floats[value.buffer.index] }
}
