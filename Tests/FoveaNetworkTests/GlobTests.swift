import FoveaNetwork
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("conv*", "conv1"), ("conv*", "conv"), ("*", ""), ("*", "anything/at[3]"), ("c?nv1", "cönv1"),
    ("*1*", "layer1.0.conv1"), ("layer?.*.conv{1,2}", "layer3.1.conv2"), ("{a,b}{c,d}", "bd"),
    ("{a,}x", "x"), ("lstm/h[*]", "lstm/h[12]"), ("a{b", "a{b"), ("a}b", "a}b"), ("", ""),
    ("*a*b*c", "xaxbxabc"),
  ]) func `Fits`(pattern: String, name: String) {
    #expect(Glob(pattern).matches(name))
  }

  @Test(arguments: [
    ("conv*", "deconv1"), ("conv", "conv1"), ("c?nv", "cnv"), ("{a,b}", "c"), ("{a,b}", "ab"),
    ("layer?.*.conv{1,2}", "layer3.1.conv3"), ("", "a"), ("?", ""), ("*a*b*c", "abcab"),
  ]) func `Does not fit`(pattern: String, name: String) {
    #expect(!Glob(pattern).matches(name))
  }

  @Test func `Many stars take no exponential time`() {
    let pattern = Glob(String(repeating: "*a", count: 40) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 4000)))
  }

  @Test func `Many braces do not multiply`() {
    let pattern = Glob(String(repeating: "{a,b}", count: 40))
    #expect(pattern.matches(String(repeating: "ab", count: 20)))
    #expect(!pattern.matches("a"))
  }
}
