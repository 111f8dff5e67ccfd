import Fovea

/// The sizes and parameter counts that lectures state, counted again on networks.
struct LectureSizes: Exhibit {
  let name = "lecture-sizes"
  let title = "Sizes and parameter counts of the lectures"
  let lectures: [Lecture] = [.chopra, .ramakrishnan, .rafiey, .ma]
  let explanation = """
    What the lectures say about the sizes of layers, beside what networks of those layers have when their weights and shapes are \
    counted. Blue numbers agree and orange ones do not: 40,000 neurons on 200×200×3 need 4.8 billion weights (4.8 million are \
    enough for 40), a dense layer of 24×24 outputs has 18,063 times the weights of a 5×5 kernel, not 200,000 times, and the \
    first maps of AlexNet have 55×55 places from the start.
    """

  /// A statement, the number that the lecture prints, and the number that a network has.
  private struct Claim {
    var lecture: String
    var text: String
    /// `nil` for what no lecture states.
    var printed: Double?
    var computed: Double
    var remark: String

    var agrees: Bool { printed == computed }

    /// Blue where both numbers agree, orange where they do not, none where there is only one.
    var ground: Color? { printed.map { _ in Theme.okabeIto[agrees ? 0 : 1].lighter(0.78) } }
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let claims = try claims()
    var grid = NumberGrid(
      claims.map { claim in
        [
          NumberGrid.Cell(claim.lecture), NumberGrid.Cell(claim.text),
          NumberGrid.Cell(claim.printed?.short(7) ?? "–"),
          NumberGrid.Cell(claim.computed.short(7), ground: claim.ground),
          NumberGrid.Cell(claim.remark),
        ]
      }, title: "Stated and counted",
      columnLabels: ["lecture", "what", "printed", "counted", "remark"])
    grid.fitsColumns = true
    grid.font = Font(9)
    return [
      ExhibitFigure(
        name, grid,
        facts: claims.map { Fact("\($0.lecture), \($0.text)", $0.computed, .number(digits: 10)) }
          + [
            .count("statements of lectures", claims.count { $0.printed != nil }),
            .count("statements that agree", claims.count { $0.agrees }),
          ])
    ]
  }

  private func claims() throws -> [Claim] {
    let photograph = NetworkInput.image(channels: 3, height: 200, width: 200)
    func dense(_ neurons: Int) throws -> Double {
      let network = try Network(input: .vector(photograph.shape.count)) {
        Dense("hidden", neurons, bias: false, initializer: .constant(0))
      }
      return Double(network.parameterCount)
    }
    func maps(_ border: BorderSize) throws -> Network {
      try Network(input: photograph) {
        Conv2D("maps", filters: 20, kernel: 5, padding: border, bias: false)
      }
    }
    let digits = try Network(input: .image(channels: 1, height: 28, width: 28)) {
      Conv2D("map", filters: 1, kernel: 5, bias: false)
    }
    let outputs = digits.nominalShape(of: digits.outputs[0]).count
    let square = try Network(input: .vector(28 * 28)) { Dense("map", outputs, bias: false) }
    let ratio = Double(square.parameterCount) / Double(digits.parameterCount)
    let six = try Network(input: .image(channels: 3, height: 32, width: 32)) {
      Conv2D("maps", filters: 6, kernel: 5)
    }
    let unit = try Network(input: .vector(100 * 100)) { Dense("unit", 1, bias: false) }
    let alexNet = try FullBorderFormula.side(224, kernel: 11, stride: 4, .symmetric(2))
    let full = try maps(.full)
    return [
      Claim(
        lecture: "000", text: "weights of a unit that sees 100×100 pixels", printed: 10_000,
        computed: Double(unit.parameterCount), remark: ""),
      Claim(
        lecture: "002", text: "weights of 40,000 neurons on 200×200×3", printed: 4_800_000,
        computed: try 40_000 * dense(1), remark: "40,000 times one neuron's 120,000"),
      Claim(
        lecture: "002", text: "weights of 40 neurons on 200×200×3", printed: nil,
        computed: try dense(40), remark: "what the printed number is enough for"),
      Claim(
        lecture: "002", text: "weights of 20 kernels of 5×5×3", printed: 1500,
        computed: Double(full.parameterCount), remark: "20 more with biases"),
      Claim(
        lecture: "002", text: "neurons of these 20 maps", printed: 832_320,
        computed: Self.count(full), remark: "20·204·204: a full border, four cells on each side"),
      Claim(
        lecture: "002", text: "the same with two cells of border, as drawn", printed: 832_320,
        computed: Self.count(try maps(.symmetric(2))), remark: "20·200·200: the same size"),
      Claim(
        lecture: "002", text: "side of AlexNet's first maps (224, 11, stride 4)", printed: 57,
        computed: Double(alexNet), remark: "border of 2; 54 without; 227 pixels without: 55"),
      Claim(
        lecture: "002", text: "side after a 3×3 maximum, stride 1, of 57×57", printed: 55,
        computed: Double(try Self.pooled(57)), remark: "AlexNet's own has stride 2: 27"),
      Claim(
        lecture: "003", text: "weights of a dense layer, 28×28 to 24×24", printed: 451_584,
        computed: Double(square.parameterCount), remark: "for each of n maps"),
      Claim(
        lecture: "003", text: "weights of a 5×5 kernel", printed: 25,
        computed: Double(digits.parameterCount), remark: "for each of n maps"),
      Claim(
        lecture: "003", text: "how many times more", printed: 200_000, computed: ratio,
        remark: "printed: over 200,000"),
      Claim(
        lecture: "004", text: "values of 28×28×6 from 32×32×3, six 5×5 filters", printed: 4704,
        computed: Self.count(six), remark: "\(six.parameterCount) weights, biases included"),
    ]
  }

  /// The number of values that a network's output has for one picture.
  private static func count(_ network: Network) -> Double {
    Double(network.nominalShape(of: network.outputs[0]).count)
  }

  private static func pooled(_ side: Int) throws -> Int {
    let network = try Network(input: .image(channels: 1, height: side, width: side)) {
      MaxPool2D("pool", kernel: 3, stride: 1)
    }
    return network.nominalShape(of: network.outputs[0])[2]
  }
}
