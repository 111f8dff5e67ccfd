/// A resolved stretch of planned memory: where a step reads and writes.
///
/// The memory belongs to the plan (or its parameter store), which outlives every step that holds one of these.
@safe
struct Floats {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  init(_ pointer: UnsafeMutablePointer<Float>, count: Int) {
    unsafe self.pointer = pointer
    self.count = count
  }

  /// The element at `index`, checked; loops over many elements belong into a kernel.
  subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "element \(index) of \(count)")
      return unsafe pointer[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "element \(index) of \(count)")
      unsafe pointer[index] = newValue
    }
  }

  /// The part of `count` elements from `start` on.
  func part(_ start: Int, _ count: Int) -> Floats {
    precondition(start >= 0 && count >= 0 && start + count <= self.count, "part outside of memory")
    return unsafe Floats(pointer + start, count: count)
  }

  func copy(from values: [Float]) {
    precondition(values.count == count, "\(values.count) values for \(count) elements")
    unsafe values.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      unsafe pointer.update(from: base, count: source.count)
    }
  }

  func copy(from other: Floats) {
    precondition(other.count == count, "\(other.count) values for \(count) elements")
    unsafe pointer.update(from: other.pointer, count: count)
  }

  func fill(_ value: Float) { unsafe pointer.update(repeating: value, count: count) }

  var array: [Float] { unsafe Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
