import Fovea

/// Backpropagation through time on a network small enough to follow each number.
struct UnrolledBackpropagation: Exhibit {
  let name = "unrolled-backpropagation"
  let title = "Backpropagation through time, number by number"
  let lectures: [Lecture] = [.chopra, .ramakrishnan]
  let explanation = """
    A recurrent network with two hidden units reads nothing, then a, c, h, and shall say a, c, h, e: the graph unrolled over \
    four steps with the values that flow forward and the gradients of the summed loss that flow back, and the backward pass as \
    a table from the last step to the first. Values stand in the boxes and gradients in red beside the wires; each state collects a gradient \
    from its own answer and one from the next step, and every step adds δ times the state before it to the gradient of the \
    one shared matrix.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let elman = try UnrolledElman(seed: studio.seed)
    let graph = try ComputationGraph(elman.network, inputs: elman.inputs)
    let steps = UnrolledElman.read.count
    var losses = 0.0
    for step in 1...steps { losses += Double(graph.values["L\(step)"]?.scalar ?? .nan) }
    let norms = (1...steps).map { Self.norm(graph.gradients["h\($0)"]) }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          panels: [Self.diagram(graph), Self.table(graph)], columns: 1,
          caption:
            "hₜ = tanh(W_hh hₜ₋₁ + W_hx xₜ + b_h), yₜ = W_yh hₜ, Lₜ the cross-entropy of yₜ's "
            + "softmax. The last letter is ours. Weights drawn by chance, seed "
            + "\(studio.seed)."),
        facts: [
          Fact("summed loss", losses),
          Fact(
            "summed loss after 300 steps of gradient descent",
            try elman.loss(after: 300, rate: 0.3)),
          Fact("‖∂L/∂h₁‖", norms[0]), Fact("‖∂L/∂h₄‖", norms[steps - 1]),
          Fact(
            "largest difference from the recurrent layer's gradients",
            try elman.difference(from: graph)),
        ])
    ]
  }

  private static func norm(_ tensor: Tensor?) -> Double {
    (tensor?.scalars ?? [.nan]).reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  private static func text(_ tensor: Tensor?) -> String {
    "(" + (tensor?.scalars ?? []).map { Double($0).decimals(2) }.joined(separator: ", ") + ")"
  }

  // MARK: - Pictures

  /// Time runs to the right; inputs below, losses above.
  private static func diagram(_ graph: ComputationGraph) -> Diagram {
    var diagram = Diagram(
      title: "Four steps unrolled", layout: .grid(cell: Size(158, 76)),
      kinds: [
        Diagram.Kind("input", Color(0x666666)), Diagram.Kind("state", Theme.standard.color(0)),
        Diagram.Kind("answer", Theme.standard.color(2)),
        Diagram.Kind("loss", Theme.standard.color(1)),
      ])
    var before = diagram.add(
      DiagramNode("h₀", lines: [text(graph.values["h0"])], kind: "state", cell: Point(0, 2)))
    let figures = Array("₀₁₂₃₄")
    for step in 1...UnrolledElman.read.count {
      let index = figures[step]
      let column = Double(step)
      let letter = UnrolledElman.read[step - 1]
      let x = diagram.add(
        DiagramNode(
          "x\(index) = \(letter ?? "0")", shape: .pill, kind: "input", cell: Point(column, 3)))
      let h = diagram.add(
        DiagramNode(
          "h\(index)", lines: [text(graph.values["h\(step)"])], kind: "state",
          cell: Point(column, 2)))
      let answer = "W_yh[\(step - 1)]"
      let y = diagram.add(
        DiagramNode(
          "y\(index)", lines: [text(graph.values[answer])], kind: "answer", cell: Point(column, 1)))
      let loss = diagram.add(
        DiagramNode(
          "L\(index) = \(Double(graph.values["L\(step)"]?.scalar ?? .nan).decimals(2))",
          lines: ["wants \(UnrolledElman.wanted[step - 1])"], kind: "loss", cell: Point(column, 0)))
      let back = graph.wire(from: "h\(step - 1)", to: "W_hh[\(step - 1)]")
      diagram.connect(before, h, below: back?.gradient.map { text($0) } ?? "")
      diagram.connect(x, h, below: text(graph.gradients["s\(step)"]))
      diagram.connect(h, y, below: text(graph.wire(from: "h\(step)", to: answer)?.gradient))
      diagram.connect(y, loss)
      before = h
    }
    diagram.caption =
      "Beside each wire the gradient that flows back along it; beside those from x the gradient "
      + "at the sum inside of tanh, δₜ. Letters are coded a, c, e, h."
    return diagram
  }

  /// The backward pass, a row for each step.
  private static func table(_ graph: ComputationGraph) -> NumberGrid {
    let steps = UnrolledElman.read.count
    var cells: [[NumberGrid.Cell]] = []
    var names: [String] = []
    var total = [Float](repeating: 0, count: UnrolledElman.hidden * UnrolledElman.hidden)
    for step in (1...steps).reversed() {
      let delta = graph.gradients["s\(step)"]?.scalars ?? []
      let state = graph.values["h\(step - 1)"]?.scalars ?? []
      let product = delta.flatMap { row in state.map { row * $0 } }
      total = zip(total, product).map { $0 + $1 }
      let own = graph.wire(from: "h\(step)", to: "W_yh[\(step - 1)]")?.gradient
      let later = graph.wire(from: "h\(step)", to: "W_hh[\(step)]")?.gradient
      cells.append(
        [
          text(own), later.map { text($0) } ?? "—", text(graph.gradients["h\(step)"]),
          text(graph.gradients["s\(step)"]),
          text(Tensor(product)), text(Tensor(total)),
        ].map { NumberGrid.Cell($0) })
      names.append("t = \(step)")
    }
    var table = NumberGrid(
      cells, title: "The backward pass, from the last step to the first", rowLabels: names,
      columnLabels: [
        "from yₜ", "from step t+1", "∂L/∂hₜ, the sum", "δₜ = (1 − hₜ²) · sum",
        "δₜ hₜ₋₁ᵀ, by rows", "added up: ∂L/∂W_hh",
      ])
    table.fitsColumns = true
    table.font = Font(9)
    return table
  }
}
