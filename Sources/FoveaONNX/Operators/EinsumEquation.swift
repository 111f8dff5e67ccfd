import Foundation
import FoveaTensor

/// The letters of an Einstein sum: which axes of its factors are one, and which stay.
///
/// https://onnx.ai/onnx/operators/onnx__Einsum.html. An axis is a number: a letter's code, or −1, −2, … for the axes of an
/// ellipsis, from the last one on. Letters that stand in the factors alone are summed over.
struct EinsumEquation: Equatable {
  /// The axes of each factor.
  let factors: [[Int]]
  /// The axes of the result.
  let result: [Int]

  /// Reads an equation for factors of the given ranks, such as `bij,bjk->bik`.
  ///
  /// - Throws: `FoveaError` where it is no equation, or does not fit the factors.
  init(_ text: String, ranks: [Int]) throws(FoveaError) {
    let sides = text.filter { $0 != " " }.components(separatedBy: "->")
    guard sides.count <= 2 else { throw FoveaError("the equation '\(text)' has two arrows") }
    let words = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard words.count == ranks.count else {
      throw FoveaError(
        "the equation '\(text)' has \(words.count) factors, the node reads \(ranks.count)")
    }
    var factors: [[Int]] = []
    for (word, rank) in zip(words, ranks) {
      factors.append(try Self.axes(of: word, rank: rank, in: text))
    }
    let ellipsis = factors.joined().filter { $0 < 0 }.min() ?? 0
    if sides.count == 2 {
      let count = Self.letters(of: sides[1])
      let rank = sides[1].contains(".") ? count - ellipsis : count
      result = try Self.axes(of: sides[1], rank: rank, in: text)
    } else {
      result = Self.usualResult(of: factors, ellipsis: ellipsis)
    }
    guard Set(result).count == result.count, Set(result).isSubset(of: factors.joined()) else {
      throw FoveaError("the result of the equation '\(text)' repeats a letter or has a new one")
    }
    self.factors = factors
  }

  /// Without an arrow: the ellipsis, then the letters that stand once, by the alphabet.
  private static func usualResult(of factors: [[Int]], ellipsis: Int) -> [Int] {
    var counts: [Int: Int] = [:]
    for axis in factors.joined() where axis >= 0 { counts[axis, default: 0] += 1 }
    return Array(ellipsis..<0) + counts.filter { $0.value == 1 }.keys.sorted()
  }

  private static func letters(of word: String) -> Int { word.count { $0 != "." } }

  private static func axes(
    of word: String, rank: Int, in text: String
  ) throws(FoveaError) -> [Int] {
    let parts = word.components(separatedBy: "...")
    let letters = parts.map { $0.utf8.map { Int($0) } }
    let named = letters.joined().count
    guard parts.count <= 2, letters.joined().allSatisfy(isLetter) else {
      throw FoveaError("'\(word)' in the equation '\(text)' is not letters and one ellipsis")
    }
    guard parts.count == 2 ? named <= rank : named == rank else {
      throw FoveaError("'\(word)' in the equation '\(text)' does not fit a factor of rank \(rank)")
    }
    guard parts.count == 2 else { return letters[0] }
    return letters[0] + Array((named - rank)..<0) + letters[1]
  }

  private static func isLetter(_ code: Int) -> Bool {
    (97...122).contains(code) || (65...90).contains(code)
  }

  /// What messages call an axis.
  static func title(of axis: Int) -> String {
    axis < 0 ? "axis \(axis) of the ellipsis" : "'\(Character(UnicodeScalar(UInt8(axis))))'"
  }
}
