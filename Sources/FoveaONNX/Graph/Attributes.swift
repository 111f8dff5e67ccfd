import FoveaTensor
import ONNXProto

/// The attributes of one node of a file, by name.
struct Attributes {
  private let entries: [String: Onnx_AttributeProto]

  init(_ node: Onnx_NodeProto) {
    entries = Dictionary(
      node.attribute.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether the file gives the attribute.
  func has(_ name: String) -> Bool { entries[name] != nil }

  /// A whole number within ±2⁶², which leaves room for sums.
  func int(_ name: String, _ usual: Int) -> Int {
    guard let entry = entries[name], entry.hasI else { return usual }
    return Self.held(entry.i)
  }

  /// A truth value: a whole number that is not 0.
  func flag(_ name: String, _ usual: Bool = false) -> Bool { int(name, usual ? 1 : 0) != 0 }

  /// A list of whole numbers; `nil` where the file gives none.
  func ints(_ name: String) -> [Int]? { entries[name].map { $0.ints.map(Self.held) } }

  /// A number.
  func float(_ name: String, _ usual: Float) -> Float {
    guard let entry = entries[name], entry.hasF else { return usual }
    return entry.f
  }

  /// A list of numbers; `nil` where the file gives none.
  func floats(_ name: String) -> [Float]? { entries[name].map(\.floats) }

  /// A word.
  func string(_ name: String, _ usual: String) -> String {
    guard let entry = entries[name], entry.hasS else { return usual }
    return String(decoding: entry.s, as: UTF8.self)
  }

  /// A list of words; `nil` where the file gives none.
  func strings(_ name: String) -> [String]? {
    entries[name].map { $0.strings.map { String(decoding: $0, as: UTF8.self) } }
  }

  /// A tensor; `nil` where the file gives none.
  func tensor(_ name: String) -> Onnx_TensorProto? {
    guard let entry = entries[name], entry.hasT else { return nil }
    return entry.t
  }

  /// A graph; `nil` where the file gives none.
  func graph(_ name: String) -> Onnx_GraphProto? {
    guard let entry = entries[name], entry.hasG else { return nil }
    return entry.g
  }

  private static func held(_ number: Int64) -> Int { max(-(1 << 62), min(1 << 62, Int(number))) }
}
