import FoveaTensor
import Foundation

/// The memory of a drawing's pixels, white at first.
///
/// Drawings are megabytes that each program touches once, and the system's work for each new page of 4 KB takes longer
/// than drawing on it: pages of 2 MB are asked for where the system has them.
@safe final class PixelMemory {
  let bytes: UnsafeMutablePointer<UInt8>

  /// - Throws: `FoveaError` where there is not as much memory.
  init(words: Int) throws(FoveaError) {
    let page = 2 << 20
    let size = words * 4
    var address: UnsafeMutableRawPointer?
    guard unsafe posix_memalign(&address, size < page ? 64 : page, size) == 0,
      let address = unsafe address
    else { throw FoveaError("there is no memory for a picture of \(words) pixels") }
    #if os(Linux)
      if size >= page { _ = unsafe madvise(address, size, MADV_HUGEPAGE) }
    #endif
    unsafe memset(address, 0xFF, size)
    unsafe bytes = address.assumingMemoryBound(to: UInt8.self)
  }

  deinit { unsafe free(bytes) }
}
