import Fovea

/// Stacks of layers with and without ways around them, from shallow to deep.
struct ResidualDepth: Exhibit {
  let name = "residual-depth"
  let title = "Plain against residual, by depth"
  let lectures: [Lecture] = [.rafiey, .ma]
  let explanation = """
    Plain stacks of 4 to 64 dense layers with batch normalisation, and the same layers in pairs with a way around each \
    pair (He, Zhang, Ren & Sun 2016), on clothes: the size of the gradient at each layer before training, and the training \
    loss after as many steps for all. In the plain stacks the first layer's gradient outgrows the last hidden one's by a factor \
    that multiplies with every layer, and the deeper they are the less they learn; with ways around the layers it changes \
    little from each to the next, and depth costs far less.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let images = try studio.images(.fashion).train.prefix(
      studio.effort.part(of: 3200, least: 1280))
    let depths = studio.effort.scale < 0.25 ? [4, 16, 64] : [4, 8, 16, 32, 64]
    let epochs = studio.effort.part(of: 12, least: 1)
    var losses: [Bool: [Double]] = [:]
    var norms: [Bool: [[Double]]] = [:]
    for isResidual in [false, true] {
      for depth in depths {
        let network = try Self.network(depth, isResidual, seed: studio.seed)
        norms[isResidual, default: []].append(try Self.norms(network, depth, images.prefix(128)))
        var trainer = try Trainer(
          network, optimizer: SGD(learningRate: 0.05, momentum: 0.9), batchSize: 128,
          seed: studio.seed)
        let log = try studio.training { try trainer.fit(images, epochs: epochs) }
        let end = log["loss/step"]?.blockMeans(of: 10).last?.value
        losses[isResidual, default: []].append(end ?? .nan)
      }
      studio.report("\(name): \(isResidual ? "residual" : "plain") networks done")
    }
    let kinds = [("plain", false), ("residual", true)]
    let panels = kinds.map { Self.gradients($0.0, depths, norms[$0.1] ?? [], range(norms)) }
    let (plain, residual) = (losses[false] ?? [], losses[true] ?? [])
    var ends = LineChart(
      title: "training loss after \(epochs * ((images.count + 127) / 128)) steps", xLabel: "layers",
      yLabel: "training loss", xScale: .logarithmic,
      series: zip(kinds, [plain, residual]).map { kind, ends in
        Series(
          name: kind.0, x: depths.map(Double.init), y: ends,
          color: kind.1 ? Theme.standard.color(5) : Theme.standard.ink, showsPoints: true)
      })
    ends.plotSize = Size(250, 210)
    func ratio(_ norms: [Double]) -> Double { (norms.first ?? .nan) / (norms.last ?? .nan) }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Plain against residual layers", panels: panels + [ends],
          caption:
            "Dense layers of \(Self.width) units, each after batch normalisation and ReLU, on "
            + "\(images.count) pictures of Fashion-MNIST; gradient of the loss by each layer's "
            + "output in one batch of 128, without the last layer, the classes; gradient descent at "
            + "0.05 with momentum 0.9 in batches "
            + "of 128, loss: mean of the last 10 steps. Seed \(studio.seed)."),
        facts: depths.enumerated().flatMap { index, depth in
          [
            Fact(
              "\(depth) layers, plain: first layer's gradient over the last hidden one's",
              ratio(norms[false]?[index] ?? [])),
            Fact(
              "\(depth) layers, residual: first layer's gradient over the last hidden one's",
              ratio(norms[true]?[index] ?? [])),
            Fact("\(depth) layers, plain: training loss at the end", plain[index]),
            Fact("\(depth) layers, residual: training loss at the end", residual[index]),
          ]
        })
    ]
  }

  private static let width = 48

  private static func network(_ depth: Int, _ isResidual: Bool, seed: UInt64) throws -> Network {
    func layer(_ index: Int) -> Sequential {
      Sequential {
        BatchNorm("norm\(index)")
        ReLU("relu\(index)")
        Dense("layer\(index)", width)
      }
    }
    return try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Flatten()
      Dense("layer1", width)
      for index in stride(from: 2, to: depth, by: 2) {
        let pair = Sequential {
          layer(index)
          layer(index + 1)
        }
        if isResidual { Residual("sum\(index + 1)") { pair } } else { pair }
      }
      BatchNorm("norm")
      ReLU("relu")
      Dense("logits", 10, initializer: .glorotUniform)
    }
  }

  /// The root mean square of the loss's gradient by the outputs of the layers, first to last.
  private static func norms(_ network: Network, _ depth: Int, _ images: ImageSet) throws -> [Double]
  {
    var graph = network
    let targets = try graph.addInput("targets", shape: [1])
    let loss = try Loss.crossEntropy.attach(to: &graph, output: graph.outputs[0], targets: targets)
    let points = try (1..<depth).map { HookPoint(node: try graph.node("layer\($0)").id) }
    let request = PlanRequest(
      mode: .training, outputs: [loss], origin: .scalar(loss), gradients: Set(points))
    let plan = try Plan(graph, batch: images.count, request: request)
    let (pictures, labels) = images.batch(Array(0..<images.count))
    try plan.setInput("input", to: pictures)
    try plan.setInput("targets", to: labels)
    try plan.run()
    return points.map { point in
      let gradient = plan.gradient(of: point)
      let squares = gradient.scalars.reduce(0) { $0 + Double($1) * Double($1) }
      return (squares / Double(gradient.shape.count)).squareRoot()
    }
  }

  private func range(_ norms: [Bool: [[Double]]]) -> ClosedRange<Double> {
    let all = norms.values.joined().joined().filter { $0 > 0 }
    return (all.min() ?? 1e-6) / 2...(all.max() ?? 1) * 2
  }

  private static func gradients(
    _ kind: String, _ depths: [Int], _ norms: [[Double]], _ range: ClosedRange<Double>
  ) -> LineChart {
    var chart = LineChart(
      title: "\(kind): gradients before training", xLabel: "layer",
      yLabel: "root mean square gradient", yScale: .logarithmic, yRange: range,
      series: zip(depths, norms).map { depth, norms in
        // One legend is enough: the second panel's.
        Series(name: kind == "plain" ? "" : "\(depth) layers", values: norms, first: 1)
      })
    chart.plotSize = Size(250, 210)
    return chart
  }
}
