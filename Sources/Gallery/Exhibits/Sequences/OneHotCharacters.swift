import Fovea

/// The lecture's smallest language models: three characters one-hot, and eight characters with three hidden units.
struct OneHotCharacters: Exhibit {
  let name = "one-hot-characters"
  let title = "One-hot characters and three hidden units"
  let lectures: [Lecture] = [.ramakrishnan]
  let explanation = """
    The lecture's code for three characters, its network of eight characters and three neurons with all weights after \
    learning to write "ache", and what it expects at each of the four unfolded steps before and after. Rows of W_hx belong to \
    neurons: 8 × 3 weights in all as the slide has it, whereas its "3 params" of W_hh are those of one neuron and the matrix \
    has 9; the dark cells of panel f say that after nothing comes a, then c, then h, as in the lecture's illustration of \
    backpropagation through time, and then e.
    """

  private let letters = ["a", "b", "c", "d", "e", "f", "g", "h"]
  /// The lecture gives a, c and h; the fourth step is e here.
  private let word = ["a", "c", "h", "e"]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let start = try network(studio.seed)
    let samples = try lesson()
    let steps = studio.effort.part(of: 400, least: 150)
    var trainer = try Trainer(
      start, optimizer: Adam(learningRate: 0.05), batchSize: 1, clipping: .norm(1),
      seed: studio.seed)
    try studio.training { _ = try trainer.fit(samples, epochs: steps) }
    let trained = trainer.network
    let before = try expectations(start, samples)
    let after = try expectations(trained, samples)
    let losses = trainer.log["loss/step"]?.values ?? []
    var curve = LineChart(
      title: "learning one word, batch size 1", xLabel: "step", yLabel: "cross-entropy in nats",
      series: [Series(name: "", values: losses, first: 1)])
    curve.plotSize = Size(230, 150)
    let units = ["1", "2", "3"]
    let figure = FigureGrid(
      title: title,
      panels: [
        table(.identity(1), "one-hot: a, b, c", rows: ["a", "b", "c"], columns: units),
        weights(try trained.weights(of: "cell.weight_hh"), "W_hh", units, units),
        weights(try bias(of: trained), "b_h", units, [""]),
        weights(try trained.weights(of: "cell.weight_ih"), "W_hx", units, letters),
        expected(before, "expected before"), expected(after, "expected after"),
        weights(try trained.weights(of: "scores.weight"), "W_yh", letters, units), curve,
      ], columns: 3,
      caption: "h₀ and x₁ are 0; then x is the character before, one of eight coded by eight "
        + "numbers as the three of panel a are by three. \(steps) steps of Adam (0.05). The engine "
        + "adds two biases of 3 numbers to each state, b_h is their sum.")
    return [ExhibitFigure(name, figure, facts: facts(trained, before, after))]
  }

  private func facts(_ network: Network, _ before: Tensor, _ after: Tensor) -> [Fact] {
    func count(_ name: String) -> Int {
      network.parameters.first { $0.name == name }?.shape.count ?? 0
    }
    let path = word.enumerated().map { ($0.offset, letters.firstIndex(of: $0.element) ?? 0) }
    let right = path.filter { step, letter in
      letters.indices.allSatisfy { after[step, $0] <= after[step, letter] }
    }
    func least(_ table: Tensor) -> Double { path.map { Double(table[$0.0, $0.1]) }.min() ?? .nan }
    let hidden = count("cell.bias_ih")
    return [
      .count("weights W_hx, 8 characters", count("cell.weight_ih")),
      .count("the lecture's W_hx", 8 * 3),
      .count("weights W_hh", count("cell.weight_hh")),
      .count("weights W_hh of one neuron, as the lecture counts", count("cell.weight_hh") / hidden),
      .count("weights W_yh", count("scores.weight")),
      .count("biases b_h", hidden),
      .share("least probability of a right character before", least(before)),
      .share("least probability of a right character after", least(after)),
      .count("steps whose likeliest character is the right one, after", right.count),
    ]
  }

  private func network(_ seed: UInt64) throws(FoveaError) -> Network {
    try Network(input: .sequence(length: word.count, features: letters.count), seed: seed) {
      ElmanRNN("cell", hidden: 3)
      Dense("scores", letters.count, bias: false, initializer: .glorotUniform)
    }
  }

  /// Nothing, a, c, h are read; a, c, h, e are wanted.
  private func lesson() throws(FoveaError) -> TensorSamples {
    let ids = word.map { letters.firstIndex(of: $0) ?? 0 }
    var inputs = Tensor.zeros([1, word.count, letters.count])
    for step in 1..<word.count { inputs[0, step, ids[step - 1]] = 1 }
    return try TensorSamples(
      inputs: inputs, targets: Tensor(shape: [1, word.count], scalars: ids.map { Float($0) }),
      classCount: letters.count)
  }

  /// The probability of each character at each step, `[steps, characters]`.
  private func expectations(
    _ network: Network, _ samples: TensorSamples
  ) throws(FoveaError) -> Tensor {
    try Evaluation(of: network, on: samples).probabilities
  }

  private func table(
    _ kind: Initializer, _ title: String, rows: [String], columns: [String]
  ) -> HeatMap {
    var source = RandomSource(seed: 0)
    return HeatMap(
      values: kind.tensor([rows.count, columns.count], from: &source), title: title,
      columns: .names(columns), rows: .names(rows), colorMap: .blues, digits: 1)
  }

  private func weights(
    _ values: Tensor, _ title: String, _ rows: [String], _ columns: [String]
  ) -> HeatMap {
    var map = HeatMap(
      values: values, title: "\(title), \(values.shape[0]) × \(values.shape[1])",
      columns: .names(columns), rows: .names(rows), kind: .symmetric, digits: 2)
    // Tall enough for more than one number at the bar.
    let tall = Double(max(5, values.shape[0])) * 24
    map.plotSize = Size(Double(values.shape[1]) * 34, tall)
    return map
  }

  /// Both biases of the cell together, `[units, 1]`.
  private func bias(of network: Network) throws(FoveaError) -> Tensor {
    let input = try network.weights(of: "cell.bias_ih").scalars
    let state = try network.weights(of: "cell.bias_hh").scalars
    return Tensor(shape: [input.count, 1], scalars: zip(input, state).map { $0 + $1 })
  }

  private func expected(_ table: Tensor, _ title: String) -> HeatMap {
    HeatMap(
      // Below half a hundredth is none.
      values: table.map { ($0 * 100).rounded() / 100 }, title: title, xLabel: "next character",
      yLabel: "step",
      columns: .names(letters), rows: .names(["1", "2: read a", "3: read c", "4: read h"]),
      scale: ColorScale(range: 0...1), colorMap: .blues, unit: "probability", digits: 2)
  }
}
