import CJPEG
public import FoveaTensor
public import Foundation

/// JPEG files (ITU-T T.81), read in memory by libjpeg.
public enum JPEGFile {
  /// The picture of a JPEG file, upright.
  ///
  /// - Throws: `FoveaError` that names the path, or as `decode` does.
  public static func read(_ path: String) throws(FoveaError) -> PixelImage {
    let bytes = try readFile(path)
    return try naming(path) { () throws(FoveaError) in try decode(bytes) }
  }

  /// The picture of a JPEG file in memory: grey or RGB, turned as its EXIF orientation asks for.
  ///
  /// Files of four inks (CMYK) become RGB without a colour profile.
  ///
  /// - Throws: `FoveaError` where it is no JPEG file, ends early, is damaged, or promises more pixels than it can hold.
  public static func decode(_ bytes: Data) throws(FoveaError) -> PixelImage {
    guard PictureFormat(magic: bytes) == .jpeg else {
      throw FoveaError("it does not begin as a JPEG file does")
    }
    var image = unsafe cjpeg_image()
    defer { unsafe cjpeg_image_free(&image) }
    let status = unsafe bytes.withUnsafeBytes { buffer in
      let source = unsafe buffer.bindMemory(to: UInt8.self)
      guard let base = source.baseAddress else { return Int32(-1) }
      return unsafe cjpeg_decode(base, source.count, mostPixels, &image)
    }
    guard status == 0, let pixels = unsafe image.pixels else {
      throw FoveaError("the JPEG file is damaged (\(unsafe line(&image.message)))")
    }
    let (width, height) = unsafe (Int(image.width), Int(image.height))
    let channels = unsafe Int(image.channels)
    let samples = unsafe Array(
      UnsafeBufferPointer(start: pixels, count: width * height * channels))
    let picture = PixelImage(width: width, height: height, channels: channels, samples: samples)
    return picture.oriented(exif: exifOrientation(bytes))
  }
}

/// The orientation in a JPEG file's EXIF segment, 1 (upright) where there is none or it cannot be understood.
///
/// EXIF is a TIFF file of one folder inside of segment APP1 (CIPA DC-008, 4.5.4); orientation is its tag 0x0112.
func exifOrientation(_ file: Data) -> Int {
  var reader = ByteReader(bytes: [UInt8](file.prefix(1 << 17)))
  var position = 2
  while let marker = reader.number(at: position, count: 2), marker >> 8 == 0xFF, marker != 0xFFDA {
    guard let length = reader.number(at: position + 2, count: 2), length >= 2 else { return 1 }
    let isEXIF = reader.number(at: position + 4, count: 4) == 0x4578_6966
    if marker == 0xFFE1, isEXIF { return reader.orientation(tiff: position + 10) }
    position += 2 + length
  }
  return 1
}

/// Numbers of either byte order out of bytes that may end too early.
private struct ByteReader {
  let bytes: [UInt8]
  var littleEndian = false

  func number(at position: Int, count: Int) -> Int? {
    guard position >= 0, position + count <= bytes.count else { return nil }
    let part = bytes[position..<position + count]
    return (littleEndian ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func orientation(tiff start: Int) -> Int {
    littleEndian = number(at: start, count: 2) == 0x4949
    guard let folder = number(at: start + 4, count: 4),
      let count = number(at: start + folder, count: 2)
    else { return 1 }
    for index in 0..<count {
      let entry = start + folder + 2 + 12 * index
      guard let tag = number(at: entry, count: 2) else { return 1 }
      if tag == 0x0112 { return number(at: entry + 8, count: 2) ?? 1 }
    }
    return 1
  }
}
