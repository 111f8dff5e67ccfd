import Gallery
import Testing

@Suite("Fact")
struct FactTests {
  @Test("Numbers are written as a reader wants them")
  func text() {
    #expect(Fact.share("accuracy", 0.9063).text == "90.63 %")
    #expect(Fact("norm", 0.012345).text == "0.0123")
    #expect(Fact.count("pictures", 60_000).text == "60,000")
  }
}
