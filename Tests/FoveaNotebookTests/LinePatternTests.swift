import Testing

@testable import FoveaNotebook

@Suite struct LinePatternTests {
  @Test(arguments: [
    ("accuracy 0.87 ± 0.02", "accuracy 0.8512"), ("accuracy 0.87 ± 0.02", "accuracy 0.89"),
    ("accuracy 0.87±0.02", "accuracy 0.87"), ("a  b", "a b"), ("a b  ", "  a   b"),
    ("loss −1.5 ± 0.5", "loss -1.2"), ("loss -1.5 ± 0.5", "loss −1.9"), ("x 200 ± 10%", "x 219"),
    ("87% ± 2%", "88.5%"), ("87% ± 2", "85%"), ("1e-3 ± 5e-4", "0.0014"), ("… done", "12 s done"),
    ("a … b … c", "a b b x c"), ("…", ""), ("1 ± 1 2 ± 1", "0 3"), ("a.b", "a.b"),
    ("x 0.5 ± 0.1 y", "x 0.45   y"), ("| 3 ± 1|", "|   4|"), ("", ""),
  ])
  func matches(pattern: String, line: String) {
    #expect(LinePattern(pattern).matches(line))
  }

  @Test(arguments: [
    ("accuracy 0.87 ± 0.02", "accuracy 0.8499"), ("accuracy 0.87 ± 0.02", "accuracy"),
    ("accuracy 0.87 ± 0.02", "accuracy nan"), ("accuracy 0.87 ± 0.02", "accuracy 0.87 x"),
    ("0.87", "0.88"), ("ab", "a b"), ("x 200 ± 10%", "x 221"), ("87% ± 2%", "90%"),
    ("87% ± 2%", "87"), ("a … c", "a b"), ("1 ± 1", "1.5.2"), ("a.b", "axb"), ("", "a"),
    ("0.5 ± 0.6", "1.2"),
  ])
  func refuses(pattern: String, line: String) {
    #expect(!LinePattern(pattern).matches(line))
  }

  @Test func renewsNumbersAndKeepsTolerances() {
    #expect(LinePattern("a  0.87 ± 0.02 … b").renewed(from: "a 0.95 x b") == "a  0.95 ± 0.02 … b")
    #expect(LinePattern("87% ± 2%, 3 ±1").renewed(from: "91%, 8") == "91% ± 2%, 8 ±1")
    #expect(LinePattern("a 0.87 ± 0.02").renewed(from: "b 0.87") == nil)
    #expect(LinePattern("a 0.87").renewed(from: "a 0.87") == nil)
  }

  @Test func knowsAnyLines() {
    #expect(LinePattern("…").isAnyLines)
    #expect(LinePattern("  … ").isAnyLines)
    #expect(!LinePattern("… a").isAnyLines)
    #expect(!LinePattern("").isAnyLines)
    #expect(!LinePattern("1 ± 1").isAnyLines)
  }
}
