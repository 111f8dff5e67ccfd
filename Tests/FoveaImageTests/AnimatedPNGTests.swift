import FoveaImage
import FoveaTensor
import Foundation
import Testing

/// Files are taken apart here by a reader of their own and put together to pictures by libpng.
@Suite struct AnimatedPNGTests {
  /// Three frames: a square walks over noise, then nothing changes.
  static let images: [PixelImage] = [(1, 2), (7, 5), (7, 5)].map { x, y in
    var image = PixelImage(
      width: 20, height: 12, channels: 3,
      samples: (0..<720).map { UInt8(truncatingIfNeeded: $0 * $0 * 31 >> 3) })
    for dy in 0..<3 { for dx in 0..<4 { image[x + dx, y + dy] = [250, 3, UInt8(60 + dx)] } }
    return image
  }

  @Test func framesComeBack() throws {
    var file = AnimatedPNG(loops: 3)
    for (image, seconds) in zip(Self.images, [0.1, 0.25, 2]) {
      try file.append(image, seconds: seconds)
    }
    let bytes = try file.encode(text: [("seed", "7")])
    let read = try AnimationReader(bytes)
    #expect(read.loops == 3)
    #expect(read.frames.map(\.milliseconds) == [100, 250, 2000])
    #expect(read.frames.map(\.image) == Self.images)
    // Only what changed is stored: the square's old and new place, then the one pixel that a frame must have.
    #expect(read.frames[1].region == [1, 2, 10, 6])
    #expect(read.frames[2].region == [0, 0, 1, 1])
    #expect(try file.encode(text: [("seed", "7")]) == bytes)
  }

  @Test func programsWithoutAnimationSeeTheLastFrame() throws {
    var file = AnimatedPNG()
    for image in Self.images { try file.append(image, seconds: 0.1) }
    let still = try PNGFile.decode(file.encode(text: [("title", "a walk")]))
    #expect(still.image == Self.images[2])
    #expect(still.text.map(\.key) == ["title"])
  }

  @Test func aFileIsWrittenAside() throws {
    var file = AnimatedPNG()
    try file.append(Self.images[0], seconds: 0)
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("fovea-animation-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a.png").path
    try file.write(to: path)
    #expect(try readFile(path) == file.encode())
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.png"])
  }

  @Test func whatDoesNotFitIsRefused() throws {
    var file = AnimatedPNG()
    #expect(throws: FoveaError.self) { try file.encode() }
    #expect(throws: FoveaError.self) { try file.append(Self.images[0], seconds: 66) }
    #expect(throws: FoveaError.self) { try file.append(Self.images[0], seconds: .nan) }
    #expect(throws: FoveaError.self) {
      try file.append(PixelImage(width: 0, height: 0, repeating: [0]), seconds: 1)
    }
    try file.append(Self.images[0], seconds: 1)
    #expect(throws: FoveaError.self) { try file.append(Self.images[0].grey, seconds: 1) }
    #expect(file.count == 1)
  }
}

/// Reads animated PNG files as the specification says, every checksum and sequence number included.
struct AnimationReader {
  struct Frame {
    var image: PixelImage
    var region: [Int]
    var milliseconds: Int
  }

  private(set) var loops = 0
  private(set) var frames: [Frame] = []

  init(_ file: Data) throws {
    let chunks = try Self.chunks(file)
    let control = try #require(chunks.first { $0.type == "acTL" })
    let count = Self.number(control.payload, 0)
    loops = Self.number(control.payload, 4)
    var expected = 0
    var compressed: [[Data]] = []
    var controls: [Data] = []
    for chunk in chunks {
      if ["fcTL", "fdAT"].contains(chunk.type) {
        #expect(Self.number(chunk.payload, 0) == expected)
        expected += 1
      }
      switch chunk.type {
      case "fcTL":
        #expect(chunk.payload.count == 26)
        controls.append(chunk.payload)
        compressed.append([])
      // Before the first control it is the plain picture, which is no frame.
      case "IDAT": #expect(compressed.isEmpty)
      case "fdAT": compressed[compressed.count - 1].append(chunk.payload.dropFirst(4))
      default: break
      }
    }
    #expect(chunks.first?.type == "IHDR" && chunks.last?.type == "IEND")
    #expect(controls.count == count)
    let header = try #require(chunks.first).payload
    for (control, data) in zip(controls, compressed) {
      let region = [12, 16, 4, 8].map { Self.number(control, $0) }
      let part = try PNGFile.decode(
        Self.still(header, width: region[2], height: region[3], data: data)
      ).image
      var image = frames.last?.image ?? part
      for y in 0..<part.height {
        for x in 0..<part.width { image[region[0] + x, region[1] + y] = part[x, y] }
      }
      let delay = Self.number(control, 20)
      frames.append(
        Frame(image: image, region: region, milliseconds: (delay >> 16) * 1000 / (delay & 0xFFFF)))
    }
  }

  /// The pixels of a frame as a file of its own.
  private static func still(_ header: Data, width: Int, height: Int, data: [Data]) -> Data {
    let changed = bytes(UInt32(width)) + bytes(UInt32(height)) + header.dropFirst(8)
    var file = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    for (type, payload) in [("IHDR", changed)] + data.map({ ("IDAT", $0) }) + [("IEND", Data())] {
      let checked = Data(type.utf8) + payload
      file += bytes(UInt32(payload.count)) + checked + bytes(checked.crc32)
    }
    return file
  }

  private static func chunks(_ file: Data) throws -> [(type: String, payload: Data)] {
    var chunks: [(type: String, payload: Data)] = []
    var position = 8
    while position < file.count {
      let length = number(file, position)
      let checked = Data(file[position + 4..<position + 8 + length])
      #expect(number(file, position + 8 + length) == Int(checked.crc32))
      let type = String(decoding: checked.prefix(4), as: UTF8.self)
      chunks.append((type, Data(checked.dropFirst(4))))
      position += 12 + length
    }
    return chunks
  }

  private static func bytes(_ number: UInt32) -> Data {
    Data((0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) })
  }

  private static func number(_ bytes: Data, _ offset: Int) -> Int {
    bytes.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }
}
