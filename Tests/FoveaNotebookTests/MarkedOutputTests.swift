import Foundation
import Testing

@testable import FoveaNotebook

@Suite struct MarkedOutputTests {
  @Test(arguments: [1, 2, 3, 7, 1000])
  func readsPiecesOfAnySize(size: Int) {
    let text =
      "\u{1E}cell 0\u{1F}a…\n\u{1E}figure 0/0.png my plot.png\u{1F}\u{1E}cell 3\u{1F}b\u{1E}end\u{1F}"
    var output = MarkedOutput()
    var shown = Data()
    let bytes = Data(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      output.read(Data(bytes[start..<min(start + size, bytes.count)])) { piece in
        if case .bytes(let bytes) = piece { shown.append(bytes) }
      }
    }
    #expect(output.printed == [0: Data("a…\n".utf8), 3: Data("b".utf8)])
    #expect(output.figures[0]?.map(\.name) == ["my plot.png"])
    #expect(output.figures[0]?.map(\.copy) == ["0/0.png"])
    #expect(output.ended)
    #expect(output.cell == 3)
    #expect(shown == Data("a…\nb".utf8))
  }
}
