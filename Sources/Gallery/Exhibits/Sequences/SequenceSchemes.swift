import Fovea

/// The lecture's five ways to join inputs and outputs of a recurrent network, each a network that runs.
struct SequenceSchemes: Exhibit {
  let name = "sequence-schemes"
  let title = "Which outputs depend on which inputs"
  let lectures: [Lecture] = [.chopra]
  let explanation = """
    Five networks of the same cells, which differ in the steps at which something is read and something is said: from a plain \
    classifier to an encoder with a decoder and a tagger that answers at each step. Time runs to the right with inputs below \
    and outputs above; the number in each output counts the inputs on which it depends, measured by gradients: an aligned answer \
    depends on what was read so far, a shifted one on everything.
    """

  /// At which steps something is read and said.
  struct Scheme {
    let title: String
    let reads: [Bool]
    let says: [Bool]
  }

  static let schemes: [Scheme] = [
    Scheme(title: "one to one", reads: [true], says: [true]),
    Scheme(title: "one to many", reads: [true, false, false], says: [true, true, true]),
    Scheme(title: "many to one", reads: [true, true, true], says: [false, false, true]),
    Scheme(
      title: "many to many, shifted", reads: [true, true, true, false, false],
      says: [false, false, true, true, true]),
    Scheme(title: "many to many, aligned", reads: [true, true, true], says: [true, true, true]),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for scheme in Self.schemes {
      let counts = try Self.dependences(of: scheme, seed: studio.seed)
      panels.append(Self.diagram(scheme, counts))
      for (output, count) in counts.enumerated() {
        facts.append(.count("\(scheme.title): inputs that output \(output + 1) depends on", count))
      }
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: title, panels: panels, hasLetters: false,
          caption:
            "Orange: inputs, grey: cells, blue: outputs with the number of inputs that each depends "
            + "on, by gradients. Elman cells of 4 units, inputs and outputs of 3 features, weights "
            + "drawn by chance; seed \(studio.seed)."),
        facts: facts)
    ]
  }

  /// How many inputs each output depends on: those with a gradient that is not zero.
  private static func dependences(of scheme: Scheme, seed: UInt64) throws -> [Int] {
    var outputs: [Node.ID] = []
    let network = try Network(seed: seed) { (graph) throws(FoveaError) in
      var state: Node.ID?
      for (step, reads) in scheme.reads.enumerated() {
        var parts: [Node.ID] = []
        if reads {
          let x = try graph.addInput("x\(step)", shape: [1, 3])
          parts.append(try graph.add(DenseProduct(units: 4), to: [x], name: "read"))
        }
        if let state {
          parts.append(try graph.add(DenseProduct(units: 4), to: [state], name: "keep"))
        }
        let sum = parts.count == 1 ? parts[0] : try graph.add(Arithmetic(.add), to: parts)
        let new = try graph.add(Elementwise(.tanh), to: [sum])
        state = new
        if scheme.says[step] {
          outputs.append(try graph.add(DenseProduct(units: 3), to: [new], name: "say"))
        }
      }
      graph.outputs = outputs
    }
    var source = RandomSource(seed: seed, purpose: "inputs of schemes")
    var inputs: [String: Tensor] = [:]
    for input in network.inputs { inputs[input.name] = .normal([1, 3], from: &source) }
    var counts = [Int](repeating: 0, count: outputs.count)
    for input in network.inputs {
      let found = try network.sensitivities(of: outputs, to: input.name, inputs: inputs)
      for (index, strength) in found.enumerated() where strength > 0 { counts[index] += 1 }
    }
    return counts
  }

  private static func diagram(_ scheme: Scheme, _ counts: [Int]) -> Diagram {
    var diagram = Diagram(
      title: scheme.title, layout: .grid(cell: Size(42, 46)),
      kinds: [
        Diagram.Kind("input", Theme.standard.color(1)), Diagram.Kind("cell", Color(0x444444)),
        Diagram.Kind("output", Theme.standard.color(0)),
      ])
    diagram.showsLegend = false
    var before: Int?
    var output = 0
    for step in scheme.reads.indices {
      let column = Double(step)
      let cell = diagram.add(
        DiagramNode("h", shape: .circle, kind: "cell", cell: Point(column, 1)))
      if let before { diagram.connect(before, cell) }
      before = cell
      if scheme.reads[step] {
        let x = diagram.add(
          DiagramNode("x", shape: .circle, kind: "input", cell: Point(column, 2)))
        diagram.connect(x, cell)
      }
      if scheme.says[step] {
        let y = diagram.add(
          DiagramNode("\(counts[output])", shape: .circle, kind: "output", cell: Point(column, 0)))
        diagram.connect(cell, y)
        output += 1
      }
    }
    return diagram
  }
}
