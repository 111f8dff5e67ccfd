import CZlib
public import Foundation

/// Unpacks a stream compressed by Deutsch's "deflate" (RFC 1951), in a gzip file or in a zip archive.
///
/// The reader says how many bytes it wants, so that a small file that unpacks to a huge one costs no more than what is
/// asked for. A gzip file's checksum is checked when its end is reached.
@safe public final class Inflater {
  /// What surrounds the compressed data.
  public enum Wrapping: Sendable {
    /// A gzip file (RFC 1952), of one or more members.
    case gzip
    /// Nothing, as in a zip archive.
    case none
  }

  /// No stream of this format grows by more than this factor when unpacked.
  public static let largestRatio = 1032

  private let stream: UnsafeMutablePointer<z_stream>
  private let source: Data
  private let wrapping: Wrapping
  private var position = 0
  private var isFinished = false

  /// Prepares to unpack `source`.
  public init(_ source: Data, wrapping: Wrapping) throws(FoveaError) {
    self.source = source
    self.wrapping = wrapping
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let windowBits: Int32 = wrapping == .gzip ? 15 + 16 : -15
    let status = unsafe inflateInit2_(
      stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw FoveaError("zlib cannot start (status \(status))") }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// The next `count` bytes, fewer only where the stream ends.
  ///
  /// - Throws: `FoveaError` with the reason where the stream is damaged or cut off.
  public func read(_ count: Int) throws(FoveaError) -> [UInt8] {
    var failure: FoveaError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, written in
      do throws(FoveaError) {
        unsafe try fill(UnsafeMutableRawBufferPointer(target), &written)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  private func fill(
    _ target: UnsafeMutableRawBufferPointer, _ written: inout Int
  ) throws(FoveaError) {
    while written < target.count && !isFinished {
      let room = min(target.count - written, 1 << 30)
      let input = min(source.count - position, 1 << 30)
      var status = Z_OK
      unsafe source.withUnsafeBytes { bytes in
        let start = unsafe bytes.baseAddress.map { unsafe $0 + position }
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: start?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = UInt32(input)
        unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
          .advanced(by: written)
        unsafe stream.pointee.avail_out = UInt32(room)
        status = unsafe inflate(stream, Z_NO_FLUSH)
        unsafe position += input - Int(stream.pointee.avail_in)
        unsafe written += room - Int(stream.pointee.avail_out)
      }
      switch status {
      case Z_OK: break
      case Z_STREAM_END: try finishMember()
      case Z_BUF_ERROR where position == source.count:
        throw FoveaError("its compressed data is cut off")
      default: throw FoveaError("its compressed data is damaged\(reason)")
      }
    }
  }

  /// A gzip file may go on with another member; other bytes after the end belong to nothing.
  private func finishMember() throws(FoveaError) {
    if wrapping == .gzip, position < source.count {
      let status = unsafe inflateReset(stream)
      guard status == Z_OK, source[source.startIndex + position] == 0x1f else {
        throw FoveaError("\(source.count - position) bytes follow the end of its compressed data")
      }
    } else {
      isFinished = true
    }
  }

  private var reason: String {
    unsafe stream.pointee.msg.map { unsafe ": " + String(cString: $0) } ?? ""
  }
}
