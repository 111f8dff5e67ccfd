import CPNG
public import FoveaTensor
public import Foundation

/// PNG files with text chunks (ISO/IEC 15948), in memory: libpng reads them and writes all but the compressed pixels.
public enum PNGFile {
  /// A key and its value, as a text chunk holds them.
  public typealias Entry = (key: String, value: String)

  /// Writes a picture whole or not at all.
  ///
  /// - Throws: `FoveaError` where the file cannot be written, or as `encode` does.
  public static func write(
    _ image: PixelImage, text: [Entry] = [], pixelsPerMetre: Int = 0, to path: String
  ) throws(FoveaError) {
    let bytes = try encode(image, text: text, pixelsPerMetre: pixelsPerMetre)
    try writeAtomically(bytes, to: path)
  }

  /// The picture as a PNG file.
  ///
  /// Settings are fixed and no time is stored, so the same pixels and text give the same bytes. A value in ASCII becomes
  /// a `tEXt` chunk, any other an `iTXt` chunk.
  ///
  /// - Parameter pixelsPerMetre: the physical size, which a printer uses; 0 leaves it out.
  /// - Throws: `FoveaError` where the picture is empty or a key is not 1 to 79 printable ASCII characters.
  public static func encode(
    _ image: PixelImage, text: [Entry] = [], pixelsPerMetre: Int = 0
  ) throws(FoveaError) -> Data {
    guard image.width > 0, image.height > 0 else {
      throw FoveaError("an empty picture of \(image.width) x \(image.height) has no PNG file")
    }
    let text = try packed(text)
    let file: Result<Data, FoveaError> = unsafe image.samples.withUnsafeBufferPointer { samples in
      // A picture that is not empty has a base address.
      guard let base = samples.baseAddress else { return .failure(FoveaError("no pixels")) }
      return unsafe encode(
        cpng_pixels(
          bytes: base, width: UInt32(image.width), height: UInt32(image.height),
          channels: UInt32(image.channels), stride: image.width * image.channels, are_words: 0),
        text, pixelsPerMetre)
    }
    return try file.get()
  }

  /// Pixels of a drawing as a PNG file in red, green and blue, the same as that of a `PixelImage`.
  ///
  /// - Parameters:
  ///   - words: a pixel each, `0x00RRGGBB`, whose uppermost byte has no meaning.
  ///   - stride: the words from one row to the next.
  /// - Precondition: both sides are at least 1, and `words` holds `height` rows.
  /// - Throws: `FoveaError` where a key is not 1 to 79 printable ASCII characters.
  @unsafe public static func encode(
    words: UnsafePointer<UInt32>, width: Int, height: Int, stride: Int, text: [Entry] = [],
    pixelsPerMetre: Int = 0
  ) throws(FoveaError) -> Data {
    precondition(width >= 1 && height >= 1, "a picture of \(width) x \(height) has no PNG file")
    let text = try packed(text)
    return try unsafe words.withMemoryRebound(to: UInt8.self, capacity: 4 * stride * height) {
      bytes in
      unsafe encode(
        cpng_pixels(
          bytes: bytes, width: UInt32(width), height: UInt32(height), channels: 3,
          stride: 4 * stride, are_words: 1), text, pixelsPerMetre)
    }.get()
  }

  @unsafe private static func encode(
    _ pixels: cpng_pixels, _ text: [CChar], _ pixelsPerMetre: Int
  ) -> Result<Data, FoveaError> {
    var pixels = unsafe pixels
    var file = unsafe cpng_file()
    let status = unsafe cpng_encode(&pixels, text, text.count, UInt32(pixelsPerMetre), &file)
    guard status == 0, let bytes = unsafe file.bytes else {
      let reason = unsafe line(&file.message)
      unsafe cpng_file_free(&file)
      return .failure(FoveaError("a PNG file cannot be made: \(reason)"))
    }
    return unsafe .success(Data(bytesNoCopy: bytes, count: file.size, deallocator: .free))
  }

  /// The picture and the text chunks of a PNG file.
  ///
  /// - Throws: `FoveaError` that names the path, or as `decode` does.
  public static func read(
    _ path: String
  ) throws(FoveaError) -> (image: PixelImage, text: [Entry]) {
    let bytes = try readFile(path)
    return try naming(path) { () throws(FoveaError) in try decode(bytes) }
  }

  /// The picture and the text chunks of a PNG file in memory.
  ///
  /// Palettes, transparency keys, 1 to 16 bits and interlaced files all become 8-bit grey, RGB or RGBA; grey with
  /// opacity becomes RGBA.
  ///
  /// - Throws: `FoveaError` where it is no PNG file, ends early, is damaged, or promises more pixels than it can hold.
  public static func decode(
    _ bytes: Data
  ) throws(FoveaError) -> (image: PixelImage, text: [Entry]) {
    guard PictureFormat(magic: bytes) == .png else {
      throw FoveaError("it does not begin as a PNG file does")
    }
    var image = unsafe cpng_image()
    defer { unsafe cpng_image_free(&image) }
    let status = unsafe bytes.withUnsafeBytes { buffer in
      let source = unsafe buffer.bindMemory(to: UInt8.self)
      guard let base = source.baseAddress else { return Int32(-1) }
      return unsafe cpng_decode(base, source.count, mostPixels, &image)
    }
    guard status == 0, let pixels = unsafe image.pixels else {
      throw FoveaError("the PNG file is damaged (\(unsafe line(&image.message)))")
    }
    let (width, height) = unsafe (Int(image.width), Int(image.height))
    let channels = unsafe Int(image.channels)
    let samples = unsafe Array(
      UnsafeBufferPointer(start: pixels, count: width * height * channels))
    return (
      PixelImage(width: width, height: height, channels: channels, samples: samples),
      unsafe entries(image.text, image.text_size)
    )
  }

  /// Keys and values with a zero byte after each, as the C side takes them.
  private static func packed(_ text: [Entry]) throws(FoveaError) -> [CChar] {
    var packed: [CChar] = []
    for (key, value) in text {
      let printable = key.utf8.allSatisfy { (32...126).contains($0) }
      guard (1...79).contains(key.utf8.count), printable, key.first != " ", key.last != " " else {
        throw FoveaError(
          "'\(key)' cannot name a text chunk; a key is 1 to 79 printable ASCII characters")
      }
      packed += key.utf8.map { CChar(bitPattern: $0) } + [0]
      packed += value.utf8.filter { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
    }
    return packed
  }

  private static func entries(_ text: UnsafeMutablePointer<CChar>?, _ size: Int) -> [Entry] {
    guard let text = unsafe text else { return [] }
    let bytes = unsafe UnsafeBufferPointer(start: text, count: size).map { UInt8(bitPattern: $0) }
    let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    return stride(from: 0, to: parts.count - 1, by: 2).map { (parts[$0], parts[$0 + 1]) }
  }
}

/// The text in a C array of characters that ends with a zero byte.
@unsafe func line<Characters>(_ characters: inout Characters) -> String {
  unsafe withUnsafeBytes(of: &characters) { bytes in
    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
