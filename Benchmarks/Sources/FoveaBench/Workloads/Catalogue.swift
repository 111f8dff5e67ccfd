import Fovea

/// All rows and workloads.
enum Catalogue {
  static let rows =
    trainSteps + epochs + attacks + recurrent + resNet + recording + drawing + process

  /// Fovea's side of a family.
  static func workload(_ family: String, _ parameters: Parameters) throws -> any Workload {
    guard let make = workloads[family] else {
      throw FoveaError.unknown("family", family, known: workloads.keys.sorted())
    }
    return try make(parameters)
  }

  private static let workloads: [String: @Sendable (Parameters) throws -> any Workload] = [
    "train-step": { try TrainStep($0) }, "epoch": { try TrainingEpoch($0) },
    "attack": { try AdversarialImages($0) }, "recurrent": { try RecurrentStep($0) },
    "inference": { try Inference($0) }, "input-gradient": { try InputGradient($0) },
    "recording": { try RecordedStep($0) }, "maximize": { try ImageAscent($0) },
    "drawing": { try DrawnFigure($0) }, "cold-start": { try ColdStart($0) },
  ]

  // MARK: - Rows

  private static let trainSteps: [Row] = {
    let wanted: [(model: String, batch: Int, ratio: Double)] = [
      ("shallow-cnn", 32, 2.5), ("shallow-cnn", 128, 2), ("shallow-cnn", 512, 1.7),
      ("deep-cnn", 32, 2), ("deep-cnn", 128, 1.7), ("deep-cnn", 512, 1.6),
    ]
    return wanted.map {
      Row(
        name: "\($0.model)-\($0.batch)", title: "`\($0.model)` train step, batch \($0.batch)",
        family: "train-step", parameters: ["model": $0.model, "batch": "\($0.batch)"],
        required: $0.ratio, compiles: $0.batch == 128)
    }
  }()

  private static let deep128 = ["model": "deep-cnn", "batch": "128"]

  private static let epochs = [
    Row(
      name: "epoch-slicing", title: "epoch of `deep-cnn`, batch 128, against slicing tensors",
      family: "epoch", parameters: deep128.merging(["loader": "slicing"]) { $1 }, required: 1.7),
    Row(
      name: "epoch-dataloader",
      title: "epoch of `deep-cnn`, batch 128, against `DataLoader` of torchvision's `FashionMNIST`",
      family: "epoch", parameters: deep128.merging(["loader": "torchvision"]) { $1 }, required: 3,
      remark: pictureRemark),
    Row(
      name: "epoch-tensordataset",
      title: "epoch of `deep-cnn`, batch 128, against `DataLoader` of a `TensorDataset`",
      family: "epoch", parameters: deep128.merging(["loader": "TensorDataset"]) { $1 },
      required: 3, remark: loaderRemark),
  ]

  private static let pictureRemark = """
    nearly all of Fovea's epoch is its train steps; shuffling and conversion of bytes take little beside them. Tried: \
    Winograd's algorithm for the second and third convolution, our own kernels for the first, batches cut so that \
    threads meet once a step. Remains, by the profile of a plan: the hidden layer's forward product, which takes longer \
    than either of its backward products, and reorders between layouts.
    """

  private static let loaderRemark = """
    the pictures are floats in memory before the clock starts, and this PyTorch fetches a batch of them at once: its loader \
    costs hardly more than slicing (torchvision's data set, the row above, makes each picture when asked), so that what is compared is the train step, whose own rows reach what is asked of them. Tried: shuffling and conversion of bytes beside \
    the step (nothing to gain on two busy cores), both data loaders (in this process and with workers). Remains: the \
    convolutions of 10, 40 and 80 channels at 14×14 and 7×7, which are too small for the peak.
    """

  private static let gatesRemark = """
    tried: the input's part of all time steps as one product, weight gradients of all steps as one product, packed \
    weights kept for all steps, our own kernel for the step's product with gates and states behind it in the caches, \
    vectorised sigmoid and tanh, batch cut in halves so that threads meet once. Remains: the steps' products of 16 rows \
    a thread, whose weights come from the second cache at each step, and the gates' exponentials.
    """

  private static let attacks: [Row] = [("fgsm", "FGSM", 0), ("pgd", "PGD-40", 40)].flatMap {
    (name, title, steps) in
    [("hand", "hand-written"), ("torchattacks", "`torchattacks`")].map { rival, text in
      Row(
        name: "\(name)-\(rival)", title: "\(title) on `deep-cnn`, batch 128, against \(text)",
        family: "attack",
        parameters: deep128.merging(["steps": "\(steps)", "rival": rival]) { $1 }, required: 2)
    }
  }

  private static let recurrent: [Row] = {
    let wanted: [(cell: String, title: String, plain: Double, hooks: Double)] = [
      ("elman", "Elman", 4, 8), ("lstm", "LSTM", 1.6, 6), ("gru", "GRU", 3, 6),
    ]
    func row(_ cell: String, _ title: String, _ hooks: Bool, _ ratio: Double) -> Row {
      Row(
        name: cell + (hooks ? "-states" : ""), title: title, family: "recurrent",
        parameters: [
          "cell": cell, "hooks": hooks ? "1" : "0", "time": "64", "batch": "32",
          "features": "128", "hidden": "128",
        ], required: ratio, compiles: cell == "lstm", arithmetic: .products,
        remark: hooks ? gatesRemark : nil)
    }
    let size = "T 64, batch 32, hidden 128"
    return wanted.map { row($0.cell, "\($0.title) train step, \(size)", false, $0.plain) }
      + wanted.map {
        row($0.cell, "\($0.title) with ∂L/∂h_t for every t, against cells", true, $0.hooks)
      }
  }()

  private static let resNet: [Row] = {
    let kinds = [
      ("inference", "inference"), ("input-gradient", "input gradient"),
      ("train-step", "train step"),
    ]
    let rows = kinds.flatMap { family, title in
      [1, 8].map { batch in
        Row(
          name: "resnet18-\(family)-\(batch)", title: "ResNet-18 at 224², \(title), batch \(batch)",
          family: family, parameters: ["model": "resnet18", "batch": "\(batch)"], required: 1.3,
          round: 0.3, compiles: batch == 8 && family != "input-gradient")
      }
    }
    let steps = 64
    let ascent = Row(
      name: "maximize", title: "`maximize`: \(steps) of 256 steps, a channel of ResNet-18 at 224²",
      family: "maximize",
      parameters: ["layer": "layer4.1.conv2", "channel": "12", "steps": "\(steps)"],
      required: 1.3)
    return rows + [ascent]
  }()

  private static let recording = [
    Row(
      name: "recording", title: "all activations and gradients of `deep-cnn`, batch 128",
      family: "recording", parameters: deep128, required: 2),
    Row(
      name: "recording-own", title: "the same, against Fovea's own step without recording",
      family: "recording", parameters: deep128, required: 1.35, kind: .own(family: "train-step")),
  ]

  private static let drawing: [Row] = [
    ("filters", "64 filters"), ("maps", "512 feature maps"), ("curve", "curve of 1,000 points"),
    ("heat", "heat map of 64×64"),
  ].map { figure, title in
    Row(
      name: "drawing-\(figure)", title: "\(title) to PNG, against matplotlib", family: "drawing",
      parameters: ["figure": figure], required: 10)
  }

  private static let process = [
    Row(
      name: "cold-start", title: "cold start: `fovea filters` on a saved `deep-cnn`",
      family: "cold-start", required: 30),
    Row(
      name: "memory-deep-cnn", title: "peak memory: training `deep-cnn`, batch 128",
      family: "train-step", parameters: deep128, required: 3, kind: .memory),
    Row(
      name: "memory-resnet18", title: "peak memory: ResNet-18 input gradient, batch 8",
      family: "input-gradient", parameters: ["model": "resnet18", "batch": "8"], required: 1.5,
      kind: .memory),
    Row(
      name: "busy", title: "slow-down of a `deep-cnn` train step beside a busy process, batch 128",
      family: "train-step", parameters: deep128, required: 2.2, kind: .beside),
  ]
}
