import Foundation
import FoveaTensor

/// A tensor whose elements are known when a model is imported: an initialiser, or what was computed from such.
///
/// Weights stay in the mapped file until somebody wants them. Whole numbers keep their 64 bits, because sizes and
/// positions are computed from them.
struct KnownTensor {
  /// Where the elements are.
  enum Content {
    /// At hand.
    case floats([Float])
    /// At hand, whole numbers or truth values (0 and 1).
    case integers([Int])
    /// In a file, as its type says.
    case stored(Data, ElementType)
    /// The same everywhere.
    case uniform(Double)
  }

  /// The most elements that are made of nothing: filled, repeated or counted; 1 GiB of floats.
  static let madeLimit = 1 << 28

  /// The extents.
  let shape: Shape
  /// What the numbers mean.
  let kind: ElementKind
  /// Where the elements are.
  let content: Content
  /// The initialiser's name in the file, where it is one.
  var name: String?

  /// Creates a tensor of floats.
  init(_ shape: Shape, floats: [Float]) {
    self.init(shape, .float, .floats(floats))
  }

  /// Creates a tensor of whole numbers.
  init(_ shape: Shape, integers: [Int], kind: ElementKind = .integer) {
    self.init(shape, kind, .integers(integers))
  }

  /// Creates a list of whole numbers.
  init(_ integers: [Int]) { self.init([integers.count], integers: integers) }

  init(_ shape: Shape, _ kind: ElementKind, _ content: Content, name: String? = nil) {
    self.shape = shape
    self.kind = kind
    self.content = content
    self.name = name
  }

  /// The elements as floats.
  var floats: [Float] {
    switch content {
    case .floats(let values): values
    case .integers(let values): values.map { Float($0) }
    case .uniform(let value): [Float](repeating: Float(value), count: shape.count)
    case .stored(let bytes, let type):
      unsafe bytes.withUnsafeBytes { unsafe type.stored.floats($0) }
    }
  }

  /// The elements as whole numbers, cut towards zero; those that no `Int` holds as the nearest.
  var integers: [Int] {
    switch content {
    case .integers(let values): values
    case .uniform(let value): [Int](repeating: Self.integer(value), count: shape.count)
    case .stored(let bytes, let type) where type.code == 7:
      (0..<bytes.count / 8).map { index in
        unsafe bytes.withUnsafeBytes {
          Int(
            Int64(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: 8 * index, as: Int64.self)))
        }
      }
    default: floats.map { Self.integer(Double($0)) }
    }
  }

  /// The tensor as the engine takes it.
  var tensor: Tensor { Tensor(shape: shape, scalars: floats) }

  /// The one number of a tensor with one element.
  var scalar: Float? { shape.count == 1 ? floats[0] : nil }

  /// Whether all elements are zero, as far as that is seen without reading a file.
  var isZero: Bool {
    switch content {
    case .uniform(let value): value == 0
    case .floats(let values): values.allSatisfy { $0 == 0 }
    case .integers(let values): values.allSatisfy { $0 == 0 }
    case .stored: shape.count <= 1 << 16 && floats.allSatisfy { $0 == 0 }
    }
  }

  static func integer(_ value: Double) -> Int {
    guard !value.isNaN else { return 0 }
    return Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
  }
}
