import Testing

@testable import FoveaNotebook

@Suite struct SwiftColouringTests {
  @Test(arguments: [
    ("let a: Int = 1.5e-3", "K[let] a: T[Int] = N[1.5e-3]"), ("lets", "lets"),
    ("x1 + _y", "x1 + _y"),
    ("\"a // b\" // c", "S[&quot;a // b&quot;] C[// c]"),
    ("\"\\(f(\"x\"))\" y", "S[&quot;\\(f(&quot;x&quot;))&quot;] y"),
    ("\"a\\\"b\" c", "S[&quot;a\\&quot;b&quot;] c"),
    ("\"open\nlet", "S[&quot;open]\nK[let]"), ("/* a\nb */ c", "C[/* a\nb */] c"),
    ("a < b", "a &lt; b"),
    ("0..<10", "N[0]..&lt;N[10]"), ("@main #if", "K[@main] K[#if]"),
    ("\"\"\"\n\"q\"\n\"\"\" z", "S[&quot;&quot;&quot;\n&quot;q&quot;\n&quot;&quot;&quot;] z"),
  ])
  func colours(code: String, marked: String) {
    var html = marked
    for (sign, name) in ["K": "keyword", "T": "type", "N": "number", "S": "string", "C": "comment"]
    {
      html = html.replacing("\(sign)[", with: "<span class=\"\(name)\">")
    }
    #expect(SwiftColouring.html(code) == html.replacing("]", with: "</span>"))
  }
}
