public import FoveaTensor
public import Foundation

/// An array of bytes in the IDX format (LeCun, Cortes & Burges 1998), plain or packed by gzip.
///
/// The file is two zero bytes, the element type (8: unsigned bytes, the only one read here), the number of dimensions,
/// each extent in 32 bits (big-endian), and the elements, row-major.
public struct IDXFile: Hashable, Sendable {
  /// The extents, outermost first.
  public let dimensions: [Int]

  /// The elements, row-major.
  public let bytes: [UInt8]

  /// Creates the contents of a file.
  ///
  /// - Precondition: there are 1 to 255 dimensions, and as many bytes as they multiply to.
  public init(dimensions: [Int], bytes: [UInt8]) {
    precondition((1...255).contains(dimensions.count), "IDX has 1 to 255 dimensions")
    precondition(
      Shape(dimensions).count == bytes.count,
      "the dimensions \(dimensions) do not hold \(bytes.count) bytes")
    self.dimensions = dimensions
    self.bytes = bytes
  }

  /// Reads a file; whether it is packed shows in its first bytes.
  ///
  /// - Throws: `FoveaError` with the path and the reason: no IDX file, another element type, cut off, too long, damaged.
  public static func read(_ path: String) throws(FoveaError) -> IDXFile {
    let data = try readFile(path)
    do throws(FoveaError) {
      return try IDXFile(data)
    } catch {
      throw FoveaError("cannot read '\(path)' as IDX: \(error.message)")
    }
  }

  /// Reads the bytes of a file.
  ///
  /// - Throws: `FoveaError` with the reason.
  public init(_ data: Data) throws(FoveaError) {
    var source = try IDXSource(data)
    let head = try source.read(4, "header")
    guard head[0] == 0, head[1] == 0, head[3] > 0 else {
      let shown = head.map { String($0, radix: 16) }.joined(separator: " ")
      throw FoveaError("it begins with the bytes \(shown), and an IDX file with 0 0 8 and its rank")
    }
    guard head[2] == 8 else {
      throw FoveaError("its element type is \(head[2]); readable are unsigned bytes (8)")
    }
    var dimensions: [Int] = []
    var count = 1
    for _ in 0..<head[3] {
      let extent = try source.read(4, "header").reduce(0) { $0 << 8 | Int($1) }
      dimensions.append(extent)
      guard count <= Int.max / max(extent, 1) else {
        throw FoveaError("its dimensions \(dimensions) multiply to more than can be counted")
      }
      count *= max(extent, 1)
    }
    if dimensions.contains(0) { count = 0 }
    guard count <= source.largestRest else {
      throw FoveaError(
        "its dimensions \(dimensions) need \(count) bytes, and at most \(source.largestRest) "
          + "follow: it is cut off")
    }
    bytes = try source.read(count, "elements")
    self.dimensions = dimensions
    guard try source.isAtEnd else {
      throw FoveaError("bytes follow its \(count) elements that belong to nothing")
    }
  }

  /// Writes the file, whole or not at all, packed where `path` ends in `.gz`.
  ///
  /// - Throws: `FoveaError` with the path and the system's reason.
  public func write(to path: String) throws(FoveaError) {
    try writeAtomically(path.hasSuffix(".gz") ? gzipped(encoded()) : encoded(), to: path)
  }

  /// The bytes of the plain file.
  ///
  /// - Precondition: each extent fits in 32 bits.
  public func encoded() -> Data {
    var data = Data([0, 0, 8, UInt8(dimensions.count)])
    for extent in dimensions {
      let bits = UInt32(extent)
      for shift: UInt32 in [24, 16, 8, 0] { data.append(UInt8(bits >> shift & 0xff)) }
    }
    data.append(contentsOf: bytes)
    return data
  }
}

/// The bytes of a plain or packed file, from front to back.
private struct IDXSource {
  private let data: Data
  private let inflater: Inflater?
  private var position = 0

  init(_ data: Data) throws(FoveaError) {
    self.data = data
    inflater = data.starts(with: [0x1f, 0x8b]) ? try Inflater(data, wrapping: .gzip) : nil
  }

  /// The most bytes that can still follow: known for a plain file, bounded for a packed one.
  var largestRest: Int {
    inflater == nil ? data.count - position : data.count * Inflater.largestRatio
  }

  var isAtEnd: Bool {
    get throws(FoveaError) {
      if let inflater { return try inflater.read(1).isEmpty }
      return position == data.count
    }
  }

  mutating func read(_ count: Int, _ part: String) throws(FoveaError) -> [UInt8] {
    let read: [UInt8]
    if let inflater {
      read = try inflater.read(count)
    } else {
      let start = data.startIndex + position
      read = [UInt8](data[start..<min(start + count, data.endIndex)])
      position += read.count
    }
    guard read.count == count else {
      throw FoveaError("its \(part) is cut off: \(count) bytes should be there, \(read.count) are")
    }
    return read
  }
}
