import Foundation
import FoveaTensor

/// A model's message without the bulk of its tensors, which stays in the mapped file.
///
/// A decoder copies each run of bytes that it meets; for a model those are its weights. So they are taken out first: a
/// tensor's long payload is replaced by an entry of its `external_data` that says where in the file it lies. What is
/// left is some kilobytes, whatever the weights.
struct SlimMessage {
  /// The key of the entry that stands for a payload; its value is "field offset length".
  static let key = "fovea.bulk"
  /// The shortest payload that is left in the file.
  private static let threshold = 256
  /// How deep messages may lie in one another.
  private static let depthLimit = 64

  /// The messages of a model that can hold tensors, by the numbers of their fields in onnx.proto.
  private enum Kind {
    case model, graph, function, node, attribute, tensor

    func content(of field: Int) -> Kind? {
      switch (self, field) {
      case (.model, 7), (.attribute, 6), (.attribute, 11): .graph
      case (.model, 25): .function
      case (.graph, 1), (.function, 7): .node
      case (.node, 5), (.function, 11): .attribute
      case (.graph, 5), (.attribute, 5), (.attribute, 10): .tensor
      default: nil
      }
    }
  }

  /// Fields of a tensor whose payload is its elements as they lie in memory: float_data (packed), raw_data, double_data.
  private static let bulkFields: Set<Int> = [4, 9, 10]

  /// The message that is left.
  let bytes: Data

  /// Reads the frames of a model's message.
  ///
  /// - Throws: `FoveaError` where the bytes are no message, or end too early.
  init(model file: Data) throws(FoveaError) {
    let span = file.span
    bytes = Data(try Self.slim(span, 0..<span.count, .model, depth: 0))
  }

  private static func slim(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ kind: Kind, depth: Int
  ) throws(FoveaError) -> [UInt8] {
    guard depth < depthLimit else { throw FoveaError("its messages lie too deep in one another") }
    if kind == .tensor { return try slimTensor(bytes, range) }
    var result: [UInt8] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let field = try WireFormat.field(at: position, before: range.upperBound, in: bytes)
      position = field.whole.upperBound
      if field.isDelimited, let content = kind.content(of: field.number) {
        let inner = try slim(bytes, field.payload, content, depth: depth + 1)
        result += WireFormat.head(of: field.number, length: inner.count) + inner
      } else {
        append(bytes, field.whole, to: &result)
      }
    }
    return result
  }

  private static func slimTensor(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(FoveaError) -> [UInt8] {
    var result: [UInt8] = []
    var bulk: [WireFormat.Field] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let field = try WireFormat.field(at: position, before: range.upperBound, in: bytes)
      position = field.whole.upperBound
      if field.isDelimited, bulkFields.contains(field.number), field.payload.count >= threshold {
        bulk.append(field)
      } else {
        append(bytes, field.whole, to: &result)
      }
    }
    guard bulk.count == 1 else {
      // Packed numbers may come in several runs, which only a decoder puts together.
      bulk.forEach { append(bytes, $0.whole, to: &result) }
      return result
    }
    let place = "\(bulk[0].number) \(bulk[0].payload.lowerBound) \(bulk[0].payload.count)"
    let entry =
      WireFormat.head(of: 1, length: key.utf8.count) + Array(key.utf8)
      + WireFormat.head(of: 2, length: place.utf8.count) + Array(place.utf8)
    return result + WireFormat.head(of: 13, length: entry.count) + entry
  }

  private static func append(
    _ bytes: Span<UInt8>, _ range: Range<Int>, to result: inout [UInt8]
  ) {
    result.reserveCapacity(result.count + range.count)
    for index in range { result.append(bytes[index]) }
  }
}
