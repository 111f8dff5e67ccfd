import Fovea

/// The second lecture's network, forward with biases and backward by the errors of nodes.
struct ErrorsOfNodes: Exhibit {
  let name = "errors-of-nodes"
  let title = "Forward with biases, backward by errors"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    The lecture's network with three inputs, three hidden units and one output, computed by its matrices with a bias in the \
    first column, and its recursion δ⁽⁴⁾ = a⁽⁴⁾ − y, δ⁽ˡ⁾ = Θ⁽ˡ⁾ᵀδ⁽ˡ⁺¹⁾ .* g′(z⁽ˡ⁾) on a network of four layers with the gradients of \
    weights, ∂J/∂Θ⁽ˡ⁾ = δ⁽ˡ⁺¹⁾a⁽ˡ⁾ᵀ, that follow. All numbers equal the engine's, for the cost −(y log h + (1 − y) log(1 − h)): the \
    lecture writes it without the minus, and the derivative of what it writes is y − a⁽⁴⁾, the opposite of its own δ⁽⁴⁾.
    """

  static let x: [Float] = [0.5, -1, 2]
  static let target: Float = 1

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let forward = try Run([3, 1], seed: studio.seed)
    let deep = try Run([3, 2, 1], seed: studio.seed)
    let picture = FigureGrid(
      title: "Forward, 3–3–1",
      panels: [
        Equation(
          [
            forward.weights[0].grid("Θ⁽¹⁾, 3×4", columns: ["bias", "x₁", "x₂", "x₃"]),
            forward.a[0].withBias.grid("x", rows: ["1", "x₁", "x₂", "x₃"]),
            forward.z[0].grid("z⁽²⁾"), forward.a[1].grid("a⁽²⁾"),
          ], signs: ["·", "=", "→ g →"]),
        Equation(
          [
            forward.weights[1].grid("Θ⁽²⁾, 1×4", columns: ["bias", "a₁", "a₂", "a₃"]),
            forward.a[1].withBias.grid("a⁽²⁾", rows: ["1", "a₁", "a₂", "a₃"]),
            forward.z[1].grid("z⁽³⁾"),
            forward.a[2].grid("h(x) = a⁽³⁾"),
          ], signs: ["·", "=", "→ g →"]),
      ], columns: 1, hasLetters: false)
    let back = FigureGrid(
      title: "Backward, 3–3–2–1, y = \(Double(Self.target).short)",
      panels: [
        Equation(
          [
            deep.a[3].grid("a⁽⁴⁾"), HandMatrix([[Double(Self.target)]]).grid("y"),
            deep.delta[2].grid("δ⁽⁴⁾"),
          ], signs: ["−", "="]),
        Self.step(deep, 2, "δ⁽³⁾", "Θ⁽³⁾ᵀ", "δ⁽⁴⁾", "g′(z⁽³⁾)"),
        Self.step(deep, 1, "δ⁽²⁾", "Θ⁽²⁾ᵀ", "δ⁽³⁾", "g′(z⁽²⁾)"),
        Self.weightGradient(deep, 2, "δ⁽⁴⁾", "a⁽³⁾ᵀ", "∂J/∂Θ⁽³⁾"),
        Self.weightGradient(deep, 1, "δ⁽³⁾", "a⁽²⁾ᵀ", "∂J/∂Θ⁽²⁾"),
      ], columns: 1, hasLetters: false)
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Forward with biases, backward by errors", panels: [picture, back],
          caption: "g is the sigmoid; the bias column has no part in Θᵀδ, and the gradient by the "
            + "biases, δ itself, is left out of ∂J/∂Θ. Weights drawn by chance, "
            + "seed \(studio.seed)."),
        facts: [
          Fact("h(x)", forward.a[2].rows[0][0]),
          Fact("largest difference of z and a from the engine", forward.forwardDifference),
          Fact("a⁽⁴⁾ − y", deep.a[3].rows[0][0] - Double(Self.target)),
          Fact("the engine's derivative by z⁽⁴⁾", deep.engineError),
          Fact("largest difference of δ from the engine", deep.backwardDifference),
          Fact("largest difference of ∂J/∂Θ = δ aᵀ from the engine", deep.weightDifference),
        ])
    ]
  }

  private static func weightGradient(
    _ run: Run, _ layer: Int, _ delta: String, _ answer: String, _ result: String
  ) -> Equation {
    let answers = run.a[layer].transposed
    return Equation(
      [
        run.delta[layer].grid(delta), answers.grid(answer),
        (run.delta[layer] * answers).grid(result),
      ], signs: ["·", "="])
  }

  private static func step(
    _ run: Run, _ layer: Int, _ result: String, _ weight: String, _ delta: String, _ slope: String
  ) -> Equation {
    Equation(
      [
        run.inner[layer].transposed.grid(weight), run.delta[layer].grid(delta),
        run.z[layer - 1].map(HandMatrix.sigmoidSlope).grid(slope),
        run.delta[layer - 1].grid(result),
      ], signs: ["·", ".*", "="])
  }
}
