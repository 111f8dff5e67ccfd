public import FoveaTensor
public import Foundation

/// The kinds of picture file that can be read.
public enum PictureFormat: String, CaseIterable, Sendable {
  /// Portable Network Graphics.
  case png = "PNG"
  /// The Joint Photographic Experts Group's format.
  case jpeg = "JPEG"

  /// The format that a file's first bytes name, or `nil`; its name does not matter.
  public init?(magic bytes: Data) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else {
      return nil
    }
  }
}

/// The most pixels that are read from one file: 2²⁷, a square of 11,585 pixels.
let mostPixels: UInt64 = 1 << 27

extension PixelImage {
  /// Reads a PNG or JPEG file; its first bytes say which, not its name.
  ///
  /// - Throws: `FoveaError` that names the path, where the file cannot be read, is of another kind, ends early, is
  ///   damaged or larger than 2²⁷ pixels.
  public static func read(_ path: String) throws(FoveaError) -> PixelImage {
    try decoded(try readFile(path), as: path)
  }

  /// The picture in the bytes of a file, which errors call by the given name.
  static func decoded(_ bytes: Data, as name: String) throws(FoveaError) -> PixelImage {
    switch PictureFormat(magic: bytes) {
    case .png:
      return try naming(name) { () throws(FoveaError) in try PNGFile.decode(bytes).image }
    case .jpeg:
      return try naming(name) { () throws(FoveaError) in try JPEGFile.decode(bytes) }
    case nil:
      throw FoveaError("cannot read '\(name)': it is neither a PNG nor a JPEG file")
    }
  }
}

/// Runs `body` and puts the path in front of what it throws.
func naming<Result>(
  _ path: String, _ body: () throws(FoveaError) -> Result
) throws(FoveaError) -> Result {
  do throws(FoveaError) {
    return try body()
  } catch {
    throw FoveaError("cannot read '\(path)': \(error.message)")
  }
}
