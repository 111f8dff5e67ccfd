public import FoveaTensor
public import Foundation

/// A PNG file with several frames (APNG; PNG specification, third edition, W3C 2025), made frame by frame.
///
/// Programs that know no animation show the last frame: it is the file's plain picture, which the animation itself leaves out.
/// Of each frame after the first only the smallest rectangle is kept that holds all changed pixels.
public struct AnimatedPNG: Sendable {
  /// A frame: where it changes the one before, how long it stays, and its compressed pixels.
  private struct Frame {
    var region: (x: Int, y: Int, width: Int, height: Int)
    var milliseconds: UInt16
    var pixels: [Data] = []
  }

  /// How often the frames are shown, 0 for ever.
  public let loops: Int
  private var latest: PixelImage?
  private var frames: [Frame] = []

  /// Creates a file without a frame.
  ///
  /// - Parameter loops: how often the frames are shown, 0 for ever.
  /// - Precondition: `loops` is not negative and below 2³¹.
  public init(loops: Int = 0) {
    precondition((0..<1 << 31).contains(loops), "an animation is shown \(loops) times")
    self.loops = loops
  }

  /// The number of frames.
  public var count: Int { frames.count }

  /// Appends a frame that stays for some seconds, at most 65.535, counted in thousandths.
  ///
  /// - Throws: `FoveaError` where the picture is empty, differs from the first in size or channels, or cannot stay that long.
  public mutating func append(_ image: PixelImage, seconds: Double) throws(FoveaError) {
    guard (0...65.535).contains(seconds) else {
      throw FoveaError("a frame of an animation stays for 0 to 65.535 seconds, not \(seconds)")
    }
    var frame = Frame(
      region: (0, 0, image.width, image.height),
      milliseconds: UInt16((1000 * seconds).rounded()))
    if let latest {
      guard latest.width == image.width, latest.height == image.height,
        latest.channels == image.channels
      else {
        throw FoveaError(
          "frame \(count) of an animation is \(image), the ones before are \(latest)")
      }
      let part = image.changes(from: latest)
      frame.region = part
      let cut = image.cropped(x: part.x, y: part.y, width: part.width, height: part.height)
      frame.pixels = try Self.pixels(of: cut)
    } else {
      guard image.width > 0, image.height > 0 else {
        throw FoveaError("an empty picture of \(image) cannot be a frame of an animation")
      }
      frame.pixels = try Self.pixels(of: image)
    }
    latest = image
    frames.append(frame)
  }

  private static func pixels(of image: PixelImage) throws(FoveaError) -> [Data] {
    PNGChunk.chunks(ofOwn: try PNGFile.encode(image)).filter { $0.type == "IDAT" }.map(\.payload)
  }

  /// The file: the last frame as `PNGFile.encode` writes it, with the frames that move after it.
  ///
  /// - Parameters:
  ///   - text: keys and values for text chunks.
  ///   - pixelsPerMetre: the physical size, which a printer uses; 0 leaves it out.
  /// - Throws: `FoveaError` where there is no frame, or as `PNGFile.encode` does.
  public func encode(
    text: [PNGFile.Entry] = [], pixelsPerMetre: Int = 0
  ) throws(FoveaError) -> Data {
    guard let latest else { throw FoveaError("an animation without frames has no file") }
    let still = PNGChunk.chunks(
      ofOwn: try PNGFile.encode(latest, text: text, pixelsPerMetre: pixelsPerMetre))
    var chunks = still.filter { !["IDAT", "IEND"].contains($0.type) }
    var control = Data()
    control.append(bigEndian: UInt32(count))
    control.append(bigEndian: UInt32(loops))
    chunks.append(PNGChunk(type: "acTL", payload: control))
    // Without a control before it, the plain picture is no frame.
    chunks += still.filter { $0.type == "IDAT" }
    var sequence: UInt32 = 0
    for frame in frames {
      chunks.append(Self.control(frame, sequence))
      sequence += 1
      for pixels in frame.pixels {
        var payload = Data()
        payload.append(bigEndian: sequence)
        payload.append(pixels)
        chunks.append(PNGChunk(type: "fdAT", payload: payload))
        sequence += 1
      }
    }
    chunks.append(PNGChunk(type: "IEND", payload: Data()))
    return chunks.reduce(into: PNGChunk.signature) { $0.append($1.bytes) }
  }

  /// Writes the file whole or not at all.
  ///
  /// - Throws: `FoveaError` where the file cannot be written, or as `encode` does.
  public func write(
    to path: String, text: [PNGFile.Entry] = [], pixelsPerMetre: Int = 0
  ) throws(FoveaError) {
    try writeAtomically(encode(text: text, pixelsPerMetre: pixelsPerMetre), to: path)
  }

  /// Where a frame lies and how long it stays; it replaces what was there, and is left in place.
  private static func control(_ frame: Frame, _ sequence: UInt32) -> PNGChunk {
    var payload = Data()
    let region = frame.region
    let numbers = [region.width, region.height, region.x, region.y]
    for number in [sequence] + numbers.map({ UInt32($0) }) { payload.append(bigEndian: number) }
    payload.append(bigEndian: frame.milliseconds)
    payload.append(bigEndian: UInt16(1000))
    payload.append(contentsOf: [0, 0])
    return PNGChunk(type: "fcTL", payload: payload)
  }
}

extension PixelImage {
  /// The smallest rectangle that holds all pixels which differ from those of a picture of the same kind; one pixel where
  /// none does, since a frame cannot be empty.
  fileprivate func changes(
    from other: PixelImage
  ) -> (x: Int, y: Int, width: Int, height: Int) {
    let length = width * channels
    var (top, bottom, left, right) = (height, -1, length, -1)
    let (new, old) = (samples, other.samples)
    for y in 0..<height {
      let row = y * length
      guard let start = (0..<length).first(where: { new[row + $0] != old[row + $0] })
      else { continue }
      let end = (start..<length).last { new[row + $0] != old[row + $0] } ?? start
      (top, bottom) = (min(top, y), y)
      (left, right) = (min(left, start), max(right, end))
    }
    guard bottom >= 0 else { return (0, 0, 1, 1) }
    let (first, last) = (left / channels, right / channels)
    return (first, top, last - first + 1, bottom - top + 1)
  }
}
