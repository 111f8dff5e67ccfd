import Fovea
import Foundation

/// Backpropagation through time on a network small enough to follow each number.
struct UnrolledBackpropagation: Exhibit {
  let name = "unrolled-backpropagation"
  let title = "Backpropagation through time, number by number"
  let lectures: [Lecture] = [.chopra, .ramakrishnan]
  let explanation = """
    A recurrent network with two hidden units reads nothing, then a, c, h, and shall say a, c, h, e: the graph unrolled \
    over four steps with the values that flow forward and the gradients of the summed loss that flow back, all weights, \
    and the backward pass as a table from the last step to the first. Values stand in the boxes and gradients in red \
    beside the wires; each state collects a gradient from its own answer and one from the next step, and every step adds δ \
    times the state before it to the gradient of the one shared matrix.
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
          title: title,
          panels: [Self.diagram(graph), try Self.weights(elman.network), Self.table(graph)],
          columns: 1,
          caption:
            "hₜ = tanh(W_hh hₜ₋₁ + W_hx xₜ + b_h), yₜ = W_yh hₜ, Lₜ = −ln softmax(yₜ) at the letter "
            + "that is wanted, with the gradient softmax(yₜ) less 1 there. The last letter is ours. Weights drawn by chance, seed "
            + "\(studio.seed)."),
        facts: [
          Fact("summed loss", losses),
          Fact("largest difference of ∂L/∂y from softmax less 1 at the letter", Self.error(graph)),
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

  /// How far the gradients at the answers are from what the softmax says they are.
  private static func error(_ graph: ComputationGraph) -> Double {
    (1...UnrolledElman.read.count).map { step -> Double in
      let answer = "W_yh[\(step - 1)]"
      let powers = (graph.values[answer]?.scalars ?? []).map { exp(Double($0)) }
      let wanted = UnrolledElman.position(UnrolledElman.wanted[step - 1])
      let expected = powers.enumerated().map {
        $0.element / powers.reduce(0, +) - ($0.offset == wanted ? 1 : 0)
      }
      let told = graph.wire(from: answer, to: "L\(step)")?.gradient?.scalars ?? []
      guard told.count == expected.count else { return .nan }
      return zip(told, expected).map { abs(Double($0) - $1) }.max() ?? .nan
    }.max() ?? .nan
  }

  private static func norm(_ tensor: Tensor?) -> Double {
    (tensor?.scalars ?? [.nan]).reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
