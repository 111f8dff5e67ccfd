import Fovea

/// One memory cell whose gates the input opens and closes, unrolled over seven steps, beside a plain recurrent unit.
///
/// Each step reads a signal and, for the cell, three controls that are 1 for open and 0 for closed: i, f, o = σ(12 (2 control −
/// 1)), g = tanh(signal), c_t = f c_{t−1} + i g, h_t = o tanh(c_t). The plain unit is h_t = tanh(signal + 0.6 h_{t−1}). Both
/// answer y_t = tanh(h_t).
struct GatedMemory {
  /// Which gates are open at each step: Graves' example, where the first input is kept and read out twice.
  struct Gates {
    var input: [Bool]
    var forget: [Bool]
    var output: [Bool]

    static let graves = Gates(
      input: [true, false, false, false, false, false, false],
      forget: [false, true, true, true, true, true, true],
      output: [false, false, false, true, false, true, false])
  }

  static let steps = 7
  /// The weight of the plain unit's state.
  static let recurrentWeight: Float = 0.6

  let network: Network
  let inputs: [String: Tensor]
  /// The nodes of the states, c_t or h_t, and of the answers y_t.
  let states: [Node.ID]
  let answers: [Node.ID]
  /// The nodes of what each gate lets through, by the gate's letter; empty for the plain unit.
  let gates: [String: [Node.ID]]

  /// A memory cell.
  init(_ open: Gates, signals: [Float]) throws(FoveaError) {
    var states: [Node.ID] = []
    var answers: [Node.ID] = []
    var gates: [String: [Node.ID]] = [:]
    network = try Network { (graph) throws(FoveaError) in
      for step in 1...Self.steps {
        let signal = try graph.addInput("x\(step)", shape: [1])
        var passes: [String: Node.ID] = [:]
        for letter in ["i", "f", "o"] {
          let control = try graph.addInput("\(letter)\(step)", shape: [1])
          let pushed = try graph.add(
            Elementwise(.linear(scale: 24, offset: -12)), to: [control])
          passes[letter] = try graph.add(Elementwise(.sigmoid), to: [pushed])
          gates[letter, default: []].append(passes[letter] ?? pushed)
        }
        let new = try graph.add(Elementwise(.tanh), to: [signal])
        var cell = try graph.add(Arithmetic(.multiply), to: [passes["i"] ?? new, new])
        if let before = states.last {
          let kept = try graph.add(Arithmetic(.multiply), to: [passes["f"] ?? new, before])
          cell = try graph.add(Arithmetic(.add), to: [kept, cell], name: "c\(step)")
        }
        states.append(cell)
        let shown = try graph.add(Elementwise(.tanh), to: [cell])
        let state = try graph.add(Arithmetic(.multiply), to: [passes["o"] ?? new, shown])
        answers.append(try graph.add(Elementwise(.tanh), to: [state], name: "y\(step)"))
      }
    }
    var inputs = Self.named(signals)
    for step in 1...Self.steps {
      inputs["i\(step)"] = Tensor([open.input[step - 1] ? 1 : 0])
      inputs["f\(step)"] = Tensor([open.forget[step - 1] ? 1 : 0])
      inputs["o\(step)"] = Tensor([open.output[step - 1] ? 1 : 0])
    }
    (self.states, self.answers, self.gates, self.inputs) = (states, answers, gates, inputs)
  }

  /// A plain unit.
  init(signals: [Float]) throws(FoveaError) {
    var states: [Node.ID] = []
    var answers: [Node.ID] = []
    network = try Network { (graph) throws(FoveaError) in
      for step in 1...Self.steps {
        var sum = try graph.addInput("x\(step)", shape: [1])
        if let before = states.last {
          let kept = try graph.add(
            Elementwise(.linear(scale: Self.recurrentWeight, offset: 0)), to: [before])
          sum = try graph.add(Arithmetic(.add), to: [sum, kept])
        }
        let state = try graph.add(Elementwise(.tanh), to: [sum], name: "h\(step)")
        states.append(state)
        answers.append(try graph.add(Elementwise(.tanh), to: [state], name: "y\(step)"))
      }
    }
    (self.states, self.answers, gates, inputs) = (states, answers, [:], Self.named(signals))
  }

  private static func named(_ signals: [Float]) -> [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: signals.enumerated().map { ("x\($0 + 1)", Tensor([$1])) })
  }

  /// |∂/∂x₁| of all states and answers.
  func sensitivities() throws(FoveaError) -> (states: [Double], answers: [Double]) {
    let all = try network.sensitivities(of: states + answers, to: "x1", inputs: inputs)
    return (Array(all.prefix(Self.steps)), Array(all.suffix(Self.steps)))
  }

  /// How far each gate is open at each step, 0…1, by the gate's letter.
  func openness() throws(FoveaError) -> [String: [Double]] {
    let plan = try Plan(
      network, batch: 1,
      request: PlanRequest(outputs: gates.values.flatMap { $0 }, allowsParts: false))
    for (name, value) in inputs.sorted(by: { $0.key < $1.key }) {
      try plan.setInput(name, to: value)
    }
    try plan.run()
    return gates.mapValues { nodes in nodes.map { Double(plan.value(of: $0).scalar) } }
  }
}
