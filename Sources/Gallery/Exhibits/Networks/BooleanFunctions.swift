import Fovea

/// All functions of two truth values, learnt by a single unit and by a hidden layer.
struct BooleanFunctions: Exhibit {
  let name = "boolean-functions"
  let title = "What a single unit cannot learn"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    The sixteen functions of two truth values, each learnt by a single unit (upper rows) and by a network with one hidden layer \
    (lower rows); red regions answer true, blue ones false, and points are the four cases. A unit can only cut the plane once, \
    so that for XOR and XNOR, whose equal cases lie across from each other, it does best to settle on one half everywhere and \
    tells no case apart (black border), while hidden units make several cuts, of which the last unit builds every function.
    """

  /// The functions by the answers to (0, 0), (0, 1), (1, 0), (1, 1), the first being the lowest bit.
  static let names = [
    "false", "NOR", "¬a ∧ b", "¬a", "a ∧ ¬b", "¬b", "XOR", "NAND", "AND", "XNOR", "b", "a → b", "a",
    "b → a", "OR", "true",
  ]
  /// The four cases.
  static let cases: [[Float]] = [[0, 0], [0, 1], [1, 0], [1, 1]]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let steps = studio.effort.part(of: 600, least: 500)
    let results = try studio.training {
      try [0, Self.hidden].map { hidden in
        try (0..<16).map { try Result(function: $0, hidden: hidden, steps, seed: studio.seed) }
      }
    }
    let starts = studio.effort.part(of: 12, least: 4)
    let widths = [1, 2, 3, 4]
    let shares: [Double] = try studio.training {
      try widths.map { width in
        var found = 0
        for start in 0..<UInt64(starts) {
          let result = try Result(
            function: 6, hidden: width, steps, seed: studio.seed &+ start)
          found += result.isLearnt ? 1 : 0
        }
        return Double(found) / Double(starts)
      }
    }
    let learnt = results.map { results in results.filter(\.isLearnt).count }
    let missed = results[0].filter { !$0.isLearnt }.map { Self.names[$0.function] }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Sixteen functions of a and b: one unit above, \(Self.hidden) hidden units below",
          panels: results.joined().map(\.map), columns: 8, hasLetters: false,
          caption: "a to the right, b upwards, from −0.3 to 1.3. Logistic units and cross-entropy, "
            + "hidden units with tanh, \(steps) steps of Adam on all four cases. White: true is as probable as false. Not learnt "
            + "by one unit: \(missed.joined(separator: ", ")). Seed \(studio.seed)."),
        facts: [
          .count("functions that a single unit learns, of 16", learnt[0]),
          .count(
            "functions that \(Self.hidden) hidden units learn, of 16",
            learnt[1]),
          Fact("XOR by a single unit: largest distance from one half", results[0][6].reach),
          Fact("XNOR by a single unit: largest distance from one half", results[0][9].reach),
          Fact("AND by a single unit: largest distance from one half", results[0][8].reach),
        ]),
      ExhibitFigure(
        "\(name)-starts",
        BarChart(
          title: "XOR from \(starts) random starts", categories: widths.map { "\($0)" },
          values: shares.map { 100 * $0 },
          valueLabel: "starts that learn it, %", categoryLabel: "hidden units", range: 0...110,
          caption: "Two units are enough to represent XOR, but not every start finds them in "
            + "\(steps) steps of Adam."),
        facts: zip(widths, shares).map { width, share in
          .share("starts that learn XOR with \(width) hidden unit" + (width == 1 ? "" : "s"), share)
        }),
    ]
  }

  /// One more than the two cuts that XOR needs: not every start finds just two.
  private static let hidden = 3

  /// One function learnt by one network.
  private struct Result {
    let function: Int
    let rightCases: Int
    /// How far the answer to a case lies from one half at most.
    let reach: Double
    let map: FieldMap

    var isLearnt: Bool { rightCases == 4 }

    init(function: Int, hidden: Int, _ steps: Int, seed: UInt64) throws {
      let network = try Network(input: .vector(2), seed: seed) {
        if hidden > 0 {
          Dense("hidden", hidden, initializer: .glorotUniform)
          Tanh()
        }
        Dense("logit", 1, initializer: .glorotUniform)
        Sigmoid("answer")
      }
      var graph = network
      graph.outputs = [try network.node("logit").id]
      let inputs = Tensor(shape: [4, 2], scalars: BooleanFunctions.cases.flatMap { $0 })
      let targets: [Float] = (0..<4).map { Float((function >> $0) & 1) }
      var trainer = try Trainer(
        graph, optimizer: Adam(learningRate: 0.05), loss: .binaryCrossEntropy, batchSize: 4,
        seed: seed)
      let examples = try TensorSamples(
        inputs: inputs, targets: Tensor(shape: [4, 1], scalars: targets))
      try trainer.fit(examples, epochs: steps)
      let grid = PlaneGrid(x: -0.3...1.3, y: -0.3...1.3, columns: 64, rows: 64)
      let answers = try grid.values(of: trainer.network, at: ["answer"])[0].element(0)
      let share = try Evaluation(
        of: trainer.network, on: examples, loss: .binaryCrossEntropy
      ).accuracy
      let right = Int((4 * (share ?? 0)).rounded())
      let logits = try trainer.network.answer(to: inputs).scalars
      let reaches = logits.map { abs(HandMatrix.sigmoid(Double($0)) - 0.5) }
      reach = reaches.max() ?? .nan
      self.function = function
      rightCases = right
      map = Self.map(answers, grid, function, targets, isLearnt: right == 4)
    }

    private static func map(
      _ answers: Tensor, _ grid: PlaneGrid, _ function: Int, _ targets: [Float], isLearnt: Bool
    ) -> FieldMap {
      let points = (0...1).map { (truth: Int) -> Series in
        var places: [Point] = []
        for (place, target) in zip(BooleanFunctions.cases, targets) where Int(target) == truth {
          places.append(Point(Double(place[0]), Double(place[1])))
        }
        return Series(name: "", points: places, color: DecisionMap.classColors[truth])
      }
      var map = grid.map(
        answers, title: BooleanFunctions.names[function], scale: ColorScale(range: 0...1),
        colorMap: .redBlue, contours: isLearnt ? [0.5] : [], series: points)
      map.hasTicks = false
      map.hasBar = false
      map.radius = 3.4
      map.plotSize = Size(72, 72)
      map.theme.margin = 5
      map.theme.titleFont = Font(9, bold: true)
      if !isLearnt { map.accent = Theme.standard.ink }
      return map
    }
  }
}
