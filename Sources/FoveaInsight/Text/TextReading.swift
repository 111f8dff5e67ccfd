public import FoveaData
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor
import Foundation

/// What a network of `CharacterModel`'s form does while it reads a text: states, gates and what it expects next.
public struct TextReading: Sendable {
  /// The characters, as positions in the vocabulary.
  public let ids: [Int]
  /// The text.
  public let text: [Unicode.Scalar]
  /// By record (`h`, `c` and gates such as `f`): the values behind each character, `[characters, hidden]`.
  public let records: [String: Tensor]
  /// The probability of each next character behind each character, `[characters, vocabulary]`.
  public let expected: Tensor

  /// Reads a text, the state at zero before it.
  ///
  /// - Parameters:
  ///   - layer: the recurrent layer that is looked into.
  ///   - records: what is kept of it.
  /// - Throws: `FoveaError` for an unknown layer, record or character.
  public init(
    _ text: String, by network: Network, corpus: TextCorpus, layer: String = "memory",
    records names: [String] = ["h", "c"]
  ) throws(FoveaError) {
    let ids = try corpus.encode(text)
    guard !ids.isEmpty else { throw FoveaError("there is no text to read") }
    let length = min(64, ids.count)
    let node = try Self.layer(layer, of: network, names)
    var shapes = network.inputShapes(batch: 1)
    shapes["text"] = [1, length]
    let points = names.map { name in
      (0..<length).map { HookPoint(node: node, record: name, step: $0) }
    }
    let pass = try CarriedPlan(
      network, shapes: shapes, request: PlanRequest(values: Set(points.joined())))
    try pass.reset()
    var rows = [[Float]](repeating: [], count: names.count)
    var expected: [Float] = []
    for start in stride(from: 0, to: ids.count, by: length) {
      let part = ids[start..<min(start + length, ids.count)]
      // The last piece is filled up with any character, whose results are thrown away.
      let filled = part.map(Float.init) + Array(repeating: 0, count: length - part.count)
      try pass.plan.setInput("text", to: Tensor(shape: [1, length], scalars: filled))
      try pass.run()
      let scores = pass.plan.value(of: network.outputs[0])
      let width = scores.shape[-1]
      for step in 0..<part.count {
        for (index, point) in points.enumerated() {
          rows[index] += pass.plan.value(of: point[step]).scalars
        }
        expected += Self.softmax(scores.scalars[step * width..<(step + 1) * width])
      }
    }
    let count = ids.count
    self.ids = ids
    self.text = Array(text.unicodeScalars)
    self.expected = Tensor(shape: [count, expected.count / count], scalars: expected)
    records = Dictionary(
      uniqueKeysWithValues: zip(names, rows).map { name, values in
        (name, Tensor(shape: [count, values.count / count], scalars: values))
      })
  }

  /// The likeliest next characters behind a character, likeliest first.
  ///
  /// - Precondition: the position is one of the text's.
  public func top(
    _ count: Int, behind position: Int
  ) -> [(id: Int, probability: Float)] {
    let row = expected.element(position).scalars
    let order = row.indices.sorted { (row[$0], $1) > (row[$1], $0) }
    return order.prefix(count).map { ($0, row[$0]) }
  }

  /// One unit's values over the text.
  ///
  /// - Precondition: the record was kept, and has the unit.
  public func course(_ record: String, unit: Int) -> [Float] {
    guard let values = records[record] else {
      preconditionFailure("'\(record)' was not kept, only \(records.keys.sorted())")
    }
    let width = values.shape[1]
    return (0..<ids.count).map { values.scalars[$0 * width + unit] }
  }

  private static func layer(
    _ name: String, of network: Network, _ records: [String]
  ) throws(FoveaError) -> Node.ID {
    let layers = network.nodes(of: Recurrent.self).map(\.node)
    guard let node = layers.first(where: { network.label(of: $0.id) == name }) else {
      throw FoveaError.unknown(
        "recurrent layer", name, known: layers.map { network.label(of: $0.id) })
    }
    let known = node.operation.records(for: node.inputs.map { network.nominalShape(of: $0) })
    for record in records where !known.contains(where: { $0.name == record }) {
      throw FoveaError.unknown("record of '\(name)'", record, known: known.map(\.name))
    }
    return node.id
  }

  private static func softmax(_ scores: ArraySlice<Float>) -> [Float] {
    let top = scores.max() ?? 0
    let weights = scores.map { exp(Double($0 - top)) }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }
}
