import Testing

@testable import FoveaNotebook

@Suite struct ResultComparisonTests {
  @Test(
    arguments: [
      ([], []), (["a"], ["a"]), (["…"], []), (["…"], ["a", "b"]), (["a", "…", "b"], ["a", "b"]),
      (["a", "…", "b"], ["a", "x", "b", "y", "b"]), (["…", "1 ± 1"], ["x", "2"]),
    ] as [([String], [String])])
  func agrees(expected: [String], printed: [String]) {
    #expect(firstDifference(expected: expected, printed: printed) == nil)
  }

  @Test func findsWhatIsWrong() {
    let wrong = firstDifference(expected: ["a", "b"], printed: ["a", "c"])
    #expect(wrong == ResultDifference(index: 1, expected: "b", printed: "c"))
    let less = firstDifference(expected: ["a", "b"], printed: ["a"])
    #expect(less == ResultDifference(index: 1, expected: "b", printed: nil))
    let more = firstDifference(expected: ["a"], printed: ["a", "b"])
    #expect(more == ResultDifference(index: 1, expected: nil, printed: "b"))
    let none = firstDifference(expected: [], printed: ["b"])
    #expect(none == ResultDifference(index: 0, expected: nil, printed: "b"))
    let after = firstDifference(expected: ["…", "b"], printed: ["a", "c"])
    #expect(after == ResultDifference(index: 1, expected: "b", printed: nil))
  }
}
