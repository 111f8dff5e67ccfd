public import Foundation
public import FoveaTensor

/// JSON lines: a first one with the settings, then one for each moment, such as
/// `{"step": 469, "epoch": 1.0, "seconds": 5.1, "loss/train": 0.49}`; numbers that are none stand as "nan" or "inf".
extension RunLog {
  private struct Head: Codable {
    let start: Double
    let settings: [String: String]
  }

  /// A number, or the text that stands for one.
  private struct Entry: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        value = number
      } else if let number = Double(try container.decode(String.self)) {
        value = number
      } else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number")
      }
    }
  }

  /// The first line.
  var headLine: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let head = Head(start: start.isFinite ? start : 0, settings: settings)
    guard let data = try? encoder.encode(head) else { return "{\"settings\":{},\"start\":0}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// The line of a row.
  static func line(_ row: RunLogRow) -> String {
    var text = "{\"step\":\(row.step),\"epoch\":\(text(row.epoch)),\"seconds\":\(text(row.seconds))"
    for (name, value) in row.values { text += ",\(quoted(name)):\(Self.text(value))" }
    return text + "}\n"
  }

  /// The whole log as JSON lines.
  public var jsonLines: Data {
    Data((headLine + rows().map(Self.line).joined()).utf8)
  }

  /// Reads JSON lines; a last line that is not complete is left out.
  ///
  /// - Throws: `FoveaError` that names the line that makes no sense.
  public init(jsonLines data: Data) throws(FoveaError) {
    self.init()
    let decoder = JSONDecoder()
    var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    lines.removeLast()
    for (number, line) in lines.enumerated() where !line.isEmpty {
      do {
        if number == 0, let head = try? decoder.decode(Head.self, from: line) {
          (start, settings) = (head.start, head.settings)
        } else {
          append(try Self.row(decoder.decode([String: Entry].self, from: line)))
        }
      } catch let error as FoveaError {
        throw FoveaError("line \(number + 1): \(error.message)")
      } catch {
        throw FoveaError("line \(number + 1) is not an object of numbers in JSON")
      }
    }
  }

  private static func row(_ entries: [String: Entry]) throws(FoveaError) -> RunLogRow {
    guard let step = entries["step"].flatMap({ Int(exactly: $0.value) }) else {
      throw FoveaError("it has no whole number \"step\"")
    }
    let moments: Set = ["step", "epoch", "seconds"]
    return RunLogRow(
      step: step, epoch: Float(entries["epoch"]?.value ?? Double(step)),
      seconds: Float(entries["seconds"]?.value ?? 0),
      values: entries.filter { !moments.contains($0.key) }
        .map { (name: $0.key, value: Float($0.value.value)) }
        .sorted { $0.name < $1.name })
  }

  private static func text(_ value: Float) -> String {
    value.isFinite ? "\(value)" : "\"\(value)\""
  }

  private static func quoted(_ name: String) -> String {
    var text = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case _ where scalar.value < 32:
        text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
