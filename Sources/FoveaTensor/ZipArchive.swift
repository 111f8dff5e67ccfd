import CZlib
public import Foundation

/// The members of a zip archive (PKWARE's APPNOTE 6.3), such as an `.npz` file, unpacked one at a time.
///
/// Stored and deflated members are read, and their checksums checked. Encrypted archives and those in several parts are
/// refused.
public struct ZipArchive: Sendable {
  private struct Member {
    let name: String
    let method: Int
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    let headerStart: Int
  }

  private let bytes: Data
  private var members: [Member] = []

  /// Reads the table of contents.
  ///
  /// - Throws: `FoveaError` with the reason.
  public init(_ bytes: Data) throws(FoveaError) {
    self.bytes = bytes
    let end = try Self.endRecord(bytes)
    var position = end.directoryStart
    for _ in 0..<end.count {
      members.append(try member(at: &position))
    }
  }

  /// The members' names, in the archive's order.
  public var names: [String] { members.map(\.name) }

  /// The unpacked bytes of the member called `name`.
  ///
  /// - Throws: `FoveaError` with the reason: no such name, cut off, damaged, or an unknown compression.
  public func contents(_ name: String) throws(FoveaError) -> Data {
    guard let member = members.first(where: { $0.name == name }) else {
      throw .unknown("member", name, known: names)
    }
    let packed = try packedBytes(member)
    let unpacked: Data
    switch member.method {
    case 0:
      guard member.size == packed.count else {
        throw FoveaError("its member '\(name)' gives two different sizes")
      }
      unpacked = packed
    case 8:
      guard member.size / Inflater.largestRatio <= packed.count else {
        throw FoveaError(
          "its member '\(name)' claims \(member.size) bytes from \(packed.count) packed ones")
      }
      let inflater = try Inflater(packed, wrapping: .none)
      unpacked = Data(try inflater.read(member.size))
      guard unpacked.count == member.size, try inflater.read(1).isEmpty else {
        throw FoveaError("its member '\(name)' unpacks to another size than it claims")
      }
    default:
      throw FoveaError(
        "its member '\(name)' has compression method \(member.method); stored (0) and deflate (8) "
          + "are readable")
    }
    guard unpacked.crc32 == member.checksum else {
      throw FoveaError("its member '\(name)' is damaged: its checksum does not fit")
    }
    return unpacked
  }

  private func packedBytes(_ member: Member) throws(FoveaError) -> Data {
    let start = member.headerStart
    guard try Self.field(bytes, start, 4) == 0x0403_4b50 else {
      throw FoveaError("its member '\(member.name)' does not begin where the directory says")
    }
    let nameLength = try Self.field(bytes, start + 26, 2)
    let dataStart = start + 30 + nameLength + (try Self.field(bytes, start + 28, 2))
    guard dataStart <= bytes.count, member.packedSize <= bytes.count - dataStart else {
      throw FoveaError("its member '\(member.name)' is cut off")
    }
    let first = bytes.startIndex + dataStart
    return bytes[first..<first + member.packedSize]
  }

  private func member(at position: inout Int) throws(FoveaError) -> Member {
    guard try Self.field(bytes, position, 4) == 0x0201_4b50 else {
      throw FoveaError("its directory is damaged at byte \(position)")
    }
    guard try Self.field(bytes, position + 8, 2) & 1 == 0 else {
      throw FoveaError("its members are encrypted")
    }
    let nameLength = try Self.field(bytes, position + 28, 2)
    let extraLength = try Self.field(bytes, position + 30, 2)
    let commentLength = try Self.field(bytes, position + 32, 2)
    let nameStart = position + 46
    guard nameStart + nameLength <= bytes.count else {
      throw FoveaError("its directory is cut off")
    }
    let first = bytes.startIndex + nameStart
    let name = String(decoding: bytes[first..<first + nameLength], as: UTF8.self)
    // Sizes of 4 GiB and more stand in an extra field, in this order and only where the 32 bits are all ones.
    var wide = try Self.wideFields(bytes, nameStart + nameLength, extraLength)
    func size(_ offset: Int) throws(FoveaError) -> Int {
      let short = try Self.field(bytes, position + offset, 4)
      guard short == 0xffff_ffff else { return short }
      guard let long = wide.first else { throw FoveaError("its directory lacks a 64-bit size") }
      wide.removeFirst()
      return long
    }
    let unpackedSize = try size(24)
    let packedSize = try size(20)
    let headerStart = try size(42)
    let member = Member(
      name: name, method: try Self.field(bytes, position + 10, 2),
      checksum: UInt32(try Self.field(bytes, position + 16, 4)), packedSize: packedSize,
      size: unpackedSize, headerStart: headerStart)
    position = nameStart + nameLength + extraLength + commentLength
    return member
  }

  private static func wideFields(
    _ bytes: Data, _ start: Int, _ length: Int
  ) throws(FoveaError) -> [Int] {
    var position = start
    while position + 4 <= start + length {
      let size = try field(bytes, position + 2, 2)
      if try field(bytes, position, 2) == 1 {
        var fields: [Int] = []
        for index in 0..<size / 8 { fields.append(try field(bytes, position + 4 + 8 * index, 8)) }
        return fields
      }
      position += 4 + size
    }
    return []
  }

  private static func endRecord(
    _ bytes: Data
  ) throws(FoveaError) -> (count: Int, directoryStart: Int) {
    let mark: [UInt8] = [0x50, 0x4b, 0x05, 0x06]
    let tail = bytes.suffix(22 + 0xffff)
    guard let found = tail.lastRange(of: mark)?.lowerBound else {
      throw FoveaError("it is no zip archive, or its end is cut off")
    }
    let start = found - bytes.startIndex
    guard try field(bytes, start + 20, 2) <= bytes.count - start - 22 else {
      throw FoveaError("its end is cut off")
    }
    let count = try field(bytes, start + 10, 2)
    let directory = try field(bytes, start + 16, 4)
    guard count == 0xffff || directory == 0xffff_ffff else { return (count, directory) }
    guard start >= 20, try field(bytes, start - 20, 4) == 0x0706_4b50 else {
      return (count, directory)
    }
    let wide = try field(bytes, start - 12, 8)
    guard try field(bytes, wide, 4) == 0x0606_4b50 else {
      throw FoveaError("its 64-bit end record is damaged")
    }
    return (try field(bytes, wide + 32, 8), try field(bytes, wide + 48, 8))
  }

  /// A little-endian number of `size` bytes at `offset`.
  private static func field(
    _ bytes: Data, _ offset: Int, _ size: Int
  ) throws(FoveaError) -> Int {
    guard offset >= 0, offset <= bytes.count - size else {
      throw FoveaError("its directory points outside of the file")
    }
    var value: UInt64 = 0
    for index in 0..<size {
      value |= UInt64(bytes[bytes.startIndex + offset + index]) << UInt64(8 * index)
    }
    guard let number = Int(exactly: value), number < 1 << 48 else {
      throw FoveaError("its directory claims an impossible size")
    }
    return number
  }
}

extension Data {
  /// Where `pattern` occurs last.
  fileprivate func lastRange(of pattern: [UInt8]) -> Range<Int>? {
    range(of: Data(pattern), options: .backwards)
  }
}
