import Fovea

/// What four gates do with the gradient that reaches them.
struct GradientPatterns: Exhibit {
  let name = "gradient-patterns"
  let title = "Patterns in gradient flow"
  let lectures: [Lecture] = [.ma]
  let explanation = """
    Four gates with the gradient that arrives from the right and what they hand back to the left: addition, multiplication, \
    copying, and the larger of two. An add gate distributes the gradient unchanged, a multiply gate hands each input the \
    gradient times the other one, a copy adds up what comes back from its readers, and a max gate routes everything to the \
    larger input and nothing to the other.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let add = try Self.gate(.add, 3, 4, upstream: 2, title: "add: distributes")
    let multiply = try Self.gate(.multiply, 2, 3, upstream: 5, title: "multiply: swaps")
    let copy = try Self.copy(7, upstream: [4, 2], title: "copy: adds")
    let larger = try Self.gate(.maximum, 4, 5, upstream: 9, title: "max: routes")
    let gradient = ComputationalGraphs.gradient
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Four gates and the gradients they hand back",
          panels: [add, multiply, copy, larger], columns: 2,
          caption: "Values above the wires, gradients below; those at the outputs are given."),
        facts: [
          Fact("add: gradient of x", gradient("x", add)),
          Fact("add: gradient of y", gradient("y", add)),
          Fact("multiply: gradient of x", gradient("x", multiply)),
          Fact("multiply: gradient of y", gradient("y", multiply)),
          Fact("copy: gradient of x", gradient("x", copy)),
          Fact("max: gradient of x", gradient("x", larger)),
          Fact("max: gradient of y", gradient("y", larger)),
        ])
    ]
  }

  private static func gate(
    _ function: Arithmetic.Function, _ x: Float, _ y: Float, upstream: Float, title: String
  ) throws -> ComputationGraph {
    let network = try Network { (graph) throws(FoveaError) in
      let left = try graph.addInput("x", shape: .scalar, isBatched: false)
      let right = try graph.addInput("y", shape: .scalar, isBatched: false)
      graph.output(try graph.add(Arithmetic(function), to: [left, right], name: "out"))
    }
    return try ComputationGraph(
      network, inputs: ["x": Tensor(x), "y": Tensor(y)], upstream: ["out": Tensor(upstream)],
      decimals: 0, title: title)
  }

  private static func copy(
    _ x: Float, upstream: [Float], title: String
  ) throws -> ComputationGraph {
    let network = try Network { (graph) throws(FoveaError) in
      let source = try graph.addInput("x", shape: .scalar, isBatched: false)
      let same = Elementwise(.linear(scale: 1, offset: 0))
      let first = try graph.add(same, to: [source], name: "first")
      let second = try graph.add(same, to: [source], name: "second")
      graph.output(first, second)
    }
    return try ComputationGraph(
      network, inputs: ["x": Tensor(x)],
      upstream: ["first": Tensor(upstream[0]), "second": Tensor(upstream[1])],
      outputNames: ["first": " ", "second": " "], decimals: 0, title: title)
  }
}
