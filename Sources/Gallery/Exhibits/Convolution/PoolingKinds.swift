import Foundation
import Fovea

/// Four ways to make one number of a window, on the lectures' numbers.
struct PoolingKinds: Exhibit {
  let name = "pooling-kinds"
  let title = "Four kinds of pooling"
  let lectures: [Lecture] = [.chopra, .gavankar, .ramakrishnan, .rafiey]
  let explanation = """
    The maxima and means of the lecture's 4×4 numbers in windows of 2×2, and of its 5×5 numbers in windows of 3×3 the maximum, \
    the mean, the L2 norm and a mean weighted by the distance from the centre. The lecture prints two inputs, with 29 in the \
    corner above the maxima and 31 above the means: its printed mean of 36 is exact for 29, for 31 it would be 36.5.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] { [try lecture(), try kinds()] }

  private func answer(_ layer: some Layer, to input: Tensor) throws -> Tensor {
    let (height, width) = (input.shape[0], input.shape[1])
    let network = try Network(input: .image(channels: 1, height: height, width: width)) { layer }
    return try network.answer(to: input.reshaped(to: [1, 1, height, width]), allowsWinograd: false)
      .element(0).element(0)
  }

  // MARK: - 4 × 4

  private func lecture() throws -> ExhibitFigure {
    var other = LectureNumbers.pooled
    other[0, 0] = 31
    var panels: [Equation] = []
    var facts: [Fact] = []
    for (corner, input) in [(29, LectureNumbers.pooled), (31, other)] {
      let maxima = try answer(MaxPool2D("max", kernel: 2), to: input)
      let means = try answer(AveragePool2D("mean", kernel: 2), to: input)
      panels.append(
        Equation(
          [
            Self.tiled(input, "\(corner) in the corner"), Self.colored(maxima, "maxima"),
            Self.colored(means, "means"),
          ], signs: ["→", " "]))
      facts += [
        Fact(
          "\(corner): maxima − the lecture's, largest difference",
          LectureNumbers.difference(maxima, LectureNumbers.maxima)),
        Fact(
          "\(corner): means − the lecture's, largest difference",
          LectureNumbers.difference(means, LectureNumbers.means)),
        Fact("\(corner): first mean", Double(means[0, 0])),
      ]
    }
    return ExhibitFigure(
      "\(name)-lecture",
      FigureGrid(
        title: "2×2 windows side by side", panels: panels, columns: 1, hasLetters: false,
        caption:
          "Printed: maxima [100 184; 12 45], means [36 80; 12 15]. All but the mean of the 31's window agree."
      ),
      facts: facts)
  }

  private static let colors = [0, 1, 2, 4].map { Theme.okabeIto[$0].lighter(0.75) }

  private static func tiled(_ values: Tensor, _ title: String) -> NumberGrid {
    var grid = NumberGrid(values, title: title)
    for row in 0..<4 {
      for column in 0..<4 { grid.cells[row][column].ground = colors[row / 2 * 2 + column / 2] }
    }
    return grid
  }

  private static func colored(_ values: Tensor, _ title: String) -> NumberGrid {
    var grid = NumberGrid(values, title: title)
    for window in 0..<4 { grid.cells[window / 2][window % 2].ground = colors[window] }
    return grid
  }

  // MARK: - Four kinds

  /// Weights that fall with the distance from the centre as a normal density of deviation 1, and sum to 1.
  static let centred: [Float] = {
    let weights = (0..<9).map { index -> Float in
      let (y, x) = (Float(index / 3 - 1), Float(index % 3 - 1))
      return exp(-(x * x + y * y) / 2)
    }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }()

  private func kinds() throws -> ExhibitFigure {
    let input = LectureNumbers.matrix
    // One kernel of its own for each channel: what a depthwise convolution is.
    let weighted = Conv2D(
      "weighted", filters: 1, kernel: 3, groups: 1, bias: false,
      initializer: .values(Self.centred))
    let results: [(name: String, values: Tensor)] = [
      ("maximum", try answer(MaxPool2D("max", kernel: 3, stride: 1), to: input)),
      ("mean", try answer(AveragePool2D("mean", kernel: 3, stride: 1), to: input)),
      (
        "L2 norm",
        try answer(Apply("norm", WindowReduction(.norm(p: 2), window: .square(3))), to: input)
      ),
      ("weighted mean", try answer(weighted, to: input)),
    ]
    var grid = NumberGrid(input, title: "input")
    grid.marks = [.init(rows: 0..<3, columns: 0..<3, color: Theme.okabeIto[0])]
    let weights = NumberGrid(
      Tensor(shape: [3, 3], scalars: Self.centred), digits: 2, title: "weights of e")
    let pooled = results.map { result -> NumberGrid in
      var grid = NumberGrid(result.values, digits: 3, title: result.name)
      grid.marks = [.init(row: 0, column: 0, color: Theme.okabeIto[0])]
      return grid
    }
    let names = results.map(\.name)
    let corners = results.map { Double($0.values[0, 0]) }
    return ExhibitFigure(
      "\(name)-kinds",
      FigureGrid(
        title: "3×3 windows, stride 1: 5×5 becomes 3×3", panels: [grid] + pooled + [weights],
        columns: 3,
        caption:
          "The outlined window gives the outlined numbers. The weights of e fall with the distance from the "
          + "centre; it is a depthwise convolution with a kernel that nobody trains."),
      facts: zip(names, corners).map { Fact("\($0) of the first window", $1) }
        + [Fact("sum of the weights", Double(Self.centred.reduce(0, +)))])
  }
}
