import Foundation
import FoveaTensor

/// TensorBoard event files: scalars by name, and the settings as a text.
extension RunLog {
  /// The tag under which a point's epoch stands, for TensorBoard knows only steps.
  private static let epochTag = "epoch"

  /// The records that begin a file: the format's version and the settings.
  var eventHead: Data {
    var bytes = EventFile.framed(event(step: 0, seconds: 0) { $0.write(3, text: "brain.Event:2") })
    guard !settings.isEmpty else { return bytes }
    let lines = settings.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) |\n" }
    let table = "| setting | value |\n|---|---|\n" + lines.joined()
    bytes += EventFile.framed(
      event(step: 0, seconds: 0) { event in
        event.write(5) { summary in
          summary.write(1) { value in
            value.write(1, text: "settings/text_summary")
            value.write(9) { $0.write(1) { $0.write(1, text: "text") } }
            value.write(8) { tensor in
              tensor.write(1, varint: 7)  // DT_STRING
              tensor.write(2) { $0.write(2) { $0.write(1, varint: 1) } }
              tensor.write(8, text: table)
            }
          }
        }
      })
    return bytes
  }

  /// The record of a row.
  func event(_ row: RunLogRow) -> Data {
    EventFile.framed(
      event(step: row.step, seconds: row.seconds) { event in
        event.write(5) { summary in
          for (name, value) in row.values + [(Self.epochTag, row.epoch)] {
            summary.write(1) { entry in
              entry.write(1, text: name)
              entry.write(2, float: value)
            }
          }
        }
      })
  }

  private func event(
    step: Int, seconds: Float, _ what: (inout MessageWriter) -> Void
  ) -> Data {
    var writer = MessageWriter()
    writer.write(1, double: start + Double(seconds))
    writer.write(2, varint: UInt64(bitPattern: Int64(step)))
    what(&writer)
    return writer.bytes
  }

  /// The whole log as an event file.
  var events: Data { rows().reduce(into: eventHead) { $0 += event($1) } }

  /// Adds the scalars of an event file, of whatever program; where no epoch is given it is the step.
  ///
  /// - Throws: `FoveaError` with the number of a damaged record.
  mutating func append(events bytes: Data) throws(FoveaError) {
    for record in try EventFile.records(bytes) {
      guard let event = Event(record) else { continue }
      if start == 0 { start = event.wallTime }
      guard !event.values.isEmpty else { continue }
      let epoch = event.values.first { $0.name == Self.epochTag }?.value
      append(
        RunLogRow(
          step: event.step, epoch: epoch ?? Float(event.step),
          seconds: Float(event.wallTime - start),
          values: event.values.filter { $0.name != Self.epochTag }))
    }
  }
}

/// What a log needs of TensorBoard's message `Event`.
private struct Event {
  var wallTime = 0.0
  var step = 0
  var values: [(name: String, value: Float)] = []

  init?(_ record: Data) {
    var reader = MessageReader(record)
    while let (number, field) = reader.next() {
      switch number {
      case 1: wallTime = field.double ?? wallTime
      case 2: step = field.integer.flatMap { Int(exactly: $0) } ?? step
      case 5: readSummary(field.data ?? Data())
      default: break
      }
    }
    guard wallTime.isFinite else { return nil }
  }

  private mutating func readSummary(_ bytes: Data) {
    var reader = MessageReader(bytes)
    while let (number, field) = reader.next() {
      guard number == 1, let data = field.data else { continue }
      var entry = MessageReader(data)
      var name: String?
      var value: Float?
      while let (number, field) = entry.next() {
        switch number {
        case 1: name = field.data.map { String(decoding: $0, as: UTF8.self) }
        case 2: value = field.float
        case 8: value = field.data.flatMap(Self.scalar)
        default: break
        }
      }
      if let name, let value { values.append((name, value)) }
    }
  }

  /// The number in a message `TensorProto` of one float or double, as newer writers store scalars.
  private static func scalar(_ bytes: Data) -> Float? {
    var reader = MessageReader(bytes)
    var type: Int64 = 0
    var content: Data?
    while let (number, field) = reader.next() {
      switch (number, field) {
      case (1, _): type = field.integer ?? 0
      case (4, _), (5, .bytes), (6, .bytes): content = field.data
      case (5, _): return field.float
      case (6, _): return field.double.map { Float($0) }
      default: break
      }
    }
    guard let content else { return nil }
    let bits = content.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    switch (type, content.count) {
    case (1, 4): return Float(bitPattern: UInt32(truncatingIfNeeded: bits))
    case (2, 8): return Float(Double(bitPattern: bits))
    default: return nil
    }
  }
}
