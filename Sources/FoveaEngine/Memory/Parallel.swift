import COneDNN

/// Loops spread over the threads that oneDNN uses too.
enum Parallel {
  /// Below this many elements a second thread costs more than it saves.
  static let grain = 32_768

  /// Calls `body` with stretches that together cover `count` elements, each on one thread.
  ///
  /// Stretches start at multiples of a cache line, so that threads do not write to one.
  static func chunks(of count: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    guard count > grain else { return body(0, count) }
    let pieces = min(Threads.count, (count + grain - 1) / grain)
    let size = Arena.rounded((count + pieces - 1) / pieces)
    indices(pieces) { index in
      let start = min(count, index * size)
      body(start, min(count, start + size) - start)
    }
  }

  /// Calls `body` for 0 ..< `count`, spread over the threads.
  static func indices(_ count: Int, _ body: (Int) -> Void) {
    guard count > 1 else { return count == 1 ? body(0) : () }
    withoutActuallyEscaping(body) { body in
      unsafe withUnsafePointer(to: body) { pointer in
        unsafe fovea_parallel(
          Int32(count),
          { index, context in
            guard let context = unsafe context else { return }
            unsafe context.assumingMemoryBound(to: ((Int) -> Void).self).pointee(Int(index))
          }, UnsafeMutableRawPointer(mutating: pointer))
      }
    }
  }
}
