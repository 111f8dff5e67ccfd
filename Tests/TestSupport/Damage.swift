public import Foundation
public import FoveaTensor

/// One to four changes: a bit, a byte, a number's length, a cut, bytes twice, or bytes of another place.
public func damaged(_ bytes: Data, _ random: inout RandomSource) -> Data {
  var bytes = [UInt8](bytes)
  for _ in 0...random.index(below: 4) where !bytes.isEmpty {
    let place = random.index(below: bytes.count)
    let length = min(1 + random.index(below: 8), bytes.count - place)
    switch random.index(below: 7) {
    case 0: bytes[place] ^= 1 << UInt8(random.index(below: 8))
    case 1: bytes[place] = UInt8(random.index(below: 256))
    case 2: for index in place..<place + length { bytes[index] = 0xff }
    case 3: for index in place..<place + length { bytes[index] = index == place ? 0x7f : 0 }
    case 4: bytes.removeSubrange(place...)
    case 5: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
    default:
      let other = random.index(below: bytes.count - length + 1)
      bytes.replaceSubrange(place..<place + length, with: bytes[other..<other + length])
    }
  }
  return Data(bytes)
}

/// The most memory that the process has had, in bytes; 0 where the system does not tell.
public func peakMemory() -> Int {
  guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
    let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
    let kilobytes = Int(line.split(separator: " ").dropFirst().first ?? "")
  else { return 0 }
  return kilobytes << 10
}
