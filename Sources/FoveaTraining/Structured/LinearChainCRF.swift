import Foundation

/// A conditional random field over a chain of tags (Lafferty, McCallum & Pereira 2001).
///
/// The score of tags y for emissions e `[steps, tags]` is s(y) = start[y₁] + Σ e[t, y_t] + Σ A[y_t, y_t+1] + end[y_T], their
/// probability e^s / Z. Sums over all paths take T·K² work by the forward algorithm, computed with logarithms.
public struct LinearChainCRF: Hashable, Sendable {
  /// The number of tags K.
  public let tags: Int
  /// The score of each tag (row) before each other (column), `[K · K]`.
  public var transitions: [Double]
  /// The score of each tag at the beginning.
  public var start: [Double]
  /// The score of each tag at the end.
  public var end: [Double]

  /// Creates a field that prefers nothing.
  ///
  /// - Precondition: there is a tag.
  public init(tags: Int) {
    precondition(tags > 0, "a field has a tag, got \(tags)")
    self.tags = tags
    transitions = [Double](repeating: 0, count: tags * tags)
    start = [Double](repeating: 0, count: tags)
    end = start
  }

  /// The score of a path.
  ///
  /// - Precondition: the path has a tag for each row of the emissions.
  public func score(of path: [Int], _ emissions: [[Double]]) -> Double {
    precondition(path.count == emissions.count && !path.isEmpty, "a tag for each step is needed")
    var sum = start[path[0]] + end[path[path.count - 1]]
    for (step, tag) in path.enumerated() {
      sum += emissions[step][tag]
      if step > 0 { sum += transitions[path[step - 1] * tags + tag] }
    }
    return sum
  }

  /// ln Z, the logarithm of the sum of e^s over all paths.
  public func logPartition(_ emissions: [[Double]]) -> Double {
    guard let last = forward(emissions).last else { return 0 }
    return logSum((0..<tags).map { last[$0] + end[$0] })
  }

  /// The path of the highest score (Viterbi 1967), and that score; of equal ones the first.
  public func bestPath(_ emissions: [[Double]]) -> (path: [Int], score: Double) {
    guard let first = emissions.first else { return ([], 0) }
    var best = (0..<tags).map { start[$0] + first[$0] }
    var origins: [[Int]] = []
    for row in emissions.dropFirst() {
      var next = [Double](repeating: -.infinity, count: tags)
      var origin = [Int](repeating: 0, count: tags)
      for tag in 0..<tags {
        for before in 0..<tags {
          let score = best[before] + transitions[before * tags + tag]
          if score > next[tag] { (next[tag], origin[tag]) = (score, before) }
        }
        next[tag] += row[tag]
      }
      best = next
      origins.append(origin)
    }
    let total = (0..<tags).map { best[$0] + end[$0] }
    var tag = total.indices.max { (total[$0], $1) < (total[$1], $0) } ?? 0
    let score = total[tag]
    var path = [tag]
    for origin in origins.reversed() {
      tag = origin[tag]
      path.append(tag)
    }
    return (path.reversed(), score)
  }

  /// What the field expects over all paths, by the forward–backward algorithm.
  public struct Marginals: Hashable, Sendable {
    /// ln Z.
    public let logPartition: Double
    /// The probability of each tag at each step, `[steps][tags]`.
    public let tags: [[Double]]
    /// The expected number of each pair of neighbours, `[K · K]`.
    public let pairs: [Double]
  }

  /// The probabilities of tags and pairs.
  ///
  /// - Precondition: there is a step.
  public func marginals(_ emissions: [[Double]]) -> Marginals {
    precondition(!emissions.isEmpty, "a chain has a step")
    let (ahead, back) = (forward(emissions), backward(emissions))
    let whole = logSum((0..<tags).map { ahead[ahead.count - 1][$0] + end[$0] })
    var pairs = [Double](repeating: 0, count: tags * tags)
    for step in emissions.indices.dropFirst() {
      for before in 0..<tags {
        for tag in 0..<tags {
          pairs[before * tags + tag] += exp(
            ahead[step - 1][before] + transitions[before * tags + tag] + emissions[step][tag]
              + back[step][tag] - whole)
        }
      }
    }
    return Marginals(
      logPartition: whole,
      tags: emissions.indices.map { step in
        (0..<tags).map { exp(ahead[step][$0] + back[step][$0] - whole) }
      }, pairs: pairs)
  }

  /// The loss −ln p(path) and its derivatives: what the field expects less what the path has.
  public struct Gradient: Hashable, Sendable {
    /// −ln p(path).
    public let loss: Double
    /// ∂/∂emissions, `[steps][tags]`.
    public let emissions: [[Double]]
    /// ∂/∂transitions, `[K · K]`.
    public let transitions: [Double]
    /// ∂/∂start.
    public let start: [Double]
    /// ∂/∂end.
    public let end: [Double]
  }

  /// The loss of a path and its derivatives.
  ///
  /// - Precondition: the path has a tag for each step, and there is one.
  public func gradient(of path: [Int], _ emissions: [[Double]]) -> Gradient {
    let expected = marginals(emissions)
    var (byEmission, byPair) = (expected.tags, expected.pairs)
    for (step, tag) in path.enumerated() {
      byEmission[step][tag] -= 1
      if step > 0 { byPair[path[step - 1] * tags + tag] -= 1 }
    }
    return Gradient(
      loss: expected.logPartition - score(of: path, emissions), emissions: byEmission,
      transitions: byPair, start: byEmission[0], end: byEmission[byEmission.count - 1])
  }

  // MARK: - Sums over paths

  /// ln of the sums over all beginnings that end in a tag, its emission included.
  private func forward(_ emissions: [[Double]]) -> [[Double]] {
    guard let first = emissions.first else { return [] }
    var rows = [(0..<tags).map { start[$0] + first[$0] }]
    for row in emissions.dropFirst() {
      let before = rows[rows.count - 1]
      rows.append(
        (0..<tags).map { tag in
          row[tag] + logSum((0..<tags).map { before[$0] + transitions[$0 * tags + tag] })
        })
    }
    return rows
  }

  /// ln of the sums over all continuations behind a tag, its emission left out.
  private func backward(_ emissions: [[Double]]) -> [[Double]] {
    var rows = [end]
    for row in emissions.dropFirst().reversed() {
      let behind = rows[rows.count - 1]
      rows.append(
        (0..<tags).map { tag in
          logSum((0..<tags).map { transitions[tag * tags + $0] + row[$0] + behind[$0] })
        })
    }
    return rows.reversed()
  }

  private func logSum(_ values: [Double]) -> Double {
    let top = values.max() ?? -.infinity
    guard top.isFinite else { return top }
    return top + log(values.reduce(0) { $0 + exp($1 - top) })
  }
}
