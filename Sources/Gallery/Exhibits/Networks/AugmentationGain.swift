import Fovea

/// What random changes of pictures gain where pictures are few.
struct AugmentationGain: Exhibit {
  let name = "augmentation-gain"
  let title = "What augmentation gains"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Test accuracy by the number of training pictures with and without random shifts, turns, shears and scales of them, and \
    the accuracy of both networks on test pictures that are moved or turned. Changed pictures stand in for ones that \
    nobody took: the gain is largest where there are few, and the network that has seen shifted and turned digits falls \
    far more slowly when the test pictures are shifted and turned.
    """

  private static let used: [Augmentation.Change] = [
    .shift(pixels: 2), .rotate(degrees: 15), .shear(degrees: 10),
    .scale(smallest: 0.9, largest: 1.1),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.digits)
    let sizes = [100, 300, 1000, 3000].filter { $0 <= max(300, studio.effort.part(of: 3000)) }
    var accuracies: [Bool: [[Double]]] = [:]
    var last: [Bool: Network] = [:]
    for augments in [false, true] {
      for size in sizes {
        let seeds = studio.seeds(size < 1000 ? 3 : 2, for: "\(name) \(size)")
        let runs = try studio.training {
          try seeds.map { seed in
            let network = try Self.trained(
              train[0..<size], augments, studio.effort.part(of: 800, least: 100), seed)
            last[augments] = network
            let done = try Evaluation(
              of: network, on: test.prefix(4000), keepsProbabilities: false)
            return done.accuracy ?? .nan
          }
        }
        accuracies[augments, default: []].append(runs)
      }
    }
    let kinds = [
      ("without", false, Theme.standard.color(1)), ("with", true, Theme.standard.color(0)),
    ]
    let size = sizes.last ?? 0
    var bySize = LineChart(
      title: "test accuracy", xLabel: "training pictures", yLabel: "accuracy",
      xScale: .logarithmic,
      series: kinds.map {
        Series(
          name: "\($0.0) augmentation", x: sizes.map(Double.init), samples: accuracies[$0.1] ?? [],
          color: $0.2, showsPoints: true)
      })
    bySize.plotSize = Size(250, 220)
    let shifts = (-6...6).map { Double($0) }
    let angles = stride(from: -60.0, through: 60, by: 10).map { $0 }
    var curves: [Bool: (shifted: [Double], turned: [Double])] = [:]
    for (augments, network) in last {
      let probe = Probe(
        network: network, images: test.prefix(studio.effort.part(of: 1500, least: 300)))
      curves[augments] = (
        try shifts.map { try probe.accuracy(shift: Float($0), degrees: 0) },
        try angles.map { try probe.accuracy(shift: 0, degrees: Float($0)) }
      )
    }
    func robust(
      _ title: String, _ label: String, _ x: [Double],
      _ path: KeyPath<(shifted: [Double], turned: [Double]), [Double]>
    ) -> LineChart {
      var chart = LineChart(
        title: title, xLabel: label, yLabel: "accuracy", yRange: 0...1,
        series: kinds.map {
          Series(
            name: "", x: x, y: curves[$0.1]?[keyPath: path] ?? [], color: $0.2, showsPoints: true)
        })
      chart.plotSize = Size(220, 220)
      return chart
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "What augmentation gains",
          panels: [
            bySize, robust("moved test pictures", "pixels to the right", shifts, \.shifted),
            robust("turned test pictures", "degrees", angles, \.turned),
          ],
          caption:
            "The lecture's shallow network on the first digits of MNIST, Adam with a falling "
            + "rate, as many steps with augmentation as without: shifts up to 2 pixels, turns up "
            + "to 15°, shears up to 10° and scales of 0.9 to 1.1. Bands: all seeds. b, c: the "
            + "networks of \(size) pictures. Seed \(studio.seed)."),
        facts: facts(sizes, accuracies, curves, shifts, angles))
    ]
  }

  private func facts(
    _ sizes: [Int], _ accuracies: [Bool: [[Double]]],
    _ curves: [Bool: (shifted: [Double], turned: [Double])], _ shifts: [Double], _ angles: [Double]
  ) -> [Fact] {
    var facts = sizes.indices.flatMap { index in
      [false, true].map { augments in
        Fact.share(
          "\(sizes[index]) pictures, \(augments ? "with" : "without"): test accuracy",
          (accuracies[augments]?[index] ?? []).mean)
      }
    }
    for augments in [false, true] {
      let kind = augments ? "with" : "without"
      let shifted = shifts.firstIndex(of: 4).map { curves[augments]?.shifted[$0] ?? .nan }
      let turned = angles.firstIndex(of: 30).map { curves[augments]?.turned[$0] ?? .nan }
      facts += [
        .share("\(kind): accuracy 4 pixels to the right", shifted ?? .nan),
        .share("\(kind): accuracy turned by 30°", turned ?? .nan),
      ]
    }
    return facts
  }

  private static func trained(
    _ images: ImageSet, _ augments: Bool, _ steps: Int, _ seed: UInt64
  ) throws -> Network {
    let batches = (images.count + 49) / 50
    let epochs = max(1, steps / batches)
    var trainer = try Trainer(
      Zoo.network(named: "shallow-cnn", seed: seed), optimizer: Adam(learningRate: 2e-3),
      schedule: .cosine(steps: epochs * batches), batchSize: 50, seed: seed)
    if augments {
      try trainer.fit(images.augmented(by: Augmentation(used, seed: seed)), epochs: epochs)
    } else {
      try trainer.fit(images, epochs: epochs)
    }
    return trainer.network
  }
}

/// A network's accuracy on pictures that are all moved in one way.
private struct Probe {
  let network: Network
  let images: ImageSet

  func accuracy(shift: Float, degrees: Float) throws -> Double {
    let turned = Augmentation.moved(images.images, right: shift, clockwise: degrees)
    let samples = try TensorSamples(
      inputs: turned, targets: Tensor(images.labels.map { Float($0) }), classCount: 10)
    return try Evaluation(of: network, on: samples, keepsProbabilities: false).accuracy ?? .nan
  }
}
