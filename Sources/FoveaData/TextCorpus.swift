public import FoveaTensor

/// A text as numbers: each Unicode scalar is a position in the vocabulary.
///
/// Scalars are taken instead of whole characters so that every text comes back exactly, and the vocabulary stays small.
public struct TextCorpus: Hashable, Sendable {
  /// The scalars that occur, in Unicode's order, or those that were given.
  public let vocabulary: [Unicode.Scalar]

  /// The text, as positions in the vocabulary.
  public let ids: [Int32]

  /// Creates the corpus of a text.
  ///
  /// - Throws: `FoveaError` where the text is empty.
  public init(_ text: String) throws(FoveaError) {
    guard !text.isEmpty else { throw FoveaError("the text is empty: there is nothing to learn") }
    let scalars = Array(text.unicodeScalars)
    var occurs = [Bool](repeating: false, count: 0x110000)
    for scalar in scalars { occurs[Int(scalar.value)] = true }
    vocabulary = occurs.indices.filter { occurs[$0] }.compactMap { Unicode.Scalar(UInt32($0)) }
    let positions = Self.positions(vocabulary)
    ids = scalars.map { positions[Int($0.value)] }
  }

  /// Creates the corpus of a text whose characters are given, such as those that a network knows; it may be empty.
  ///
  /// - Throws: `FoveaError` that names the first scalar of the text that is not among them.
  public init(_ text: String, vocabulary: [Unicode.Scalar]) throws(FoveaError) {
    let encoded = try Self.encode(text, vocabulary)
    self.vocabulary = vocabulary
    ids = encoded
  }

  /// Reads a UTF-8 text file.
  ///
  /// - Parameter vocabulary: the characters that may occur; `nil` for those that do.
  /// - Throws: `FoveaError` with the path and the reason: empty, no UTF-8 from some byte on, or a scalar that is not in the
  ///   vocabulary.
  public static func read(
    _ path: String, vocabulary: [Unicode.Scalar]? = nil
  ) throws(FoveaError) -> TextCorpus {
    let bytes = [UInt8](try readFile(path))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FoveaError(
        "cannot read '\(path)' as text: it is no UTF-8 from byte \(validLength(bytes)) on")
    }
    guard !text.isEmpty else {
      throw FoveaError("cannot read '\(path)' as text: it is empty, there is nothing to learn")
    }
    guard let vocabulary else { return try TextCorpus(text) }
    do throws(FoveaError) {
      return try TextCorpus(text, vocabulary: vocabulary)
    } catch {
      throw FoveaError("cannot read '\(path)' as text: \(error.message)")
    }
  }

  private init(vocabulary: [Unicode.Scalar], ids: [Int32]) {
    self.vocabulary = vocabulary
    self.ids = ids
  }

  /// The positions of a text's scalars in the vocabulary.
  ///
  /// - Throws: `FoveaError` that names the first scalar that is not in it.
  public func encode(_ text: String) throws(FoveaError) -> [Int] {
    try Self.encode(text, vocabulary).map { Int($0) }
  }

  private static func encode(
    _ text: String, _ vocabulary: [Unicode.Scalar]
  ) throws(FoveaError) -> [Int32] {
    let positions = positions(vocabulary)
    var encoded: [Int32] = []
    for scalar in text.unicodeScalars {
      let position = Int(scalar.value) < positions.count ? positions[Int(scalar.value)] : -1
      guard position >= 0 else {
        let code = String(scalar.value, radix: 16, uppercase: true)
        throw FoveaError("the character '\(scalar)' (U+\(code)) is not in the vocabulary")
      }
      encoded.append(position)
    }
    return encoded
  }

  /// The text of some positions.
  ///
  /// - Precondition: each is a position in the vocabulary.
  public func decode(_ ids: [Int]) -> String {
    var text = String.UnicodeScalarView()
    for id in ids { text.append(vocabulary[id]) }
    return String(text)
  }

  /// The beginning for training and the end for validation, with one vocabulary.
  ///
  /// A text is not split by chance: the validation part must not be interleaved with what was learnt.
  ///
  /// - Precondition: the share lies in 0...1.
  public func split(validationShare: Double) -> (training: TextCorpus, validation: TextCorpus) {
    precondition((0...1).contains(validationShare), "a share lies in 0...1, got \(validationShare)")
    let held = Int((Double(ids.count) * validationShare).rounded())
    let cut = ids.count - held
    return (
      TextCorpus(vocabulary: vocabulary, ids: Array(ids[..<cut])),
      TextCorpus(vocabulary: vocabulary, ids: Array(ids[cut...]))
    )
  }

  /// The text before the last place of a mark, such as a title, for training, and from there on for validation, with one
  /// vocabulary.
  ///
  /// - Throws: `FoveaError` where the text has no such place, or nothing before it.
  public func split(
    from mark: String
  ) throws(FoveaError) -> (training: TextCorpus, validation: TextCorpus) {
    let wanted = try Self.encode(mark, vocabulary)
    let starts = stride(from: ids.count - wanted.count, to: 0, by: -1)
    let found = starts.first { ids[$0..<$0 + wanted.count].elementsEqual(wanted) }
    guard let cut = found, !wanted.isEmpty else {
      throw FoveaError("the text has no '\(mark)' to be split at")
    }
    return (
      TextCorpus(vocabulary: vocabulary, ids: Array(ids[..<cut])),
      TextCorpus(vocabulary: vocabulary, ids: Array(ids[cut...]))
    )
  }

  /// The corpus cut into sequences for predicting each next character.
  ///
  /// - Throws: `FoveaError` where the text is shorter than one sequence and its next character.
  public func sequences(
    length: Int, varyingBy seed: UInt64? = nil
  ) throws(FoveaError) -> TextSequences {
    precondition(length > 0, "a sequence has one character or more, got \(length)")
    guard ids.count > length else {
      throw FoveaError(
        "a text of \(ids.count) characters has no sequence of \(length) and the next: at most "
          + "\(max(0, ids.count - 1)) fit")
    }
    return TextSequences(corpus: self, length: length, seed: seed)
  }

  /// The position of each scalar in the vocabulary, −1 for the others, by the scalar's code.
  private static func positions(_ vocabulary: [Unicode.Scalar]) -> [Int32] {
    let last = vocabulary.map { Int($0.value) }.max() ?? 0
    var positions = [Int32](repeating: -1, count: last + 1)
    for (position, scalar) in vocabulary.enumerated() {
      positions[Int(scalar.value)] = Int32(position)
    }
    return positions
  }

  /// The number of bytes before the first that is not part of valid UTF-8.
  private static func validLength(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var length = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      length += String(scalar).utf8.count
    }
    return length
  }
}

/// Sequences of a text: the input is `[length]` ids, the target the ids one character later.
///
/// A batch is inputs `[samples, length]` and targets `[samples, length]`, as floats: an embedding layer's indices.
public struct TextSequences: SampleSource {
  /// The text.
  public let corpus: TextCorpus
  /// The number of characters of a sequence.
  public let length: Int
  /// Where not `nil`, each epoch's sequences begin at another place, drawn from this seed.
  public let seed: UInt64?

  init(corpus: TextCorpus, length: Int, seed: UInt64?) {
    self.corpus = corpus
    self.length = length
    self.seed = seed
  }

  /// The number of sequences, which do not overlap.
  public var count: Int { (corpus.ids.count - 1) / length }
  /// One id for each step.
  public var inputShape: Shape { [length] }
  /// One id for each step.
  public var targetShape: Shape { [length] }
  /// The size of the vocabulary.
  public var classCount: Int? { corpus.vocabulary.count }

  /// Writes the ids of sequences and of the characters that follow.
  public func copy(
    _ samples: [Int], epoch: Int, inputs: inout MutableSpan<Float>,
    targets: inout MutableSpan<Float>
  ) {
    checkCopy(samples, inputs, targets)
    let spare = corpus.ids.count - 1 - count * length
    var offset = 0
    if let seed {
      var source = RandomSource(seed: seed, epoch: epoch, sample: -1)
      offset = source.index(below: spare + 1)
    }
    for (position, sample) in samples.enumerated() {
      let start = sample * length + offset
      for step in 0..<length {
        inputs[position * length + step] = Float(corpus.ids[start + step])
        targets[position * length + step] = Float(corpus.ids[start + step + 1])
      }
    }
  }
}
