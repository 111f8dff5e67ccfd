import Fovea

/// A kernel that slides, as a moving picture.
struct SlidingKernel: Exhibit {
  let name = "sliding-kernel"
  let title = "A kernel on its way"
  let lectures: [Lecture] = [.chopra, .gavankar, .ramakrishnan, .rafiey, .ma]
  let explanation = """
    A 3×3 kernel slides over the lecture's 5×5 numbers and, in the second picture, Sobel's over a drawn digit of 9×9 pixels; framed is the \
    window that it looks at. In each frame the window's numbers times the kernel's are added up to the one new number of the result, \
    which is two rows and two columns smaller than the input.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try numbers(), try digit()]
  }

  /// The 5×5 by 3×3 example (lecture 003).
  private func numbers() throws -> ExhibitFigure {
    let input = Tensor(
      shape: [1, 5, 5],
      scalars: [3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1])
    let kernel = ImageKernel("kernel", rows: [[0, 1, 2], [2, 2, 0], [0, 1, 2]])
    let result = try kernel.applied(to: input, border: .valid)
    let told: [Float] = [12, 12, 17, 10, 17, 19, 9, 6, 14]
    let frames = (0..<9).map {
      SlidingFrame(
        input: input.element(0), kernel: kernel, result: result.element(0), step: $0, cell: 30)
    }
    return ExhibitFigure(
      "\(name)-numbers", frames[8],
      facts: [
        .count("frames", frames.count),
        Fact(
          "largest difference from the lecture's result",
          Double(zip(result.scalars, told).map { abs($0 - $1) }.max() ?? .nan)),
        Fact("first number of the result", Double(result.scalars[0])),
        Fact("last number of the result", Double(result.scalars[8])),
      ], animation: AnimatedFigure(frames: frames, seconds: 0.9, lastSeconds: 3))
  }

  private func digit() throws -> ExhibitFigure {
    let drawn = try PixelImage.drawn(width: 9, height: 9) { canvas in
      canvas.fill(Rectangle(x: 0, y: 0, width: 9, height: 9), .black)
      canvas.polyline(
        [Point(2, 1.7), Point(6.6, 1.7), Point(4, 7.8)], Stroke(.white, width: 1.4))
    }.grey.tensor
    // Tenths, so that the numbers shown are the numbers used.
    let input = drawn.map { ($0 * 10).rounded() / 10 }
    let result = try ImageKernel.sobelX.applied(to: input, border: .valid)
    let frames = result.shape.count
    let figures = (0..<frames).map {
      SlidingFrame(
        input: input.element(0), kernel: .sobelX, result: result.element(0), step: $0, cell: 22,
        isPicture: true)
    }
    return ExhibitFigure(
      "\(name)-digit", figures[frames - 1],
      facts: [
        .count("frames", frames),
        Fact("largest answer", Double(result.scalars.max() ?? .nan)),
        Fact("smallest answer", Double(result.scalars.min() ?? .nan)),
      ], animation: AnimatedFigure(frames: figures, seconds: 0.25, lastSeconds: 3))
  }
}

/// One moment: input with the window, kernel, and the result as far as it is known.
struct SlidingFrame: Figure {
  let input: Tensor
  let kernel: ImageKernel
  let result: Tensor
  /// The number of the result that is being computed.
  let step: Int
  let cell: Double
  /// Whether the input is drawn in grey as a picture.
  var isPicture = false

  private let theme = Theme.standard
  private static let gap = 44.0
  private static let margin = 14.0
  private static let top = 44.0

  private var width: (input: Double, kernel: Double, result: Double) {
    (
      Double(input.shape[1]) * cell, Double(kernel.width) * kernelCell,
      Double(result.shape[1]) * cell
    )
  }

  private var kernelCell: Double { max(cell, 24) }
  private var height: Double { Double(input.shape[0]) * cell }

  /// The extents, the same for each step.
  var size: Size {
    Size(
      2 * Self.margin + width.input + width.kernel + width.result + 2 * Self.gap,
      Self.top + height + 46)
  }

  /// Draws the three matrices and the sum below.
  func draw(on canvas: any Canvas) {
    let (row, column) = (step / result.shape[1], step % result.shape[1])
    let left = Self.margin
    let kernelX = left + width.input + Self.gap
    let resultX = kernelX + width.kernel + Self.gap
    let middle = Self.top + height / 2
    let titles = [
      ("input", left + width.input / 2), ("kernel", kernelX + width.kernel / 2),
      ("result", resultX + width.result / 2),
    ]
    canvas.draw(
      "Step \(step + 1) of \(result.shape.count)", at: Point(left, 18),
      TextStyle(theme.titleFont, theme.ink, .start, .baseline))
    for (title, x) in titles {
      canvas.draw(
        title, at: Point(x, Self.top - 7), TextStyle(theme.labelFont, theme.ink, .middle, .baseline)
      )
    }
    let sign = TextStyle(Font(16, bold: true), theme.ink, .middle, .middle)
    canvas.draw("∗", at: Point(kernelX - Self.gap / 2, middle), sign)
    canvas.draw("=", at: Point(resultX - Self.gap / 2, middle), sign)
    matrix(input, at: Point(left, Self.top), cell, on: canvas, colors: isPicture ? .grey : nil)
    let kernelY = middle - Double(kernel.height) * kernelCell / 2
    matrix(kernel.numbers, at: Point(kernelX, kernelY), kernelCell, on: canvas, colors: .redBlue)
    let resultY = middle - Double(result.shape[0]) * cell / 2
    matrix(
      result, at: Point(resultX, resultY), cell, on: canvas, colors: .redBlue, until: step)
    let pen = Stroke(theme.color(1), width: 2.5)
    canvas.stroke(
      Rectangle(
        x: left + Double(column) * cell, y: Self.top + Double(row) * cell,
        width: Double(kernel.width) * cell, height: Double(kernel.height) * cell), pen)
    canvas.stroke(
      Rectangle(
        x: resultX + Double(column) * cell, y: resultY + Double(row) * cell, width: cell,
        height: cell), pen)
    canvas.draw(
      sum(row, column), at: Point(size.width / 2, Self.top + height + 26),
      TextStyle(Font(theme.labelFont.size), theme.ink, .middle, .middle))
  }

  /// The products that are not zero, added up.
  private func sum(_ row: Int, _ column: Int) -> String {
    var terms: [String] = []
    for y in 0..<kernel.height {
      for x in 0..<kernel.width {
        let (weight, value) = (kernel.numbers[y, x], input[row + y, column + x])
        guard weight != 0, value != 0 else { continue }
        let factor = Double(weight).short
        terms.append("\(Double(value).short)·" + (weight < 0 ? "(\(factor))" : factor))
      }
    }
    return (terms.isEmpty ? "0" : terms.joined(separator: " + "))
      + " = \(Double(result[row, column]).short)"
  }

  /// Cells with numbers; those behind `until` are empty.
  private func matrix(
    _ values: Tensor, at corner: Point, _ cell: Double, on canvas: any Canvas, colors: ColorMap?,
    until last: Int = .max
  ) {
    let reach = Double(max(values.scalars.map(abs).max() ?? 1, 1e-6))
    let scale =
      colors?.isDiverging == true
      ? ColorScale(.symmetric, range: -reach...reach) : ColorScale(range: 0...1)
    for (index, value) in values.scalars.enumerated() {
      let place = Rectangle(
        x: corner.x + Double(index % values.shape[1]) * cell,
        y: corner.y + Double(index / values.shape[1]) * cell, width: cell, height: cell)
      let known = index <= last
      var color = Color.white
      if known, let colors {
        color = colors.color(at: scale.position(of: Double(value)) ?? 0)
          .lighter(colors.isDiverging ? 0.25 : 0)
      }
      canvas.fill(place, color)
      canvas.stroke(place, Stroke(Color(grey: 0.65), width: 0.5))
      guard known else { continue }
      let text = Double(value).short(2)
      let fit = Font(min(theme.labelFont.size, (cell - 2) / max(Font(1).width(of: text), 0.1)))
      canvas.draw(
        text, at: Point(place.midX, place.midY),
        TextStyle(fit, color.contrasting, .middle, .middle))
    }
  }
}
