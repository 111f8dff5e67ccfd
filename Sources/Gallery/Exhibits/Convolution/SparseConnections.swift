import Fovea

/// Who is connected with whom, in a dense layer and in a convolution, and behind two convolutions.
struct SparseConnections: Exhibit {
  let name = "sparse-connections"
  let title = "Sparse connections"
  let lectures: [Lecture] = [.chopra, .gavankar]
  let explanation = """
    Lines are drawn where the engine's derivative ∂s/∂x is not zero: seen from below (what one input feeds), seen from above \
    (what feeds one output), over a picture of 4×4 pixels, and through two layers. In a convolution with three weights an input feeds three outputs and an \
    output hears three inputs; x₁ and x₅ never meet in the first layer, yet both reach g₃ in the second.
    """

  private let accent = Theme.okabeIto[1]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try layers(seed: studio.seed), try picture(), try indirect()]
  }

  private func names(_ letter: String, _ count: Int) -> [String] {
    let figures = Array("₀₁₂₃₄₅₆₇₈₉")
    return (1...count).map { number in
      letter + String("\(number)".compactMap(\.wholeNumberValue).map { figures[$0] })
    }
  }

  // MARK: - One layer

  private func layers(seed: UInt64) throws -> ExhibitFigure {
    let count = 6
    let input = NetworkInput(element: [1, count])
    let dense = try Network(input: input, seed: seed) { Dense("s", count, bias: false) }
    let sparse = try Network(input: input) {
      KernelFilter("s", LectureNumbers.filter, padding: .same)
    }
    let point = Tensor(repeating: 1, shape: [1, count])
    var facts: [Fact] = []
    var panels: [LayerDiagram] = []
    for (title, network) in [("dense layer", dense), ("convolution of three weights", sparse)] {
      let lines = try Jacobian(of: network, on: point).dependences
      let below = lines.filter { $0.input == 2 }
      let above = lines.filter { $0.output == 2 }
      facts += [
        .count("\(title): connections", lines.count), .count("\(title): x₃ feeds", below.count),
        .count("\(title): s₃ hears", above.count),
      ]
      panels.append(diagram("\(title), from below", lines, count) { $0.input == 2 })
      panels.append(diagram("\(title), from above", lines, count) { $0.output == 2 })
    }
    return ExhibitFigure(
      "\(name)-layer",
      FigureGrid(
        title: "Six inputs, six outputs", panels: panels, columns: 2,
        caption: "Left: all that x₃ feeds. Right: all that s₃ hears."),
      facts: facts)
  }

  private func diagram(
    _ title: String, _ lines: [(output: Int, input: Int)], _ count: Int,
    _ isMarked: ((output: Int, input: Int)) -> Bool
  ) -> LayerDiagram {
    let marked = lines.filter(isMarked)
    return LayerDiagram(
      layers: [
        .init("x", units: names("x", count), emphasized: Set(marked.map(\.input))),
        .init("s", units: names("s", count), emphasized: Set(marked.map(\.output))),
      ],
      connections: lines.map { line in
        LayerDiagram.Connection(
          from: line.input, to: line.output, color: isMarked(line) ? accent : nil)
      }, title: title, accent: accent)
  }

  // MARK: - A picture

  private func picture() throws -> ExhibitFigure {
    let network = try Network(input: .image(channels: 1, height: 4, width: 4)) {
      KernelFilter("s", Tensor(repeating: 1, shape: [2, 2]))
    }
    let lines = try Jacobian(of: network, on: Tensor(repeating: 1, shape: [1, 4, 4])).dependences
    let heard = lines.filter { $0.output == 0 }.map(\.input)
    var pixels = NumberGrid(
      Tensor(shape: [4, 4], scalars: (1...16).map(Float.init)), title: "pixels")
    for pixel in heard {
      pixels.cells[pixel / 4][pixel % 4].ground = accent.lighter(0.6)
    }
    var diagram = diagram("", lines, 16) { $0.output == 0 }
    diagram.layers[1].units = names("s", 9)
    return ExhibitFigure(
      "\(name)-picture",
      Equation(
        [pixels, diagram], signs: ["→"], title: "A 2×2 kernel on 4×4 pixels",
        caption:
          "s₁ hears \(heard.count) pixels of 16: \(heard.map { "\($0 + 1)" }.joined(separator: ", "))."
      ),
      facts: [
        .count("pixels that s₁ hears", heard.count),
        .count("connections", lines.count),
      ] + heard.enumerated().map { Fact.count("pixel \($0 + 1) of them", $1 + 1) })
  }

  // MARK: - Two layers

  private func indirect() throws -> ExhibitFigure {
    let count = 5
    let network = try Network(input: NetworkInput(element: [1, count])) {
      KernelFilter("h", LectureNumbers.filter, padding: .same)
      KernelFilter("g", LectureNumbers.filter, padding: .same)
    }
    let point = Tensor(repeating: 1, shape: [1, count])
    let first = try Jacobian(of: network, at: "h", on: point)
    let second = try Jacobian(of: network, by: "h", at: "g", on: point)
    let both = try Jacobian(of: network, at: "g", on: point)
    let heard = Set(second.dependences.filter { $0.output == 2 }.map(\.input))
    let lines =
      first.dependences.map { line in
        LayerDiagram.Connection(
          from: line.input, to: line.output, color: heard.contains(line.output) ? accent : nil)
      }
      + second.dependences.map { line in
        LayerDiagram.Connection(
          layer: 1, from: line.input, to: line.output, color: line.output == 2 ? accent : nil)
      }
    let diagram = LayerDiagram(
      layers: [
        .init("x", units: names("x", count), emphasized: [0, 4]),
        .init("h", units: names("h", count)),
        .init("g", units: names("g", count), emphasized: [2]),
      ], connections: lines, title: "All ways to g₃", accent: accent,
      caption: "No h hears x₁ and x₅ together; g₃ hears both.")
    let meeting = (0..<count).filter { unit in
      first.matrix[unit, 0] != 0 && first.matrix[unit, 4] != 0
    }
    return ExhibitFigure(
      "\(name)-indirect", diagram,
      facts: [
        .count("units of the first layer that hear x₁ and x₅", meeting.count),
        Fact("∂g₃/∂x₁", Double(both.matrix[2, 0])), Fact("∂g₃/∂x₅", Double(both.matrix[2, 4])),
        .count("ways from x₃ to g₃", heard.count),
        Fact("∂g₃/∂x₃", Double(both.matrix[2, 2])),
      ])
  }
}
