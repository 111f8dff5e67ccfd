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
        .count("frames without a product other than 0", figures.count(where: \.isSilent)),
        .count("numbers of the result that are 0", result.scalars.count { $0 == 0 }),
        Fact("largest answer", Double(result.scalars.max() ?? .nan)),
        Fact("smallest answer", Double(result.scalars.min() ?? .nan)),
      ], animation: AnimatedFigure(frames: figures, seconds: 0.25, lastSeconds: 3))
  }
}
