import Foundation
import FoveaTensor

/// Where a file keeps the numbers of its storages.
struct StorageBytes {
  private enum Place {
    case archive(ZipArchive, prefix: String)
    case stream([String: Data])
  }

  private let place: Place
  private var read: [String: Data] = [:]

  /// Members of an archive, called `PREFIX` and the storage's key.
  init(_ archive: ZipArchive, prefix: String) { place = .archive(archive, prefix: prefix) }

  /// Bytes by key.
  init(_ parts: [String: Data] = [:]) { place = .stream(parts) }

  /// The bytes of a storage; not copied where the file is stored plainly.
  ///
  /// - Throws: `FoveaError` where they are missing, damaged, or fewer than claimed.
  mutating func bytes(of storage: TensorStorage) throws(FoveaError) -> Data {
    if let known = read[storage.key] { return known }
    let bytes: Data
    switch place {
    case .archive(let archive, let prefix): bytes = try archive.contents(prefix + storage.key)
    case .stream(let parts):
      guard let part = parts[storage.key] else {
        throw FoveaError("its storage '\(storage.key)' is not in it")
      }
      bytes = part
    }
    guard let wanted = storage.byteCount, wanted <= bytes.count else {
      throw FoveaError(
        "its storage '\(storage.key)' claims \(storage.count) elements in \(bytes.count) bytes")
    }
    read[storage.key] = bytes
    return bytes
  }
}
