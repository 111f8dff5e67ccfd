import Foundation

/// A small set of pictures that a network learns in seconds: each class has stripes at another place.
enum Stripes {
  /// Writes the four IDX files into a folder.
  static func write(
    to folder: String, train: Int = 200, test: Int = 40, side: Int = 28, wrongLabel: UInt8? = nil
  ) throws {
    try part("train", count: train, in: folder, side, wrongLabel)
    try part("t10k", count: test, in: folder, side, nil)
  }

  private static func part(
    _ name: String, count: Int, in folder: String, _ side: Int, _ wrongLabel: UInt8?
  ) throws {
    var labels = (0..<count).map { UInt8($0 * 7 % 10) }
    if let wrongLabel { labels[count / 2] = wrongLabel }
    var pixels: [UInt8] = []
    var state: UInt32 = 12345
    for label in labels {
      for index in 0..<side * side {
        state = state &* 1_664_525 &+ 1_013_904_223
        let row = index / side
        let isStripe = row * 10 / side == Int(label % 10)
        pixels.append(UInt8((isStripe ? 180 : 20) + Int(state >> 26)))
      }
    }
    try write([0, 0, 8, 3], [count, side, side], pixels, "\(folder)/\(name)-images-idx3-ubyte")
    try write([0, 0, 8, 1], [count], labels, "\(folder)/\(name)-labels-idx1-ubyte")
  }

  private static func write(
    _ magic: [UInt8], _ extents: [Int], _ content: [UInt8], _ path: String
  ) throws {
    let header = extents.flatMap { extent in
      (0..<4).reversed().map { UInt8(truncatingIfNeeded: extent >> (8 * $0)) }
    }
    try Data(magic + header + content).write(to: URL(fileURLWithPath: path))
  }
}
