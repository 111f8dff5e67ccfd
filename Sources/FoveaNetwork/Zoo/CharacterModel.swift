public import FoveaTensor

/// A network that says which character comes next: an embedding, recurrent layers, and a score for each character.
///
/// Inputs: `text` `[rows, time]`, positions in a vocabulary; for layer k `h.k` and for an LSTM `c.k` `[rows, hidden]`, the
/// states to begin with. Output: `logits` `[rows, time, vocabulary]`. Nodes: `characters`, `memory` (`memory.0`, … where
/// there are several layers) and `logits`.
public struct CharacterModel: Hashable, Sendable {
  /// The number of characters.
  public var vocabulary: Int
  /// The length of a character's vector.
  public var embedding: Int
  /// The number of hidden units of each layer.
  public var hidden: Int
  /// The number of recurrent layers.
  public var layers: Int
  /// The cell of all layers.
  public var cell: Recurrent.Cell
  /// What an LSTM's forget gate adds up from at first.
  public var forgetBias: Float

  /// Describes a network.
  ///
  /// - Precondition: all numbers are positive.
  public init(
    vocabulary: Int, embedding: Int = 64, hidden: Int = 256, layers: Int = 1,
    cell: Recurrent.Cell = .lstm, forgetBias: Float = 1
  ) {
    precondition(
      vocabulary > 0 && embedding > 0 && hidden > 0 && layers > 0,
      "a model of \(vocabulary) characters, \(embedding), \(hidden) units in \(layers) layers")
    self.vocabulary = vocabulary
    self.embedding = embedding
    self.hidden = hidden
    self.layers = layers
    self.cell = cell
    self.forgetBias = forgetBias
  }

  /// The network with its first weights.
  ///
  /// - Throws: `FoveaError` where it is too large for its shapes to be counted.
  public func network(seed: UInt64) throws(FoveaError) -> Network {
    var network = Network(seed: seed)
    let text = try network.addInput("text", shape: [1, 1])
    var last = try network.apply(
      Embedding("characters", vocabulary: vocabulary, size: embedding), to: text)
    for layer in 0..<layers {
      var states = [try network.addInput("h.\(layer)", shape: [1, hidden])]
      if cell == .lstm { states.append(try network.addInput("c.\(layer)", shape: [1, hidden])) }
      last = try network.add(
        Recurrent(cell, hidden: hidden, forgetBias: forgetBias), to: [last] + states,
        name: layers == 1 ? "memory" : "memory.\(layer)")
    }
    last = try network.apply(Dense("logits", vocabulary, initializer: .glorotUniform), to: last)
    network.output(last)
    return network
  }
}
