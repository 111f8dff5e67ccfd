public import FoveaTensor

/// A text cut into as many streams as a batch has rows, to be read by a recurrent network that remembers.
///
/// Row r of a batch goes on where row r of the batch before ended, so that the network's state can be carried over and a
/// short unrolling still learns from a long past (truncated backpropagation through time, Williams & Peng 1990).
public struct TextStreams: Sendable {
  /// The text.
  public let corpus: TextCorpus
  /// The number of streams: rows of a batch.
  public let rows: Int
  /// The number of characters of a row.
  public let length: Int

  /// The number of batches until all streams are read.
  public var batches: Int { (corpus.ids.count / rows - 1) / length }
  /// The number of characters of a batch.
  public var batchCharacters: Int { rows * length }

  /// Cuts a text.
  ///
  /// - Throws: `FoveaError` where the text is too short for one batch and the characters behind it.
  /// - Precondition: there is a row and a character in it.
  public init(_ corpus: TextCorpus, rows: Int, length: Int) throws(FoveaError) {
    precondition(rows > 0 && length > 0, "a batch of \(rows) rows of \(length) characters")
    guard corpus.ids.count >= rows * (length + 1) else {
      throw FoveaError(
        "a text of \(corpus.ids.count) characters is too short for \(rows) streams of \(length) "
          + "and the next: \(rows * (length + 1)) are needed")
    }
    self.corpus = corpus
    self.rows = rows
    self.length = length
  }

  /// The characters of a batch and those that follow each, `[rows, length]`, as positions in the vocabulary.
  ///
  /// - Precondition: the number is one of `0 ..< batches`.
  public func batch(_ number: Int) -> (inputs: Tensor, targets: Tensor) {
    precondition((0..<batches).contains(number), "there is no batch \(number) of \(batches)")
    let stride = corpus.ids.count / rows
    let ids = corpus.ids
    var inputs = [Float](repeating: 0, count: rows * length)
    var targets = inputs
    for row in 0..<rows {
      let start = row * stride + number * length
      for step in 0..<length {
        inputs[row * length + step] = Float(ids[start + step])
        targets[row * length + step] = Float(ids[start + step + 1])
      }
    }
    let shape: Shape = [rows, length]
    return (Tensor(shape: shape, scalars: inputs), Tensor(shape: shape, scalars: targets))
  }
}
