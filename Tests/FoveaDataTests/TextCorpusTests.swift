import TestSupport
import FoveaTensor
import Foundation
import Testing

@testable import FoveaData

@Suite struct TextCorpusTests {
  @Test func textComesBackExactly() throws {
    let text = "na\u{308}ïve\r\n👩‍👩‍👧 ende"
    let corpus = try TextCorpus(text)
    #expect(
      corpus.decode(corpus.ids.map { Int($0) }).unicodeScalars.elementsEqual(text.unicodeScalars))
    #expect(corpus.vocabulary == corpus.vocabulary.sorted())
    #expect(Set(corpus.vocabulary) == Set(text.unicodeScalars))
    #expect(
      try corpus.encode("end") == "end".unicodeScalars.map { corpus.vocabulary.firstIndex(of: $0) })
    #expect(
      message { _ = try corpus.encode("eX") }
        == "the character 'X' (U+58) is not in the vocabulary")
    #expect(throws: FoveaError.self) { try corpus.encode("\u{10ffff}") }
  }

  @Test func filesAreChecked() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/text"
      try writeAtomically(Data("grüß".utf8), to: path)
      #expect(try TextCorpus.read(path).ids.count == 4)
      try writeAtomically(Data("grü".utf8) + [0xff, 0x41], to: path)
      #expect(
        message { _ = try TextCorpus.read(path) }
          == "cannot read '\(path)' as text: it is no UTF-8 from byte 4 on")
      try writeAtomically(Data(), to: path)
      #expect(message { _ = try TextCorpus.read(path) }.contains("it is empty"))
      #expect(message { _ = try TextCorpus.read(folder) }.hasSuffix("it is a folder"))
    }
    #expect(throws: FoveaError.self) { try TextCorpus("") }
  }

  @Test func aVocabularyCanBeGiven() throws {
    let given: [Unicode.Scalar] = ["z", "a", "\u{308}"]
    let corpus = try TextCorpus("a\u{308}z", vocabulary: given)
    #expect(corpus.vocabulary == given)
    #expect(corpus.ids == [1, 2, 0])
    #expect(try corpus.encode("az") == [1, 0])
    #expect(try TextCorpus("", vocabulary: given).ids.isEmpty)
    #expect(
      message { _ = try TextCorpus("ab", vocabulary: given) }
        == "the character 'b' (U+62) is not in the vocabulary")
    try withTemporaryFolder { folder in
      let path = folder + "/text"
      try writeAtomically(Data("za".utf8), to: path)
      #expect(try TextCorpus.read(path, vocabulary: given).ids == [0, 1])
      #expect(
        message { _ = try TextCorpus.read(path, vocabulary: ["z"]) }
          == "cannot read '\(path)' as text: the character 'a' (U+61) is not in the vocabulary")
    }
  }

  @Test func aTextIsSplitWhereAMarkStandsLast() throws {
    let corpus = try TextCorpus("one. two. three")
    let (before, after) = try corpus.split(from: " t")
    #expect(before.decode(before.ids.map { Int($0) }) == "one. two.")
    #expect(after.decode(after.ids.map { Int($0) }) == " three")
    #expect(before.vocabulary == corpus.vocabulary && after.vocabulary == corpus.vocabulary)
    #expect(message { _ = try corpus.split(from: "oo") } == "the text has no 'oo' to be split at")
    #expect(throws: FoveaError.self) { try corpus.split(from: "one") }
    #expect(throws: FoveaError.self) { try corpus.split(from: "") }
    #expect(throws: FoveaError.self) { try corpus.split(from: "x") }
  }

  @Test func targetsAreTheNextCharacters() throws {
    let corpus = try TextCorpus("abcdefghij")
    let sequences = try corpus.sequences(length: 3)
    #expect(sequences.count == 3 && sequences.inputShape == [3] && sequences.classCount == 10)
    let batch = sequences.batch([2, 0])
    #expect(batch.inputs == Tensor(shape: [2, 3], scalars: [6, 7, 8, 0, 1, 2]))
    #expect(batch.targets == Tensor(shape: [2, 3], scalars: [7, 8, 9, 1, 2, 3]))
  }

  @Test func epochsMayBeginAtDifferentPlaces() throws {
    let corpus = try TextCorpus(String(repeating: "0123456789", count: 3))
    let sequences = try corpus.sequences(length: 10, varyingBy: 1)
    #expect(sequences.count == 2)
    let starts = (0..<20).map { sequences.batch([0], epoch: $0).inputs.scalars[0] }
    #expect(Set(starts).count > 5)
    for epoch in 0..<20 {
      let last = sequences.batch([1], epoch: epoch)
      #expect(last.targets.scalars[..<9].elementsEqual(last.inputs.scalars[1...]))
    }
    #expect(starts == (0..<20).map { sequences.batch([0], epoch: $0).inputs.scalars[0] })
  }

  @Test func theEndIsKeptForValidation() throws {
    let parts = try TextCorpus("aaaabbbbcc").split(validationShare: 0.2)
    #expect(parts.training.decode(parts.training.ids.map { Int($0) }) == "aaaabbbb")
    #expect(parts.validation.ids == [2, 2])
    #expect(parts.validation.vocabulary == parts.training.vocabulary)
  }

  @Test func shortTextsHaveNoSequence() throws {
    let corpus = try TextCorpus("abc")
    #expect(try corpus.sequences(length: 2).count == 1)
    #expect(
      message { _ = try corpus.sequences(length: 3) }
        == "a text of 3 characters has no sequence of 3 and the next: at most 2 fit")
  }
}
