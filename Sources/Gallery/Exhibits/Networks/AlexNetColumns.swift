import Fovea

/// AlexNet as its paper drew it: two columns that meet at some layers only.
struct AlexNetColumns: Exhibit {
  let name = "alexnet-columns"
  let title = "AlexNet's two columns"
  let lectures: [Lecture] = [.ramakrishnan]
  let explanation = """
    The network of 2012, each convolution in two halves as it was spread over two graphics cards, with shapes and the numbers \
    of weights of both. Wires cross between the columns at the third convolution and the dense layers only: a gradient taken \
    of one half of the second convolution is zero in the other half of the maps that it reads, one taken of the third is not.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let network = try Self.network(seed: studio.seed)
    let outline = NetworkOutline(try network.summary())
    let first = network.nominalShape(of: try network.node("conv1").id)
    // One copy of 61 million weights for both plans.
    let store = ParameterStore(network)
    let second = try Self.crossing(from: "conv2", to: "pool1", in: network, store, studio)
    let third = try Self.crossing(from: "conv3", to: "pool2", in: network, store, studio)
    return [
      ExhibitFigure(
        name, try Self.diagram(outline, network),
        facts: [
          Fact("share of conv2's gradient that crosses the columns", second),
          Fact("share of conv3's gradient that crosses the columns", third),
          .count("maps of conv1 in each column", first[1] / 2),
          .count("side of conv1's maps", first[2]),
          Fact("parameters, millions", Double(network.parameterCount) / 1e6, .number(digits: 5)),
        ])
    ]
  }

  /// The network with convolutions drawn by chance; the dense layers' 59 million weights stay 0, for no gradient is taken there.
  private static func network(seed: UInt64) throws(FoveaError) -> Network {
    var source = RandomSource(seed: seed, purpose: "AlexNet's convolutions")
    var weights: [String: Tensor] = [:]
    for parameter in try Zoo.parameters(ofNetworkNamed: "alexnet-groups") {
      weights[parameter.name] =
        parameter.name.hasPrefix("conv")
        ? .normal(parameter.shape, deviation: 0.05, from: &source) : .zeros(parameter.shape)
    }
    return try Zoo.network(named: "alexnet-groups", seed: seed, weights: weights)
  }

  /// The share of a gradient's norm in the lower half of a layer's maps, where it is taken of the upper half of a later one.
  private static func crossing(
    from later: String, to earlier: String, in network: Network, _ store: ParameterStore,
    _ studio: Studio
  ) throws -> Double {
    let (origin, point) = (
      try network.node(later).id, HookPoint(node: try network.node(earlier).id)
    )
    let plan = try Plan(
      network, batch: 1, request: PlanRequest(origin: .seeds([origin]), gradients: [point]),
      parameters: store)
    var source = RandomSource(seed: studio.seed, purpose: "picture for \(later)")
    try plan.setInput("input", to: .normal([1, 3, 227, 227], from: &source))
    var seed = Tensor.zeros(plan.shapes[origin.position])
    for index in 0..<seed.scalars.count / 2 { seed.scalars[index] = 1 }
    plan.setSeed(of: origin, to: seed)
    try plan.run()
    let gradient = plan.gradient(of: point).scalars
    func size(_ part: ArraySlice<Float>) -> Double {
      part.reduce(0) { $0 + Double($1) * Double($1) }
    }
    let half = gradient.count / 2
    return (size(gradient[half...]) / size(gradient[...])).squareRoot()
  }

  /// Boxes for both halves of each layer; a convolution in groups reads its own half.
  private static func diagram(_ outline: NetworkOutline, _ network: Network) throws -> Diagram {
    var diagram = Diagram(
      title: "AlexNet in two columns", layout: .grid(cell: Size(112, 57)),
      kinds: [
        Diagram.Kind("input", Color(0x555555)),
        Diagram.Kind("convolution", Theme.standard.color(0)),
        Diagram.Kind("pooling", Theme.standard.color(4)),
        Diagram.Kind("dense", Theme.standard.color(2)),
      ],
      caption:
        "Each box of a column: half of the maps or units of a layer, with the weights of this half. The lecture and the paper write "
        + "224×224 pixels; conv1's 55×55 places come from 227×227 without a border.")
    var before: [Int] = []
    var row = 0.0
    for layer in outline.boxes.flatMap(\.layers) where layer.kind != "flatten" {
      let node = try network.node(layer.label)
      let groups = (node.operation as? Convolution)?.groups
      let isWhole = layer.kind == "input" || layer.label == "fc8"
      let boxes = (0..<(isWhole ? 1 : 2)).map { column in
        var node = box(of: layer, isWhole: isWhole)
        node.cell = Point(isWhole ? 0.5 : Double(column), row)
        return diagram.add(node)
      }
      row += 1
      for (index, to) in boxes.enumerated() {
        let keepsApart = groups == 2 || node.operation is Pooling
        for (other, from) in before.enumerated() where !keepsApart || index == other {
          diagram.connect(from, to)
        }
      }
      before = boxes
    }
    return diagram
  }

  private static func box(of layer: NetworkOutline.Layer, isWhole: Bool) -> DiagramNode {
    var shape = layer.shape.dropFirst()
    if !isWhole, let first = shape.first { shape[shape.startIndex] = first / 2 }
    let kind =
      switch layer.kind {
      case "input": "input"
      case "conv": "convolution"
      case "pool": "pooling"
      default: "dense"
      }
    let weights = Double(layer.parameters) / (isWhole ? 1 : 2)
    return DiagramNode(
      layer.label,
      lines: [
        shape.map(String.init).joined(separator: "×"),
        weights == 0
          ? ""
          : weights < 1e6
            ? "\((weights / 1e3).short) k weights" : "\((weights / 1e6).short) M weights",
      ], shape: kind == "input" ? .pill : .box, kind: kind)
  }
}
