import Fovea

/// A kernel that moves along three axes, and one that is as deep as its input and moves along two.
struct ConvolutionOfVolumes: Exhibit {
  let name = "convolution-of-volumes"
  let title = "Convolution in three dimensions"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey, .ma]
  let explanation = """
    A 2×2×2 kernel that moves along depth, height and width of a 3×4×4 volume, and a 3×2×2 filter that is as deep as its input \
    and so can only move along height and width, as on the colours of a picture; and the first kernel once more, turned round \
    on all three axes before it moves (∗). The outlined windows give the outlined result: the first volume shrinks on all three \
    axes, the second becomes a single map, the sum of three maps, and under ∗ a single 1 answers with the kernel itself.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var source = RandomSource(seed: studio.seed, purpose: name)
    func whole(_ shape: Shape, _ range: ClosedRange<Float>) -> Tensor {
      Tensor.uniform(shape, in: range, from: &source).map { $0.rounded() }
    }
    let volume = whole([3, 4, 4], 0...5)
    let kernel = whole([2, 2, 2], -2...2)
    return [
      try moving(volume, kernel), try deep(volume, whole([3, 2, 2], -2...2)),
      try turned(volume, kernel),
    ]
  }

  private func moving(_ volume: Tensor, _ kernel: Tensor) throws -> ExhibitFigure {
    let result = try KernelFilter("u", kernel).response(to: volume)
    let figure = Equation(
      [
        FigureGrid.slices(of: volume, { "x, slice \($0 + 1)" }, window: 1..<3, at: (1, 2)),
        FigureGrid.slices(of: kernel, { "w, slice \($0 + 1)" }),
        FigureGrid.slices(of: result, { "u, slice \($0 + 1)" }, window: 1..<2, side: 1, at: (1, 2)),
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

  private func turned(_ volume: Tensor, _ kernel: Tensor) throws -> ExhibitFigure {
    let turned = Tensor(shape: kernel.shape, scalars: kernel.scalars.reversed())
    let convolved = try KernelFilter("u", kernel, isFlipped: true).response(to: volume)
    var sample = Tensor.zeros([3, 3, 3])
    sample[1, 1, 1] = 1
    func answer(to sample: Tensor, isFlipped: Bool) throws -> Tensor {
      try KernelFilter(kernel, isFlipped: isFlipped).response(to: sample)
    }
    func exchange(_ isFlipped: Bool) throws -> Double {
      let xw = try KernelFilter(kernel, isFlipped: isFlipped, padding: .full).response(to: volume)
      let wx = try KernelFilter(volume, isFlipped: isFlipped, padding: .full).response(to: kernel)
      return LectureNumbers.difference(xw, wx)
    }
    let figure = Equation(
      [
        FigureGrid.slices(of: volume, { "x, slice \($0 + 1)" }, window: 1..<3, at: (1, 2)),
        FigureGrid.slices(of: turned, { "w turned, slice \($0 + 1)" }),
        FigureGrid.slices(
          of: convolved, { "x ∗ w, slice \($0 + 1)" }, window: 1..<2, side: 1, at: (1, 2)),
      ], signs: ["⊛", "="], title: "x ∗ w: turned on all three axes, then slid",
      caption: "The kernel's eight weights, read from the last to the first, slide as they stand.")
    let slid = try answer(to: volume, isFlipped: false)
    return ExhibitFigure(
      "\(name)-turned", figure,
      facts: [
        Fact(
          "x ∗ w − x ⊛ (w turned), largest difference",
          LectureNumbers.difference(convolved, try KernelFilter(turned).response(to: volume))),
        Fact("x ∗ w − x ⊛ w, largest difference", LectureNumbers.difference(convolved, slid)),
        Fact(
          "δ ∗ w − w, largest difference",
          LectureNumbers.difference(try answer(to: sample, isFlipped: true), kernel)),
        Fact(
          "δ ⊛ w − w turned, largest difference",
          LectureNumbers.difference(try answer(to: sample, isFlipped: false), turned)),
        Fact("x ∗ w − w ∗ x, largest difference (full borders)", try exchange(true)),
        Fact("x ⊛ w − w ⊛ x, largest difference (full borders)", try exchange(false)),
      ])
  }

  private func deep(_ volume: Tensor, _ kernel: Tensor) throws -> ExhibitFigure {
    let network = try Network(input: .image(channels: 3, height: 4, width: 4)) {
      Conv2D("map", filters: 1, kernel: 2, bias: false, initializer: .values(kernel.scalars))
    }
    let batch = volume.reshaped(to: [1, 3, 4, 4])
    let map = try network.answer(to: batch, allowsWinograd: false).element(0)
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
        FigureGrid.slices(of: volume, { colors[$0] }, window: 0..<3, at: (1, 1)),
        FigureGrid.slices(of: kernel, { "filter, \(colors[$0])" }),
        FigureGrid.slices(
          of: .stacking(parts), { "part of \(colors[$0])" }, window: 0..<3, side: 1, at: (1, 1)),
        FigureGrid.slices(of: map, { _ in "their sum" }, window: 0..<1, side: 1, at: (1, 1)),
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
