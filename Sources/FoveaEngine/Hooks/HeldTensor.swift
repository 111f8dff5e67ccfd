import FoveaNetwork
import Synchronization

/// A tensor that was recorded where it lies, in a plan's memory; copied when it is read, or when the plan is about to
/// overwrite it.
///
/// So recording the last run costs nothing until somebody looks. The plan settles what is still held before it changes
/// its memory, which may happen on another thread than reading.
@safe
final class HeldTensor: @unchecked Sendable {
  private let lock = Mutex(())
  private var floats: Floats?
  private var owner: AnyObject?
  private var copy: [Float] = []

  /// - Parameter owner: what the memory belongs to.
  init(_ floats: Floats, owner: AnyObject) {
    self.floats = floats
    self.owner = owner
  }

  /// The elements as they were when they were recorded.
  var scalars: [Float] {
    lock.withLock { _ in floats?.array ?? copy }
  }

  /// Takes a copy, after which the plan's memory may change.
  func settle() {
    lock.withLock { _ in
      guard let floats else { return }
      copy = floats.array
      self.floats = nil
      owner = nil
    }
  }
}

extension Plan {
  /// The memory at a hook point, held as it is now; `nil` where it does not lie in one piece.
  func hold(_ point: HookPoint, _ phase: Phase) -> HeldTensor? {
    guard let (floats, owner) = ownMemory(of: point, phase) else { return nil }
    let tensor = HeldTensor(floats, owner: owner)
    held.append(tensor)
    return tensor
  }

  private func ownMemory(of point: HookPoint, _ phase: Phase) -> (Floats, AnyObject)? {
    if let kept {
      return kept.whole(KeptMemory.Key(point: point, phase: phase)).map { ($0, kept) }
    }
    return shards[0].ownMemory(of: point, phase).map { ($0, shards[0].layout.arena) }
  }

  /// Lets go of what was recorded in place: copied where a recorder still has it.
  func settleHeld() {
    guard !held.isEmpty else { return }
    for index in held.indices where !isKnownUniquelyReferenced(&held[index]) {
      held[index].settle()
    }
    held.removeAll(keepingCapacity: true)
  }
}
