import FoveaDrawing
import FoveaImage
import FoveaTensor
import Testing

/// Kernels with their numbers, figures in wheels, and figures as pixels.
@Suite struct EquationFigureTests {
  private let kernel = KernelFigure(
    Tensor(shape: [2, 3], scalars: [1, 0, -1, 2, 0, -2]), title: "Sobel", divisor: 8)

  @Test func aKernelShowsItsNumbers() {
    let canvas = RecordingCanvas(kernel)
    let texts = canvas.texts.map(\.text)
    #expect(texts == ["1", "0", "−1", "2", "0", "−2", "Sobel", "÷ 8"])
    // White at zero, mirrored colours at numbers that differ in sign alone.
    let colors = canvas.filled.map(\.color)
    #expect(colors.count == 6)
    #expect(colors[1].luminance > 0.9 && colors[4] == colors[1])
    #expect(colors[3].red > colors[3].blue && colors[5].blue > colors[5].red)
    let whole = Rectangle(x: 0, y: 0, width: kernel.size.width, height: kernel.size.height)
    for text in canvas.texts { #expect(whole.contains(text.bounds)) }
  }

  @Test func numbersFitTheirCells() {
    let wide = KernelFigure(Tensor(shape: [1, 2], scalars: [-0.7071, 123.4]), cell: 18, digits: 4)
    for text in RecordingCanvas(wide).texts { #expect(text.bounds.width <= 18) }
    #expect(throws: FoveaError.self) { try KernelFigure(Tensor([1])).validate() }
  }

  @Test func aWheelGoesClockwiseFromTheRight() throws {
    let wheel = FigureWheel(
      centre: KernelFigure(Tensor(shape: [1, 1], scalars: [9])),
      around: [0.0, 90, 180].map { degrees in
        (degrees, KernelFigure(Tensor(shape: [1, 1], scalars: [Float(degrees)]), digits: 3))
      }, radius: 80)
    try wheel.validate()
    let texts = RecordingCanvas(wheel).texts
    func place(_ text: String) throws -> Rectangle {
      try #require(texts.first { $0.text == text }).bounds
    }
    #expect(try place("0").midX > place("9").midX + 60)
    #expect(try place("90").midY > place("9").midY + 60)
    #expect(try place("180").midX < place("9").midX - 60)
    let whole = Rectangle(x: 0, y: 0, width: wheel.size.width, height: wheel.size.height)
    for text in texts { #expect(whole.contains(text.bounds)) }
  }

  @Test func aPictureIsDrawn() throws {
    let picture = try PixelImage.drawn(width: 6, height: 4, scale: 2) { canvas in
      canvas.fill(Rectangle(x: 0, y: 0, width: 3, height: 4), .black)
    }
    #expect(picture.width == 12 && picture.height == 8 && picture.channels == 3)
    #expect(picture[0, 0] == [0, 0, 0] && picture[11, 7] == [255, 255, 255])
  }
}
