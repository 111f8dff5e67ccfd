import FoveaDrawing
import Testing

@Suite struct FontTests {
  @Test func figuresAreOfOneWidth() {
    let widths = Set("0123456789".map { Font(10).width(of: String($0)) })
    #expect(widths.count == 1)
  }

  @Test func widthGrowsWithSizeAndAddsUp() {
    let font = Font(10)
    #expect(font.width(of: "") == 0)
    #expect(abs(Font(20).width(of: "Fovea") - 2 * font.width(of: "Fovea")) < 1e-9)
    #expect(abs(font.width(of: "ab") - font.width(of: "a") - font.width(of: "b")) < 1e-9)
    #expect(Font(10, bold: true).width(of: "Fovea") > font.width(of: "Fovea"))
  }

  /// A sign that the typeface lacks is drawn as an empty box, all of one width.
  @Test func greekAndMathematicsAreThere() {
    let missing = Font(10).width(of: "\u{10FFFD}")
    for sign in "∂∇εσθ‖∞×−²⁻⁰¹³⁴⁵⁶⁷⁸⁹≤≥±→▽▲·…ℓ∑√" {
      #expect(Font(100).width(of: String(sign)) != missing * 10, "\(sign)")
    }
  }

  @Test func wrappingKeepsEveryWordAndTheWidth() {
    let font = Font(10)
    let text =
      "The quick brown fox jumps over thelazydogthelazydogthelazydog\nand a second paragraph"
    let lines = font.wrapping(text, width: 80)
    for line in lines { #expect(font.width(of: line) <= 80) }
    let letters = text.filter { !$0.isWhitespace }
    #expect(lines.joined().filter { !$0.isWhitespace } == letters)
    #expect(lines.contains("and a second"))
    #expect(font.wrapping("", width: 80) == [""])
    #expect(font.wrapping("abc", width: 0) == ["a", "b", "c"])
  }

  @Test func fittingCutsWithAnEllipsis() {
    let font = Font(10)
    #expect(font.fitting("short", width: 100) == "short")
    let cut = font.fitting("much too long for this", width: 60)
    #expect(cut.hasSuffix("…") && font.width(of: cut) <= 60 && cut.hasPrefix("much"))
    #expect(font.fitting("abc", width: 0) == "…")
  }

  @Test func boundsFollowTheAnchor() {
    let font = Font(10)
    let width = font.width(of: "text")
    let start = TextStyle(font).bounds(of: "text", at: Point(5, 5))
    #expect(start.x == 5 && abs(start.width - width) < 1e-9)
    let end = TextStyle(font, .black, .end, .top).bounds(of: "text", at: Point(5, 5))
    #expect(abs(end.maxX - 5) < 1e-9 && abs(end.y - 5) < 1e-9)
    let upwards = TextStyle(font, .black, .start, .baseline, rotation: -90)
      .bounds(of: "text", at: Point(5, 5))
    #expect(abs(upwards.maxY - 5) < 1e-9 && abs(upwards.height - width) < 1e-9)
  }
}
