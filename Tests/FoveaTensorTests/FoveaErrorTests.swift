import Testing

@testable import FoveaTensor

@Suite struct FoveaErrorTests {
  @Test func showsItsLine() {
    #expect("\(FoveaError("the disk is full"))" == "the disk is full")
  }

  /// A name out of a damaged file must not break the line, or steer the terminal.
  @Test func staysOneLine() {
    #expect(
      FoveaError("no 'a\nb\t\u{1b}[2J\u{2028}é'").message == #"no 'a\nb\t\u{1B}[2J\u{2028}é'"#)
  }

  @Test func nearestNamesComeFirst() {
    let known = ["relu1", "conv1", "conv2", "dense", "logits"]
    #expect(nearestNames(to: "conv3", among: known).prefix(2) == ["conv1", "conv2"])
    #expect(nearestNames(to: "LOGIT", among: known).first == "logits", "case does not count")
    #expect(nearestNames(to: "conv", among: known, limit: 1) == ["conv1"])
    #expect(nearestNames(to: "", among: known).count == 4)
  }

  @Test func namesAreListedOnce() {
    #expect(nearestNames(to: "a", among: ["a", "a", "b"]) == ["a", "b"])
  }

  @Test func unknownNamesListTheNearest() {
    let error = FoveaError.unknown("layer", "cnov1", known: ["dense", "conv1"])
    #expect(error.message == "there is no layer 'cnov1'; the nearest are conv1, dense")
    #expect(FoveaError.unknown("layer", "x", known: []).message == "there is no layer 'x'")
  }
}
