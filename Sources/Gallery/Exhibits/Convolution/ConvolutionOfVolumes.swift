import Fovea

/// A kernel that moves along three axes, and one that is as deep as its input and moves along two.
struct ConvolutionOfVolumes: Exhibit {
  let name = "convolution-of-volumes"
  let title = "Convolution in three dimensions"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey, .ma]
  let explanation = """
    A 2×2×2 kernel that moves along depth, height and width of a 3×4×4 volume, and a 3×2×2 filter that is as deep as its input \
    and so can only move along height and width, as on the colours of a picture. The outlined windows give the outlined \
    result: the first volume shrinks on all three axes, the second becomes a single map, the sum of three maps.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var source = RandomSource(seed: studio.seed, purpose: name)
    func whole(_ shape: Shape, _ range: ClosedRange<Float>) -> Tensor {
      Tensor.uniform(shape, in: range, from: &source).map { $0.rounded() }
    }
    let volume = whole([3, 4, 4], 0...5)
    return [
      try moving(volume, whole([2, 2, 2], -2...2)), try deep(volume, whole([3, 2, 2], -2...2)),
    ]
  }

  /// The slices of a volume below each other, with a window in some of them.
  private func slices(
    _ volume: Tensor, _ name: (Int) -> String, window: Range<Int>? = nil, side: Int = 2,
    at corner: (Int, Int) = (0, 0)
  ) -> FigureGrid {
    FigureGrid(
      panels: (0..<volume.shape[0]).map { index in
        var grid = NumberGrid(volume.element(index), title: name(index))
        grid.theme.margin = 4
        if window?.contains(index) == true {
          grid.marks = [
            .init(
              rows: corner.0..<corner.0 + side, columns: corner.1..<corner.1 + side,
              color: Theme.okabeIto[0])
          ]
        }
        return grid
      }, columns: 1, hasLetters: false)
  }

  private func moving(_ volume: Tensor, _ kernel: Tensor) throws -> ExhibitFigure {
    let result = try KernelFilter("u", kernel).response(to: volume)
    let figure = Equation(
      [
        slices(volume, { "x, slice \($0 + 1)" }, window: 1..<3, at: (1, 2)),
        slices(kernel, { "w, slice \($0 + 1)" }),
        slices(result, { "u, slice \($0 + 1)" }, window: 1..<2, side: 1, at: (1, 2)),
      ], signs: ["⊛", "="], title: "3×4×4 by 2×2×2 gives 2×3×3",
      caption: "u at slice 2, row 2, column 3 is the sum of the eight products in the windows.")
    var sum = 0.0
    for index in 0..<8 {
      let (z, y, x) = (index / 4, index / 2 % 2, index % 2)
      sum += Double(kernel[z, y, x] * volume[1 + z, 1 + y, 2 + x])
    }
    return ExhibitFigure(
      "\(name)-moving", figure,
      facts: [
        .count("slices of the result", result.shape[0]),
        Fact("u at slice 2, row 2, column 3", Double(result[1, 1, 2])),
        Fact("the same from its eight products", sum),
      ])
  }

  private func deep(_ volume: Tensor, _ kernel: Tensor) throws -> ExhibitFigure {
    let network = try Network(input: .image(channels: 3, height: 4, width: 4)) {
      Conv2D("map", filters: 1, kernel: 2, bias: false, initializer: .values(kernel.scalars))
    }
    let map = try network.plainAnswer(to: volume.reshaped(to: [1, 3, 4, 4])).element(0)
    let inThree = try KernelFilter(kernel).response(to: volume)
    let parts = try (0..<3).map { channel in
      try KernelFilter(kernel.element(channel)).response(to: volume.element(channel))
    }
    var sum = parts[0]
    for index in sum.scalars.indices {
      sum.scalars[index] += parts[1].scalars[index] + parts[2].scalars[index]
    }
    let colors = ["red", "green", "blue"]
    let figure = Equation(
      [
        slices(volume, { colors[$0] }, window: 0..<3, at: (1, 1)),
        slices(kernel, { "filter, \(colors[$0])" }),
        slices(.stacking(parts), { "part of \(colors[$0])" }, window: 0..<3, side: 1, at: (1, 1)),
        slices(map, { _ in "their sum" }, window: 0..<1, side: 1, at: (1, 1)),
      ], signs: ["⊛", "=", "→"], title: "3×4×4 by 3×2×2 gives 1×3×3",
      caption:
        "A layer's two-dimensional convolution of three channels and the three-dimensional one agree "
        + "where the filter is as deep as its input.")
    return ExhibitFigure(
      "\(name)-deep", figure,
      facts: [
        Fact(
          "two-dimensional layer − three-dimensional convolution",
          LectureNumbers.difference(map, inThree)),
        Fact(
          "two-dimensional layer − sum of the channels' maps",
          LectureNumbers.difference(map.element(0), sum)),
      ])
  }
}
