import Fovea

/// All curves of growth.
enum GrowthCurves {
  static let all = [batch, depth, sequence, image, hidden, hooks, samples]

  private static func powersOfTwo(_ range: ClosedRange<Int>) -> [Int] {
    var sizes: [Int] = []
    var size = range.lowerBound
    while size <= range.upperBound {
      sizes.append(size)
      size *= 2
    }
    return sizes
  }

  /// A training step of a network on random input.
  private static func step(
    _ network: Network, _ shape: Shape, hooks: [HookPoint] = []
  ) throws -> StepPlan {
    var random = RandomSource(seed: 1, purpose: "growth")
    return try StepPlan(
      network, input: .normal(shape, from: &random),
      labels: Tensor((0..<shape[0]).map { Float($0 % 10) })
    ) { request, _ in request.gradients.formUnion(hooks) }
  }

  private static let batch = GrowthCurve(
    name: "growth-batch", title: "Training step of deep-cnn", axis: "batch",
    sizes: powersOfTwo(1...1024)
  ) { size in
    let plan = try step(Zoo.network(named: "deep-cnn", seed: 1), [size, 1, 28, 28])
    return (plan.operations, plan.run)
  }

  private static let depth = GrowthCurve(
    name: "growth-depth", title: "Training step of 3×3 convolutions, 16 maps, batch 16",
    axis: "layers", sizes: powersOfTwo(1...64)
  ) { size in
    let network = try Network(input: .image(channels: 16, height: 28, width: 28), seed: 1) {
      for _ in 0..<size {
        Conv2D(filters: 16, kernel: 3, padding: .symmetric(1))
        ReLU()
      }
      GlobalAveragePool()
      Dense("logits", 10)
    }
    let plan = try step(network, [16, 16, 28, 28])
    return (plan.operations, plan.run)
  }

  private static func lstm(length: Int, hidden: Int) throws -> Network {
    try Network(input: .sequence(length: length, features: 32), seed: 1) {
      LSTM("cell", hidden: hidden, returnsSequence: false)
      Dense("logits", 10)
    }
  }

  private static let sequence = GrowthCurve(
    name: "growth-sequence", title: "Training step of an LSTM, 64 units, batch 16",
    axis: "time steps", sizes: powersOfTwo(8...1024)
  ) { size in
    let plan = try step(lstm(length: size, hidden: 64), [16, size, 32])
    return (plan.operations, plan.run)
  }

  private static let hidden = GrowthCurve(
    name: "growth-hidden", title: "Training step of an LSTM, 32 time steps, batch 16",
    axis: "hidden units", sizes: powersOfTwo(16...1024)
  ) { size in
    let plan = try step(lstm(length: 32, hidden: size), [16, 32, 32])
    return (plan.operations, plan.run)
  }

  private static let image = GrowthCurve(
    name: "growth-image", title: "Inference of ResNet-18, one image", axis: "pixels to a side",
    sizes: powersOfTwo(32...512)
  ) { size in
    let network = try Zoo.network(
      named: "resnet18", input: .image(channels: 3, height: size, width: size), seed: 1)
    let plan = try Plan(network, batch: 1)
    var random = RandomSource(seed: 1, purpose: "growth")
    try plan.setInput(
      network.inputs[0].name, to: .uniform([1, 3, size, size], in: 0...1, from: &random))
    return (try Arithmetic(network, batch: 1).forward, { try plan.run() })
  }

  private static let hooks = GrowthCurve(
    name: "growth-hooks", title: "Training step of an LSTM with ∂L/∂h recorded, 256 time steps",
    axis: "recorded states", sizes: powersOfTwo(1...256)
  ) { size in
    let network = try lstm(length: 256, hidden: 64)
    let layer = try network.node("cell").id
    let points = (0..<size).map { HookPoint(node: layer, record: "h", step: $0) }
    let plan = try step(network, [16, 256, 32], hooks: points)
    return (
      plan.operations,
      {
        try plan.run()
        for point in points { unsafe plan.plan.withGradient(of: point) { _ in } }
      }
    )
  }

  private static let samples = GrowthCurve(
    name: "growth-images", title: "Epoch of shallow-cnn, batch 128", axis: "images",
    sizes: powersOfTwo(512...32_768)
  ) { size in
    let network = try Zoo.network(named: "shallow-cnn", seed: 1)
    let images = try FashionData.train().prefix(size)
    var trainer = try Trainer(network, optimizer: SGD(learningRate: 0.01, momentum: 0.9))
    let work = try Arithmetic(network, batch: 128).trainStep * Double(size) / 128
    return (work, { try trainer.fit(images, epochs: 1) })
  }
}
