import COneDNN

/// Independent pieces of work, numbered, of which several threads may run some each.
///
/// A plain struct, so that handing it to threads allocates nothing, which a closure would.
protocol ParallelWork {
  func run(_ index: Int)
}

/// Work on many elements, any stretch of which may be done alone.
protocol ChunkedWork {
  func run(from start: Int, count: Int)
}

/// Loops spread over the threads that oneDNN uses too.
enum Parallel {
  /// Below this many elements a second thread costs more than it saves.
  static let grain = 32_768

  /// Does work on stretches that together cover `count` elements, each on one thread.
  ///
  /// Stretches start at multiples of a cache line, so that threads do not write to one.
  static func chunks(of count: Int, _ work: some ChunkedWork) {
    guard count > grain else { return work.run(from: 0, count: count) }
    let pieces = min(Threads.count, (count + grain - 1) / grain)
    let size = Arena.rounded((count + pieces - 1) / pieces)
    run(pieces, Chunks(work: work, size: size, count: count))
  }

  /// Calls `body` with stretches of `count` pieces of work, each on one thread; `cost` is about the elements of a piece.
  ///
  /// The closure costs an allocation where there are several threads: steps that run often are structs instead.
  static func stretches(
    of count: Int, cost: Int, _ body: (_ first: Int, _ count: Int) -> Void
  ) {
    let pieces = count * cost > grain ? min(Threads.count, count) : 1
    guard pieces > 1 else { return body(0, count) }
    withoutActuallyEscaping(body) { body in
      run(pieces, Stretches(body: body, count: count, pieces: pieces))
    }
  }

  /// Does pieces 0 ..< `count`, spread over the threads.
  static func run<Work: ParallelWork>(_ count: Int, _ work: Work) {
    guard count > 1 else { return count == 1 ? work.run(0) : () }
    unsafe withUnsafePointer(to: work) { pointer in
      let job = unsafe Job(work: pointer, type: Work.self)
      unsafe withUnsafePointer(to: job) { job in
        unsafe fovea_parallel(
          Int32(count),
          { index, context in
            guard let job = unsafe context?.assumingMemoryBound(to: Job.self).pointee else {
              return
            }
            unsafe job.type.run(job.work, Int(index))
          }, UnsafeMutableRawPointer(mutating: job))
      }
    }
  }

  /// Work in the caller's memory, and what kind it is.
  @unsafe
  private struct Job {
    let work: UnsafeRawPointer
    let type: any ParallelWork.Type
  }

  private struct Stretches: ParallelWork {
    let body: (Int, Int) -> Void
    let count: Int
    let pieces: Int

    func run(_ index: Int) {
      let first = count * index / pieces
      body(first, count * (index + 1) / pieces - first)
    }
  }

  private struct Chunks<Work: ChunkedWork>: ParallelWork {
    let work: Work
    let size: Int
    let count: Int

    func run(_ index: Int) {
      let start = min(count, index * size)
      work.run(from: start, count: min(count, start + size) - start)
    }
  }
}

extension ParallelWork {
  @unsafe
  fileprivate static func run(_ work: UnsafeRawPointer, _ index: Int) {
    unsafe work.assumingMemoryBound(to: Self.self).pointee.run(index)
  }
}
