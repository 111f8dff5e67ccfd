import Fovea

/// How much of each layer changes when the picture moves, with pooling and without, on trained networks.
struct PoolingInvariance: Exhibit {
  let name = "pooling-invariance"
  let title = "Invariance to shifts, layer by layer"
  let lectures: [Lecture] = [.chopra, .ramakrishnan, .rafiey]
  let explanation = """
    Two networks with the same convolutions, one with 2×2 maxima behind them and one without, learnt to tell clothes; their test \
    pictures are then moved to the right, and for each layer the change of its response is drawn, relative to the response, and \
    for each network the part of its accuracy that is kept. A layer of maxima changes less than the one before it, most of \
    all when the shift is small, and accuracy is kept a little longer with pooling though the logits change no less, but a \
    few pixels undo nearly all of it: pooling makes a network somewhat robust, not invariant.
    """

  private let shifts = Array(0...8)

  private func network(pools: Bool, seed: UInt64) throws -> Network {
    try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Conv2D("conv1", filters: 8, kernel: 5, padding: .same)
      ReLU("relu1")
      if pools { MaxPool2D("pool1", kernel: 2) }
      Conv2D("conv2", filters: 16, kernel: 3, padding: .same)
      ReLU("relu2")
      if pools { MaxPool2D("pool2", kernel: 2) }
      Flatten("flat")
      Dense("logits", 10, initializer: .glorotUniform)
    }
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.fashion)
    let samples = train.prefix(studio.effort.part(of: 12_000, least: 2000))
    let moved = try self.moved(test.prefix(studio.effort.part(of: 1000, least: 300)))
    var charts: [LineChart] = []
    var accuracies: [Series] = []
    var facts: [Fact] = []
    for pools in [true, false] {
      let kind = pools ? "with pooling" : "without"
      let start = try network(pools: pools, seed: studio.seed)
      let trained = try studio.once("\(name) \(kind)") {
        var trainer = try Trainer(
          start, optimizer: AdamW(learningRate: 3e-3), batchSize: 32, seed: studio.seed)
        try trainer.fit(samples, epochs: min(2, studio.effort.epochs))
        return trainer.network
      }
      studio.report("trained \(kind)")
      let layers =
        pools ? ["relu1", "pool1", "relu2", "pool2", "logits"] : ["relu1", "relu2", "logits"]
      let curves = try changes(of: trained, at: layers, moved)
      charts.append(chart(kind, ["pixels"] + layers, curves))
      let right = try moved.images.map { images in
        let answers = try trained.values(at: ["logits"], on: images)[0].argmaxOfRows()
        return Double(zip(answers, moved.labels).count { $0 == $1 }) / Double(answers.count)
      }
      let kept = right.map { $0 / max(right[0], 1e-6) }
      accuracies.append(
        Series(name: kind, values: kept, color: Theme.okabeIto[pools ? 0 : 1], showsPoints: true))
      facts += zip(["pixels"] + layers, curves).map {
        Fact("\(kind), \($0): change for a shift by 1", $1[1])
      }
      facts.append(
        Fact("\(kind), logits: change for a shift by 8", curves[curves.count - 1][8]))
      facts += [
        .share("\(kind): accuracy", right[0]), .share("\(kind): accuracy, shift by 2", right[2]),
        .share("\(kind): accuracy, shift by 4", right[4]),
        .share("\(kind): accuracy kept, shift by 2", kept[2]),
        .share("\(kind): accuracy kept, shift by 8", kept[8]),
      ]
    }
    var accuracy = LineChart(
      title: "accuracy that is kept", xLabel: "shift (pixels)",
      yLabel: "accuracy ÷ that without a shift", yRange: 0...1.1,
      series: accuracies)
    accuracy.plotSize = Size(260, 180)
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "How a shift of the picture changes each layer", panels: charts + [accuracy],
          columns: 3,
          caption:
            "‖a(moved) − a‖ over ‖a‖, mean over \(moved.labels.count) pictures. One colour for a layer in a and b. Trained on \(samples.count) pictures of "
            + "Fashion-MNIST. Seed \(studio.seed)."),
        facts: facts)
    ]
  }

  /// The pictures as pixels of 0 to 1, moved to the right by each shift; zeros come in.
  private func moved(_ set: ImageSet) throws -> (images: [Tensor], labels: [Int]) {
    let images = set.images
    let pictures = try shifts.map { shift in
      let network = try Network(input: .image(channels: 1, height: 28, width: 28)) {
        Apply("moved", Padding(before: [0, 0, 0, shift], behind: [0, 0, 0, -shift], mode: .zeros))
      }
      return try network.answer(to: images, allowsWinograd: false)
    }
    return (pictures, (0..<set.count).map { set.label($0) })
  }

  /// For the pixels and each layer, the mean relative change over shifts.
  private func changes(
    of network: Network, at layers: [String], _ moved: (images: [Tensor], labels: [Int])
  ) throws -> [[Double]] {
    let still = [moved.images[0]] + (try network.values(at: layers, on: moved.images[0]))
    var curves = [[Double]](repeating: [], count: still.count)
    for images in moved.images {
      let now = [images] + (try network.values(at: layers, on: images))
      for (index, pair) in zip(still, now).enumerated() {
        curves[index].append(Self.change(pair.0, pair.1))
      }
    }
    return curves
  }

  /// The mean over samples of the norm of the difference over the norm.
  static func change(_ still: Tensor, _ now: Tensor) -> Double {
    let (a, b) = (still.scalars, now.scalars)
    let row = still.shape.count / max(1, still.shape[0])
    var total = 0.0
    for sample in 0..<still.shape[0] {
      var (difference, size) = (Float(0), Float(0))
      for index in sample * row..<(sample + 1) * row {
        difference += (a[index] - b[index]) * (a[index] - b[index])
        size += a[index] * a[index]
      }
      total += Double((difference / max(size, .leastNormalMagnitude)).squareRoot())
    }
    return total / Double(max(1, still.shape[0]))
  }

  /// One colour for a layer, whichever others there are.
  private static func color(of layer: String) -> Color {
    let layers = ["pixels", "relu1", "pool1", "relu2", "pool2", "logits"]
    return Theme.standard.color(layers.firstIndex(of: layer) ?? 0)
  }

  private func chart(_ title: String, _ names: [String], _ curves: [[Double]]) -> LineChart {
    var chart = LineChart(
      title: title, xLabel: "shift (pixels)", yLabel: "relative change", yRange: 0...1.5,
      series: zip(names, curves).map {
        Series(name: $0, values: $1, color: Self.color(of: $0), showsPoints: true)
      })
    chart.plotSize = Size(260, 180)
    return chart
  }
}
