import FoveaDrawing
import FoveaImage
import FoveaTensor
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct FigureTests {
  let folder = TemporaryFolder()

  @Test(arguments: Sample.all, FigureFormat.allCases)
  func theSameFigureGivesTheSameBytes(sample: Sample, format: FigureFormat) throws {
    let settings: [Setting] = [("seed", "7"), ("epsilon", "ε = 8/255 <&>")]
    let first = try sample.figure.data(format, settings: settings)
    #expect(try sample.figure.data(format, settings: settings) == first)
    #expect(first.count > 1000)
  }

  @Test(arguments: Sample.all)
  func svgIsWellFormed(sample: Sample) throws {
    let bytes = try sample.figure.data(.svg, settings: [("a<b", "\u{1}&\"ε]]>")])
    let parser = XMLParser(data: bytes)
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("<desc>a&lt;b: &amp;\"ε]]&gt;</desc>"))
    let names = text.matches(of: /\bid="([^"]+)"/).map { String($0.1) }
    #expect(Set(names).count == names.count, "names occur twice")
    for reference in text.matches(of: /(?:href="#|url\(#)([^")]+)/) {
      #expect(names.contains(String(reference.1)), "\(reference.1) is nowhere")
    }
  }

  @Test func pdfHasItsSettingsAndNoDate() throws {
    let bytes = try Sample.lines.data(.pdf, settings: [("seed", "7")])
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(bytes.starts(with: Data("%PDF-1.".utf8)))
    #expect(text.contains("%%EOF"))
    #expect(text.contains("seed: 7"))
    #expect(!text.contains("CreationDate") && !text.contains("ModDate"))
  }

  @Test func pngKeepsItsSettings() throws {
    let path = folder.path("figure.png")
    let settings: [Setting] = [("seed", "7"), ("model", "deep-cnn"), ("budget", "ε = 8/255")]
    try Sample.single.write(to: path, settings: settings)
    let file = try PNGFile.read(path)
    #expect(file.text.map(\.key) == ["Software", "seed", "model", "budget"])
    #expect(file.text.map(\.value) == ["Fovea", "7", "deep-cnn", "ε = 8/255"])
    #expect(folder.names == ["figure.png"])
  }

  @Test(arguments: [1.0, 2, 3])
  func scaleIsPixelsToAPoint(scale: Double) throws {
    let image = try pixels(of: Sample.single, scale: scale)
    #expect(Double(image.width) == Sample.single.size.width * scale)
    #expect(Double(image.height) == Sample.single.size.height * scale)
  }

  @Test(arguments: ["figure", "figure.gif", "figure.png.txt", "png"])
  func unknownExtensionsAreErrors(name: String) {
    let error = #expect(throws: FoveaError.self) {
      try Sample.single.write(to: folder.path(name))
    }
    #expect(error?.message.contains(".png, .svg, .pdf") == true)
    #expect(folder.names.isEmpty)
  }

  @Test(arguments: ["png", "SVG", "Pdf"])
  func extensionsAreReadInEitherCase(name: String) throws {
    try Sample.single.write(to: folder.path("figure." + name))
    #expect(folder.names == ["figure." + name])
  }

  @Test func nothingIsLeftWhereNothingCanBeWritten() {
    for path in [folder.path("no/figure.png"), "/proc/figure.svg", "/proc/figure.pdf"] {
      let error = #expect(throws: FoveaError.self) { try Sample.single.write(to: path) }
      #expect(error?.message.contains(path) == true)
    }
    #expect(throws: FoveaError.self) {
      try Sample.single.write(to: folder.path("figure.png"), settings: [("", "")])
    }
    #expect(throws: FoveaError.self) {
      try LineChart(series: []).write(to: folder.path("figure.png"))
    }
    #expect(folder.names.isEmpty)
  }

  @Test func aFigureTooLargeForPixelsIsAnError() throws {
    var figure = Sample.single
    figure.plotSize = Size(20_000, 100)
    let error = #expect(throws: FoveaError.self) { try figure.pngData(scale: 2) }
    #expect(error?.message.contains("lower the scale") == true)
    #expect(try figure.data(.svg).count > 1000)
    for scale in [0, -1, Double.nan, .infinity] {
      #expect(throws: FoveaError.self) { try Sample.single.pngData(scale: scale) }
    }
  }

  @Test func figuresCanBeDrawnAtOnce() async throws {
    let expected = try Sample.lines.pngData()
    try await withThrowingTaskGroup(of: Data.self) { group in
      for _ in 0..<16 { group.addTask { try Sample.lines.pngData() } }
      for try await bytes in group { #expect(bytes == expected) }
    }
  }
}
