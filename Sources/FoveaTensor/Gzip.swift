import CZlib
public import Foundation

/// The bytes as a gzip file (RFC 1952), the same bytes for the same input.
public func gzipped(_ bytes: Data) -> Data {
  var stream = unsafe z_stream()
  let started = unsafe deflateInit2_(
    &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  precondition(started == Z_OK, "zlib cannot start (status \(started))")
  precondition(bytes.count < Int(UInt32.max) / 2, "one gzip member of ours holds at most 2 GiB")
  defer { unsafe deflateEnd(&stream) }
  let capacity = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
  var packed = Data(count: capacity)
  var size = 0
  unsafe packed.withUnsafeMutableBytes { target in
    unsafe bytes.withUnsafeBytes { source in
      unsafe stream.next_in = UnsafeMutablePointer(
        mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
      unsafe stream.avail_in = UInt32(source.count)
      unsafe stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
      unsafe stream.avail_out = UInt32(target.count)
      let status = unsafe deflate(&stream, Z_FINISH)
      precondition(status == Z_STREAM_END, "zlib did not finish (status \(status))")
      unsafe size = target.count - Int(stream.avail_out)
    }
  }
  return packed.prefix(size)
}
