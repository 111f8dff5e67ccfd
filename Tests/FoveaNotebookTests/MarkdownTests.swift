import Testing

@testable import FoveaNotebook

@Suite struct MarkdownTests {
  @Test(arguments: [
    ("# A & B", "<h1>A &amp; B</h1>"), ("###### x ##", "<h6>x</h6>"), ("#x", "<p>#x</p>"),
    ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>"), ("a  \nb", "<p>a<br>\nb</p>"),
    ("---", "<hr>"), ("> q *e*\n> r", "<blockquote><p>q <em>e</em>\nr</p></blockquote>"),
    ("```\na < b\n\n*c*\n```\nd", "<pre><code>a &lt; b\n\n*c*</code></pre>\n<p>d</p>"),
    ("- a\n- b\n  c", "<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>"),
    ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
    ("- a\n  - b\n- c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n<li>c</li>\n</ul>"),
    ("- a\n\nb", "<ul>\n<li>a</li>\n</ul>\n<p>b</p>"),
    ("a\n- b", "<p>a</p>\n<ul>\n<li>b</li>\n</ul>"),
    ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"), ("", ""),
    ("```\nopen", "<pre><code>open</code></pre>"),
  ])
  func blocks(text: String, html: String) {
    #expect(Markdown.html(text) == html)
  }

  @Test func tables() {
    let html = Markdown.html("| a | b |\n|---|--:|\n| `x` | 1 |\n| < |\n\nend")
    #expect(html.contains("<th>a</th><th style=\"text-align:right\">b</th>"))
    #expect(html.contains("<tr><td><code>x</code></td><td style=\"text-align:right\">1</td></tr>"))
    #expect(html.contains("<tr><td>&lt;</td><td style=\"text-align:right\"></td></tr>"))
    #expect(html.hasSuffix("</table>\n<p>end</p>"))
  }

  @Test(arguments: [
    ("**b** *e* _e_ __b__", "<strong>b</strong> <em>e</em> <em>e</em> <strong>b</strong>"),
    ("`a < *b*`", "<code>a &lt; *b*</code>"), ("``a`b``", "<code>a`b</code>"), ("`open", "`open"),
    ("first_layer_x 2 * 3 * 4", "first_layer_x 2 * 3 * 4"), ("\\*a\\* \\n", "*a* \\n"),
    ("[a *b*](x.html#y)", "<a href=\"x.html#y\">a <em>b</em></a>"),
    ("[a](https://b.org/?c&d)", "<a href=\"https://b.org/?c&amp;d\">a</a>"),
    ("[a](javascript:b)", "[a](javascript:b)"), ("[a](JavaScript:b)", "[a](JavaScript:b)"),
    ("[a](x\"onclick=\"b)", "<a href=\"x&quot;onclick=&quot;b\">a</a>"), ("x[1](2", "x[1](2"),
    ("**open", "**open"), ("a \"b\" 'c' & <d>", "a &quot;b&quot; &#39;c&#39; &amp; &lt;d&gt;"),
  ])
  func inline(text: String, html: String) {
    #expect(MarkdownInline.html(text) == html)
  }
}
