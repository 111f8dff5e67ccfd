import Glibc

/// One aligned block of memory that is freed with its owner.
@safe
final class Arena {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  /// Elements a buffer's start is rounded up to: a cache line of 64 bytes.
  static let alignment = 16

  /// Allocates `count` zeros; memory is touched only when used.
  init(count: Int) {
    self.count = max(count, Self.alignment)
    let bytes = self.count * MemoryLayout<Float>.stride
    let raw = unsafe bytes < Self.pagedBytes ? Self.heap(bytes) : Self.pages(bytes)
    unsafe pointer = raw.bindMemory(to: Float.self, capacity: self.count)
  }

  deinit {
    let bytes = count * MemoryLayout<Float>.stride
    if bytes < Self.pagedBytes { unsafe free(pointer) } else { unsafe munmap(pointer, bytes) }
  }

  /// From this size on memory comes from the system in pages, large ones where it has them: zeroed when first touched.
  private static let pagedBytes = 1 << 20

  private static func pages(_ bytes: Int) -> UnsafeMutableRawPointer {
    let raw = unsafe mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let raw = unsafe raw, unsafe raw != UnsafeMutableRawPointer(bitPattern: -1) else {
      preconditionFailure("there is no memory for \(bytes) bytes")
    }
    unsafe madvise(raw, bytes, MADV_HUGEPAGE)
    return unsafe raw
  }

  private static func heap(_ bytes: Int) -> UnsafeMutableRawPointer {
    var raw: UnsafeMutableRawPointer?
    let status = unsafe posix_memalign(&raw, 64, bytes)
    guard status == 0, let raw = unsafe raw else {
      preconditionFailure("there is no memory for \(bytes) bytes")
    }
    unsafe memset(raw, 0, bytes)
    return unsafe raw
  }

  func floats(_ offset: Int, _ count: Int) -> Floats {
    precondition(offset >= 0 && offset + count <= self.count, "outside of the arena")
    return unsafe Floats(pointer + offset, count: count)
  }

  static func rounded(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }
}

/// A stretch of time, in steps, during which a buffer's contents matter.
struct Lifetime {
  var first: Int
  var last: Int

  func overlaps(_ other: Lifetime) -> Bool { first <= other.last && other.first <= last }
}

/// Places buffers in one arena so that those that live at the same time do not share memory.
enum ArenaPlan {
  /// The offset of each buffer and the size of the arena, in elements.
  ///
  /// Greedy by size (Pisarchyk & Lee 2020): the largest first, each into the smallest gap that is free all its life.
  /// - Complexity: O(n² log n) for n buffers.
  static func place(_ buffers: [(size: Int, lifetime: Lifetime)]) -> (offsets: [Int], size: Int) {
    var offsets = [Int](repeating: 0, count: buffers.count)
    var placed: [Int] = []
    var total = 0
    let order = buffers.indices.sorted { (buffers[$1].size, $0) < (buffers[$0].size, $1) }
    for index in order {
      let size = Arena.rounded(buffers[index].size)
      let rivals =
        placed
        .filter { buffers[$0].lifetime.overlaps(buffers[index].lifetime) }
        .map { (start: offsets[$0], end: offsets[$0] + Arena.rounded(buffers[$0].size)) }
        .sorted { $0.start < $1.start }
      var best: (offset: Int, gap: Int)?
      var end = 0
      for rival in rivals {
        let gap = rival.start - end
        if gap >= size, gap < best?.gap ?? .max { best = (end, gap) }
        end = max(end, rival.end)
      }
      offsets[index] = best?.offset ?? end
      total = max(total, offsets[index] + size)
      placed.append(index)
    }
    return (offsets, total)
  }
}
