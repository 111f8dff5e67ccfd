import ArgumentParser
import Fovea
import Foundation

/// A verb of the command: from what was asked to one result, which is printed as text or JSON.
protocol Verb: ParsableCommand {
  associatedtype Outcome: Encodable, CustomStringConvertible

  /// The options that all verbs have.
  var general: GeneralOptions { get }

  /// Does it.
  func perform() throws -> Outcome
}

extension Verb {
  func run() throws {
    general.activate()
    let outcome = try perform()
    Progress.clear()
    try Console.result(general.json ? try outcome.json() : outcome.description)
  }
}

extension Encodable {
  /// The value as JSON, keys in alphabetical order; what is no finite number is a string.
  ///
  /// - Throws: `FoveaError` where it cannot be encoded.
  func json() throws(FoveaError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      throw FoveaError("the result cannot be written as JSON: \(error)")
    }
  }
}
