/// What an optimizer remembers: one flat block of the weights' length for each of its states.
@safe
final class OptimizerMemory {
  let names: [String]
  let blocks: [UnsafeMutableBufferPointer<Float>]

  init(_ optimizer: any Optimizer, count: Int) {
    let states = optimizer.states
    names = states.map(\.name)
    unsafe blocks = states.map { state in
      let block = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
      unsafe block.initialize(repeating: state.initial)
      return unsafe block
    }
  }

  deinit { unsafe blocks.forEach { unsafe $0.deallocate() } }

  /// The `count` numbers of a state from `offset` on.
  func values(_ state: Int, at offset: Int, count: Int) -> [Float] {
    unsafe Array(blocks[state][offset..<offset + count])
  }

  /// Replaces the numbers of a state from `offset` on.
  func setValues(_ state: Int, at offset: Int, to values: [Float]) {
    unsafe precondition(offset >= 0 && offset + values.count <= blocks[state].count)
    for (index, value) in values.enumerated() { unsafe blocks[state][offset + index] = value }
  }

  /// Copies all numbers of another memory of the same optimizer and length.
  func copy(from other: OptimizerMemory) {
    for index in unsafe blocks.indices {
      _ = unsafe blocks[index].update(fromContentsOf: other.blocks[index])
    }
  }
}
