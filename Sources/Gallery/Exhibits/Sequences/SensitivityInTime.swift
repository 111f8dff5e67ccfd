import Fovea

/// Graves' figure: how a first input fades from a plain network and stays in a gated one.
struct SensitivityInTime: Exhibit {
  let name = "sensitivity-in-time"
  let title = "What is left of the first input"
  let lectures: [Lecture] = [.chopra, .gavankar, .ramakrishnan]
  let explanation = """
    A plain recurrent unit and a memory cell unfolded over seven steps, each node shaded by how strongly it depends on the first \
    input, after a figure of Graves (2012) and with real derivatives. Black is the largest dependence of a row and white none: \
    in the plain unit new inputs wash it out, the cell keeps it as long as its forget gate (left of the state) is open ○ and \
    its input gate (below) closed —, and the answers show it only where the output gate (above) is open.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let signals: [Float] = [0.4, -0.7, 0.9, 0.5, -0.8, 0.6, -0.5]
    let plain = try GatedMemory(signals: signals)
    let cell = try GatedMemory(.graves, signals: signals)
    let (faded, kept) = (try plain.sensitivities(), try cell.sensitivities())
    let open = try cell.openness()
    let last = GatedMemory.steps - 1
    let read = signals.map { Double($0).short }.joined(separator: ", ")
    let figure = FigureGrid(
      title: title,
      panels: [
        Self.diagram("A plain recurrent unit", faded, gates: [:]),
        Self.diagram("A memory cell with gates", kept, gates: open),
      ], columns: 1,
      caption:
        "In each node: |∂/∂x₁| of the state (middle row) and of the answer (upper row). Shades "
        + "are relative to the largest of a row. ○ a gate that is open, — one that is shut: the "
        + "input gate below a state, the forget gate left of it, the output gate above; nothing is "
        + "learnt, the gates are set by hand as inputs. The plain unit is h ← tanh(x + "
        + "\(Double(GatedMemory.recurrentWeight).short) h). Signals "
        + "\(read).")
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          Fact("plain unit: |∂h₇/∂x₁| over |∂h₁/∂x₁|", faded.states[last] / faded.states[0]),
          Fact("memory cell: |∂c₇/∂x₁| over |∂c₁/∂x₁|", kept.states[last] / kept.states[0]),
          Fact("memory cell: |∂y₄/∂x₁|, output gate open", kept.answers[3]),
          Fact("memory cell: |∂y₅/∂x₁|, output gate closed", kept.answers[4]),
          Fact("openness of the first input gate", open["i"]?.first ?? .nan),
          Fact("openness of the second input gate", open["i"]?[1] ?? .nan),
        ])
    ]
  }

  /// Inputs below, states in the middle, answers above, with gates on the wires between.
  private static func diagram(
    _ title: String, _ sensitivity: (states: [Double], answers: [Double]), gates: [String: [Double]]
  ) -> Diagram {
    var diagram = Diagram(title: title, layout: .grid(cell: Size(35, 25)))
    let steps = sensitivity.states.count
    let ranges = (sensitivity.states.max() ?? 1, sensitivity.answers.max() ?? 1)
    func sign(_ letter: String, _ step: Int) -> String? {
      gates[letter].map { $0[step] > 0.5 ? "○" : "—" }
    }
    var states: [Int] = []
    for step in 0..<steps {
      let column = Double(step) * 2
      let x = diagram.add(
        DiagramNode(
          "x\(index(step + 1))", shape: .circle, fill: step == 0 ? .black : .white,
          cell: Point(column, 6)))
      states.append(
        diagram.add(unit(sensitivity.states[step], ranges.0, Point(column, 3))))
      let y = diagram.add(unit(sensitivity.answers[step], ranges.1, Point(column, 0)))
      join(x, states[step], sign("i", step), Point(column, 4.6), &diagram)
      join(states[step], y, sign("o", step), Point(column, 1.4), &diagram)
      if step > 0 {
        join(
          states[step - 1], states[step], sign("f", step), Point(column - 1, 3), &diagram)
      }
    }
    return diagram
  }

  /// A node shaded by its share of the largest number of its row.
  private static func unit(_ value: Double, _ largest: Double, _ cell: Point) -> DiagramNode {
    let share = largest > 0 ? min(1, value / largest) : 0
    return DiagramNode(
      value.decimals(2), shape: .circle, fill: Color(grey: 1 - share), cell: cell)
  }

  /// Joins two nodes by a wire, with the sign of a gate in its middle where there is one.
  private static func join(
    _ from: Int, _ to: Int, _ sign: String?, _ cell: Point, _ diagram: inout Diagram
  ) {
    guard let sign else { return diagram.connect(from, to) }
    let gate = diagram.add(DiagramNode(sign, shape: .plain, cell: cell))
    var wire = DiagramEdge(from: from, to: gate)
    wire.hasHead = false
    diagram.edges.append(wire)
    diagram.connect(gate, to)
  }

  private static func index(_ number: Int) -> String {
    String(Array("₀₁₂₃₄₅₆₇₈₉")[number])
  }
}
