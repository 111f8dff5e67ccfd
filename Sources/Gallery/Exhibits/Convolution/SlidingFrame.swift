import Fovea

/// One moment of a sliding kernel: input with the window, kernel, and the result as far as it is known.
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
    canvas.draw("⊛", at: Point(kernelX - Self.gap / 2, middle), sign)
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
    let terms = products(row, column)
    let value = Double(result[row, column]).short
    return terms.isEmpty
      ? "all products are 0 → \(value)" : terms.joined(separator: " + ") + " = \(value)"
  }

  /// Whether all products of this step are zero.
  var isSilent: Bool { products(step / result.shape[1], step % result.shape[1]).isEmpty }

  /// The products that are not zero, written out.
  private func products(_ row: Int, _ column: Int) -> [String] {
    var terms: [String] = []
    for y in 0..<kernel.height {
      for x in 0..<kernel.width {
        let (weight, value) = (kernel.numbers[y, x], input[row + y, column + x])
        guard weight != 0, value != 0 else { continue }
        let factor = Double(weight).short
        terms.append("\(Double(value).short)·" + (weight < 0 ? "(\(factor))" : factor))
      }
    }
    return terms
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
      let fit = Font(min(theme.labelFont.size, (cell - 6) / max(Font(1).width(of: text), 0.1)))
      canvas.draw(
        text, at: Point(place.midX, place.midY),
        TextStyle(fit, color.contrasting, .middle, .middle))
    }
  }
}
