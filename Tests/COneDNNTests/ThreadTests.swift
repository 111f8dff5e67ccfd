import COneDNN
import Synchronization
import Testing

/// Counts how often each index was run.
private final class Tally: Sendable {
  let counts: [Counter]
  init(_ count: Int) { counts = (0..<count).map { _ in Counter() } }

  final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }

  var values: [Int] { counts.map { $0.value.load(ordering: .relaxed) } }
}

/// What C can call and carry: a Swift closure.
private final class Box {
  let body: (Int) -> Void
  init(_ body: @escaping (Int) -> Void) { self.body = body }
}

private func parallel(_ count: Int, _ body: @escaping (Int) -> Void) {
  let box = Box(body)
  unsafe fovea_parallel(
    Int32(count),
    { index, context in
      guard let context = unsafe context else { return }
      unsafe Unmanaged<Box>.fromOpaque(context).takeUnretainedValue().body(Int(index))
    }, Unmanaged.passUnretained(box).toOpaque())
  withExtendedLifetime(box) {}
}

extension OneDNN {
  @Suite struct ThreadTests {
    @Test(arguments: [0, 1, 2, 3, 17, 1000], [1, 2, 5])
    func `Runs each index once`(count: Int, threads: Int32) {
      let before = fovea_get_threads()
      defer { fovea_set_threads(before) }
      fovea_set_threads(threads)
      let tally = Tally(count)
      parallel(count) { tally.counts[$0].value.wrappingAdd(1, ordering: .relaxed) }
      #expect(tally.values == [Int](repeating: 1, count: count))
    }

    @Test func `A negative count runs nothing`() {
      let tally = Tally(1)
      parallel(-3) { _ in tally.counts[0].value.wrappingAdd(1, ordering: .relaxed) }
      #expect(tally.values == [0])
    }

    @Test func `Nested calls run each index once`() {
      let tally = Tally(6 * 7)
      parallel(6) { outer in
        parallel(7) { tally.counts[outer * 7 + $0].value.wrappingAdd(1, ordering: .relaxed) }
      }
      #expect(tally.values == [Int](repeating: 1, count: 42))
    }

    /// Two bodies that wait for each other end only where two threads run them.
    @Test func `Two threads run at the same time`() {
      let before = fovea_get_threads()
      defer { fovea_set_threads(before) }
      fovea_set_threads(2)
      let tally = Tally(3)
      let deadline = ContinuousClock.now + .seconds(10)
      parallel(2) { index in
        tally.counts[index].value.store(1, ordering: .releasing)
        while tally.counts[1 - index].value.load(ordering: .acquiring) == 0 {
          if ContinuousClock.now > deadline { return }
        }
        tally.counts[2].value.wrappingAdd(1, ordering: .relaxed)
      }
      #expect(tally.values == [1, 1, 2])
    }

    /// What a plan does that is cut into parts: primitives made for one thread, each run by a thread of the team.
    @Test func `Primitives run inside of a parallel loop`() throws {
      let before = fovea_get_threads()
      defer { fovea_set_threads(before) }
      fovea_set_threads(1)
      let layout = try Layout.plain([1000])
      let parts = try (0..<6).map { part in
        let operation = try unsafe Operation(
          fovea_elementwise_forward(Int32(FOVEA_SQUARE.rawValue), 0, 0, layout.handle, 0))
        try operation.set(FOVEA_SOURCE, [1000], [Float](repeating: Float(part), count: 1000))
        for argument in [FOVEA_DESTINATION, FOVEA_SCRATCHPAD] {
          _ = try operation.memory(Int32(argument.rawValue))
        }
        return operation
      }
      fovea_set_threads(2)
      let failures = Tally(1)
      parallel(6) { part in
        if unsafe fovea_primitive_execute(parts[part].handle) != 0 {
          failures.counts[0].value.wrappingAdd(1, ordering: .relaxed)
        }
      }
      #expect(failures.values == [0])
      for (part, operation) in parts.enumerated() {
        let wanted = [Float](repeating: Float(part * part), count: 1000)
        #expect(try operation.get(FOVEA_DESTINATION, [1000]) == wanted)
      }
    }

    @Test func `What was set holds at once`() {
      let before = fovea_get_threads()
      defer { fovea_set_threads(before) }
      fovea_set_threads(3)
      #expect(fovea_get_threads() == 3)
      fovea_set_threads(0)
      fovea_set_threads(-1)
      #expect(fovea_get_threads() == 3)
    }
  }
}
