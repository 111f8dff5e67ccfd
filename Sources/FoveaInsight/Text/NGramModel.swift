public import FoveaData
public import FoveaTensor
import Foundation

/// How well a text is told by counting: each character from those just before it, without any network.
///
/// With the counts of a training text, p(x | context) = (n(context, x) + α p(x | shorter context)) / (n(context) + α), down to
/// equal chances for all characters.
public struct NGramModel: Sendable {
  /// The number of characters before the one to be told.
  public let order: Int

  private let vocabulary: Int
  private let counts: [[Int32]]
  private let totals: [[Int32]]
  private let smoothing = 2.0

  /// Counts a text.
  ///
  /// - Throws: `FoveaError` where the table of counts had more than 2²⁶ places.
  /// - Precondition: the order is not negative.
  public init(_ corpus: TextCorpus, order: Int) throws(FoveaError) {
    precondition(order >= 0, "a number of characters is not negative, got \(order)")
    let size = corpus.vocabulary.count
    var places = 1
    for _ in 0...order {
      places *= size
      guard places <= 1 << 26 else {
        throw FoveaError("\(size) characters after \(order) others are too many to count")
      }
    }
    self.order = order
    vocabulary = size
    var (counts, totals): ([[Int32]], [[Int32]]) = ([], [])
    let ids = corpus.ids
    var width = 1
    for length in 0...order {
      var count = [Int32](repeating: 0, count: width * size)
      var total = [Int32](repeating: 0, count: width)
      for end in stride(from: length, to: ids.count, by: 1) {
        var context = 0
        for back in stride(from: length, to: 0, by: -1) {
          context = context * size + Int(ids[end - back])
        }
        count[context * size + Int(ids[end])] += 1
        total[context] += 1
      }
      counts.append(count)
      totals.append(total)
      width *= size
    }
    self.counts = counts
    self.totals = totals
  }

  /// The mean cross-entropy of another text's characters of the same vocabulary, in bits.
  public func bits(of corpus: TextCorpus) -> Double {
    let ids = corpus.ids
    var sum = 0.0
    for end in ids.indices {
      var probability = 1 / Double(vocabulary)
      for length in 0...min(order, end) {
        var context = 0
        for back in stride(from: length, to: 0, by: -1) {
          context = context * vocabulary + Int(ids[end - back])
        }
        let count = Double(counts[length][context * vocabulary + Int(ids[end])])
        probability =
          (count + smoothing * probability) / (Double(totals[length][context]) + smoothing)
      }
      sum -= log2(probability)
    }
    return sum / Double(max(1, ids.count))
  }
}
