import FoveaNetwork
import FoveaTensor

/// Gives every buffer of a builder its address.
struct MemoryPlan {
  let arena: Arena
  let gradients: Arena
  let memory: Memory

  init(_ builder: PlanBuilder, inputs: [Node.ID: Floats]) {
    let store = builder.prepared.store
    let lifetimes = Self.lifetimes(of: builder)
    var planned: [(index: Int, size: Int, lifetime: Lifetime)] = []
    for (index, record) in builder.buffers.enumerated() {
      guard case .arena = record.storage, let lifetime = lifetimes[index] else { continue }
      planned.append((index, record.count, lifetime))
    }
    let (offsets, size) = ArenaPlan.place(planned.map { ($0.size, $0.lifetime) })
    let arena = Arena(count: size)
    let usesGradients = builder.buffers.contains {
      if case .parameterGradient = $0.storage { return true }
      return false
    }
    let gradients = Arena(count: usesGradients ? store.arena.count : 0)
    var offsetOf: [Int: Int] = [:]
    for (entry, offset) in zip(planned, offsets) { offsetOf[entry.index] = offset }

    var floats: [Floats] = []
    for (index, record) in builder.buffers.enumerated() {
      switch record.storage {
      case .arena:
        floats.append(arena.floats(offsetOf[index] ?? 0, offsetOf[index] == nil ? 0 : record.count))
      case .alias(let parent, let offset):
        floats.append(floats[parent.index].part(offset, record.count))
      case .input(let node):
        guard let memory = inputs[node] else { preconditionFailure("every input has memory") }
        floats.append(memory)
      case .external(let memory):
        floats.append(memory)
      case .parameter(let position):
        floats.append(store.floats(position))
      case .parameterGradient(let position):
        floats.append(gradients.floats(store.offsets[position], record.count))
      }
    }
    self.arena = arena
    self.gradients = gradients
    memory = Memory(floats: floats)
  }

  /// From the first to the last step that touches a buffer or an alias of it; the whole run where pinned.
  private static func lifetimes(of builder: PlanBuilder) -> [Lifetime?] {
    var lifetimes = [Lifetime?](repeating: nil, count: builder.buffers.count)
    let roots = builder.buffers.indices.map { root(of: $0, in: builder) }
    for (step, draft) in builder.steps.enumerated() {
      for buffer in draft.reads + draft.writes {
        let index = roots[buffer.index]
        let first = lifetimes[index]?.first ?? step
        lifetimes[index] = Lifetime(first: first, last: step)
      }
    }
    for (index, record) in builder.buffers.enumerated() where record.isPinned {
      lifetimes[roots[index]] = Lifetime(first: 0, last: .max)
    }
    return lifetimes
  }

  private static func root(of index: Int, in builder: PlanBuilder) -> Int {
    var index = index
    while case .alias(let parent, _) = builder.buffers[index].storage { index = parent.index }
    return index
  }
}
