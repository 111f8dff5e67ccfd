public import FoveaData
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor
import Foundation

/// Lets a network of `CharacterModel`'s form write: each character is drawn from its scores and read back.
public struct TextWriter {
  /// The network.
  public let network: Network
  /// Whose vocabulary the network knows.
  public let corpus: TextCorpus

  /// Creates a writer.
  public init(_ network: Network, corpus: TextCorpus) {
    self.network = network
    self.corpus = corpus
  }

  /// Writes so many characters.
  ///
  /// - Parameters:
  ///   - prompt: what is read first; it is not part of the result.
  ///   - temperature: scores are divided by it: below 1 likely characters become likelier, at 0 the likeliest is taken.
  ///   - seed: what characters are drawn from.
  /// - Throws: `FoveaError` where the prompt is empty or has a character that the network does not know.
  /// - Precondition: the temperature is not negative.
  public func write(
    _ count: Int, after prompt: String = "\n", temperature: Double = 1, seed: UInt64 = 0
  ) throws(FoveaError) -> String {
    precondition(temperature >= 0, "a temperature is not negative, got \(temperature)")
    let ids = try corpus.encode(prompt)
    guard !ids.isEmpty else { throw FoveaError("there is no character to begin with") }
    var shapes = network.inputShapes(batch: 1)
    shapes["text"] = [1, 1]
    let pass = try CarriedPlan(network, shapes: shapes)
    try pass.reset()
    var source = RandomSource(seed: seed, purpose: "text")
    var written: [Int] = []
    var next = ids[0]
    for step in 0..<ids.count + count - 1 {
      try pass.plan.setInput("text", to: Tensor(shape: [1, 1], scalars: [Float(next)]))
      try pass.run()
      if step + 1 < ids.count {
        next = ids[step + 1]
      } else {
        let scores = pass.plan.value(of: network.outputs[0]).scalars
        next = Self.draw(scores, temperature, &source)
        written.append(next)
      }
    }
    return corpus.decode(written)
  }

  /// A position drawn from a softmax of scores over a temperature.
  private static func draw(
    _ scores: [Float], _ temperature: Double, _ source: inout RandomSource
  ) -> Int {
    let top = scores.max() ?? 0
    guard temperature > 0 else { return scores.firstIndex(of: top) ?? 0 }
    let weights = scores.map { exp(Double($0 - top) / temperature) }
    var rest = Double(source.uniform()) * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.count - 1
  }
}
