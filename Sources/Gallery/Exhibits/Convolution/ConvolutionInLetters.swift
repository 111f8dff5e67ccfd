import Fovea

/// A convolution of letters, found by asking the engine which pixel meets which weight.
struct ConvolutionInLetters: Exhibit {
  let name = "convolution-in-letters"
  let title = "A convolution in letters"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    The lecture's toy example, found by experiment: twelve pictures with a single bright pixel go through four kernels with a \
    single weight of 1, and where an answer is not zero, that pixel's letter meets that weight's letter. Above is the rule \
    of networks (the kernel looks at succeeding neighbours), below the textbook's (preceding neighbours, the kernel turned).
    """

  /// What the lecture prints, row by row; its last letter is a script l.
  static let printed = [
    "aw+bx+ey+fz", "bw+cx+fy+gz", "cw+dx+gy+hz", "ew+fx+iy+jz", "fw+gx+jy+kz", "gw+hx+ky+ℓz",
  ]

  private static let pixels = "abcdefghijkℓ".map(String.init)
  private static let weights = "wxyz".map(String.init)

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let plain = try Self.expressions(isFlipped: false)
    let turned = try Self.expressions(isFlipped: true)
    func grid(_ texts: [String], columns: Int, _ title: String) -> NumberGrid {
      NumberGrid(
        stride(from: 0, to: texts.count, by: columns).map { row in
          texts[row..<row + columns].map { NumberGrid.Cell($0) }
        }, title: title)
    }
    let panels = [("⊛", plain), ("∗", turned)].map { sign, texts in
      Equation(
        [
          grid(Self.pixels, columns: 4, "input"), grid(Self.weights, columns: 2, "kernel"),
          grid(texts, columns: 3, "output"),
        ], signs: [sign, "="])
    }
    let terms = plain.reduce(0) { $0 + $1.split(separator: "+").count }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Which pixel meets which weight", panels: panels, columns: 1,
          caption: "One run of the engine: a batch of 12 unit pictures, 4 unit kernels."),
        facts: [
          .count("expressions equal to the lecture's", zip(plain, Self.printed).count { $0 == $1 }),
          .count("expressions", plain.count), .count("products", terms),
        ])
    ]
  }

  /// The sums, one for each output, terms in the order of the weights.
  static func expressions(isFlipped: Bool) throws -> [String] {
    var units = Tensor.zeros([12, 1, 3, 4])
    for pixel in 0..<12 { units[pixel, 0, pixel / 4, pixel % 4] = 1 }
    var kernels = [Float](repeating: 0, count: 16)
    for weight in 0..<4 { kernels[4 * weight + (isFlipped ? 3 - weight : weight)] = 1 }
    let network = try Network(input: .image(channels: 1, height: 3, width: 4)) {
      Conv2D("sums", filters: 4, kernel: 2, bias: false, initializer: .values(kernels))
    }
    let met = try network.answer(to: units, allowsWinograd: false)
    return (0..<6).map { output in
      (0..<4).flatMap { weight in
        (0..<12).filter { met[$0, weight, output / 3, output % 3] != 0 }
          .map { pixels[$0] + weights[weight] }
      }.joined(separator: "+")
    }
  }
}
