import Fovea

extension UnrolledBackpropagation {
  /// A vector with two digits after the point.
  static func text(_ tensor: Tensor?) -> String {
    "(" + (tensor?.scalars ?? []).map { Double($0).decimals(2) }.joined(separator: ", ") + ")"
  }

  /// All weights, by which each number can be computed again.
  static func weights(_ network: Network) throws(FoveaError) -> FigureGrid {
    let units = ["1", "2"]
    let bias = try network.weights(of: "W_hx.bias").scalars
    return FigureGrid(
      panels: [
        NumberGrid(
          try network.weights(of: "W_hh.weight"), digits: 3, title: "W_hh", rowLabels: units,
          columnLabels: units),
        NumberGrid(
          try network.weights(of: "W_hx.weight"), digits: 3, title: "W_hx", rowLabels: units,
          columnLabels: UnrolledElman.letters),
        NumberGrid(
          Tensor(shape: [bias.count, 1], scalars: bias), digits: 3, title: "b_h",
          rowLabels: units),
        NumberGrid(
          try network.weights(of: "W_yh.weight"), digits: 3, title: "W_yh",
          rowLabels: UnrolledElman.letters, columnLabels: units),
      ], hasLetters: false)
  }

  /// Time runs to the right; inputs below, losses above.
  static func diagram(_ graph: ComputationGraph) -> Diagram {
    var diagram = Diagram(
      title: "Four steps unrolled", layout: .grid(cell: Size(176, 76)),
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
      let asked = graph.wire(from: answer, to: "L\(step)")?.gradient
      diagram.connect(y, loss, below: text(asked))
      before = h
    }
    diagram.caption =
      "Beside each wire the gradient that flows back along it; beside those from x the gradient "
      + "at the sum inside of tanh, δₜ. Letters are coded a, c, e, h, one of four numbers each."
    return diagram
  }

  /// The backward pass, a row for each step.
  static func table(_ graph: ComputationGraph) -> NumberGrid {
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
