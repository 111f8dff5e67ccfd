import Testing

@testable import FoveaTensor

@Suite struct HeaderCursorTests {
  @Test func readsStringsWithEscapes() throws {
    var cursor = HeaderCursor(Array(#" "a\n\"\\\u00fc\ud83d\udc41/" , 'b"c' "#.utf8))
    #expect(try cursor.string() == "a\n\"\\ü👁/")
    let commas = [cursor.skip(","), cursor.skip(",")]
    #expect(commas == [true, false])
    #expect(try cursor.string("'") == "b\"c")
    let isAtEnd = cursor.isAtEnd
    #expect(isAtEnd)
  }

  @Test func readsNumbersAndWords() throws {
    var cursor = HeaderCursor(Array("[ 1,22 ,333] () (4,) [] True".utf8))
    #expect(try cursor.numbers("[", "]") == [1, 22, 333])
    #expect(try cursor.numbers("(", ")") == [])
    #expect(try cursor.numbers("(", ")") == [4])
    #expect(try cursor.numbers("[", "]") == [])
    let words = [cursor.skip(word: "False"), cursor.skip(word: "True")]
    #expect(words == [false, true])
  }

  @Test(arguments: ["\"abc", "\"\\", "\"\\u12", "\"\\u+123\"", "\"\\x\"", "abc", ""])
  func brokenStringsAreErrors(text: String) {
    var cursor = HeaderCursor(Array(text.utf8))
    #expect(throws: FoveaError.self) { try cursor.string() }
  }

  @Test func invalidTextIsAnError() {
    var cursor = HeaderCursor([0x22, 0xff, 0x22])
    #expect(throws: FoveaError.self) { try cursor.string() }
  }
}
