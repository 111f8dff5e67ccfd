import FoveaNetwork
import FoveaTensor

/// What a plan was asked to keep, each tensor of the whole batch in one piece, of which every part writes its samples.
///
/// So nothing has to be put together after a run: readers look at the memory itself.
final class KeptMemory {
  struct Key: Hashable {
    let point: HookPoint
    let phase: Phase
  }

  private let batch: Int
  private let joins: [Separability.Join]
  private var arenas: [Key: Arena] = [:]
  private var counts: [Key: Int] = [:]

  init(batch: Int, joins: [Separability.Join]) {
    self.batch = batch
    self.joins = joins
  }

  var byteCount: Int {
    let distinct = Dictionary(arenas.values.map { (ObjectIdentifier($0), $0.count) }) { a, _ in a }
    return distinct.values.reduce(0, +) * MemoryLayout<Float>.stride
  }

  /// The stretch for some samples, which take `count` elements; `nil` where parts do not lie one behind the other.
  func part(_ key: Key, samples: Range<Int>, count: Int) -> Floats? {
    guard joins[key.point.node.position] == .concatenated, key.point.record == nil,
      count % samples.count == 0
    else { return nil }
    let row = count / samples.count
    if arenas[key] == nil {
      arenas[key] = Arena(count: batch * row)
      counts[key] = batch * row
    }
    return arenas[key]?.floats(samples.lowerBound * row, count)
  }

  /// Lets two hook points be one memory, such as an image and its flattened form.
  func share(_ key: Key, with other: Key) {
    arenas[key] = arenas[other]
    counts[key] = counts[other]
  }

  /// The whole batch's tensor; `nil` where it is not kept here.
  func whole(_ key: Key) -> Floats? {
    guard let arena = arenas[key], let count = counts[key] else { return nil }
    return arena.floats(0, count)
  }
}

extension PlanBuilder {
  /// Keeps a node's value or gradient, in row-major order, to the end of a run.
  func keep(_ value: Value, of id: Node.ID, _ phase: Phase) throws(FoveaError) {
    let plain = try arranged(value, as: nil)
    let key = KeptMemory.Key(point: HookPoint(node: id), phase: phase)
    guard let kept = keptMemory, !settleWithNeighbour(plain.buffer, key) else {
      return pin(plain.buffer)
    }
    guard let target = kept.part(key, samples: samples, count: plain.shape.count) else {
      return pin(plain.buffer)
    }
    let buffer = root(of: plain.buffer)
    if case .arena = buffers[buffer.index].storage, buffers[buffer.index].count == target.count {
      move(buffer, to: target)
      placed[buffer] = key
    } else {
      let copy = external(target, shape: plain.shape)
      emit(
        "\(network.label(of: id)) \(phase.rawValue) kept", reads: [plain.buffer],
        writes: [copy.buffer]
      ) { memory in
        let (from, to) = (memory[plain], memory[copy])
        return { _ in to.copy(from: from) }
      }
    }
  }

  /// Whether the memory is kept already, for another hook point.
  private func settleWithNeighbour(_ buffer: Buffer, _ key: KeptMemory.Key) -> Bool {
    guard let kept = keptMemory, let known = placed[root(of: buffer)],
      buffers[buffer.index].count == buffers[root(of: buffer).index].count
    else { return false }
    kept.share(key, with: known)
    return true
  }

  /// Whether a buffer lies in the builder's own memory, and no caller writes it.
  func isPlanned(_ buffer: Buffer) -> Bool {
    let root = root(of: buffer)
    guard case .arena = buffers[root.index].storage else { return false }
    return !seeds.values.contains { self.root(of: $0.buffer) == root }
  }

  private func root(of buffer: Buffer) -> Buffer {
    var buffer = buffer
    while case .alias(let parent, _) = buffers[buffer.index].storage { buffer = parent }
    return buffer
  }
}
