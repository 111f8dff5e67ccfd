import Fovea

/// Mitchell's network of eight inputs, three hidden units and eight outputs that has to find a code of three numbers.
struct IdentityCodes: Exhibit {
  let name = "identity-codes"
  let title = "Eight inputs through three hidden units"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    A network of 8 inputs, 3 hidden and 8 output units learns to repeat which one of its inputs is on, as in the lecture \
    (after Mitchell 1997, section 4.6): the code that it finds beside the lecture's, and how errors, one input's code and one \
    unit's weights come to be. Nobody told it to count in binary, yet hidden values settle near 0 and 1 and, rounded, tell the \
    inputs apart; the curves show long flat stretches that end when one output after the other gets a code of its own.
    """

  /// The hidden values in the lecture's table, one row for each input.
  static let lectureCodes: [[Float]] = [
    [0.89, 0.04, 0.08], [0.01, 0.11, 0.88], [0.01, 0.97, 0.27], [0.99, 0.97, 0.71],
    [0.03, 0.05, 0.02], [0.22, 0.99, 0.99], [0.80, 0.01, 0.98], [0.60, 0.94, 0.01],
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    // Fewer do not show the effect, and these cost little.
    let epochs = 5000
    let course = try studio.training { try Course(epochs: epochs, seed: studio.seed) }
    let caption =
      "Gradient descent with a rate of 0.3 on ½ Σ (target − output)² over all eight examples, "
      + "\(epochs) epochs; first weights in ±0.1. Seed \(studio.seed)."
    return [codes(course, caption), training(course, caption)]
  }

  private func codes(_ course: Course, _ caption: String) -> ExhibitFigure {
    let (codes, outputs) = course.moments[course.moments.count - 1]
    let lecture = Tensor(shape: [8, 3], scalars: Self.lectureCodes.flatMap { $0 })
    let different = Self.differentCodes(codes)
    let doubled = Self.shared(codes)
    var note = "Rounded, the \(different) codes are all different."
    if !doubled.isEmpty {
      note =
        "Rounded, there are \(different) codes: "
        + doubled.map { "those of \($0) fall together" }.joined(separator: ", ")
        + "; unrounded they differ."
    }
    let right = (0..<8).filter { isRight(outputs.element($0).scalars, $0) }
    return ExhibitFigure(
      "\(name)-table",
      FigureGrid(
        title: "The code that eight inputs find",
        panels: [
          Self.table(codes, "learnt here"), Self.table(lecture, "the lecture's table"),
          Self.outputs(outputs),
        ], caption: note + " " + caption),
      facts: [
        .count("inputs repeated rightly, of 8", right.count),
        .count("different codes after rounding, of 8", different),
        .count(
          "different codes of the lecture's table after rounding", Self.differentCodes(lecture)),
        Fact("largest error of an output", course.largestError(outputs)),
        Fact(
          "mean distance of hidden values from the nearer of 0 and 1",
          Self.distanceFromBits(codes)),
        Fact(
          "the same in the lecture's table", Self.distanceFromBits(lecture)),
      ])
  }

  /// Whether an input's own output alone is on.
  private func isRight(_ outputs: [Float], _ row: Int) -> Bool {
    outputs.indices.filter { outputs[$0] > 0.5 } == [row]
  }

  private static func table(_ codes: Tensor, _ title: String) -> HeatMap {
    var map = HeatMap(
      values: rounded(codes), title: title, columns: .names(["h₁", "h₂", "h₃"]),
      rows: .names((0..<8).map { input($0) + " → " + bits(codes, $0) }),
      scale: ColorScale(range: 0...1), colorMap: .blues, unit: "hidden value", digits: 2)
    map.plotSize = Size(108, 208)
    return map
  }

  private static func outputs(_ outputs: Tensor) -> HeatMap {
    var map = HeatMap(
      values: rounded(outputs), title: "what comes out",
      columns: .names((1...8).map { (output: Int) -> String in "o\(output)" }),
      rows: .names((0..<8).map(input)), scale: ColorScale(range: 0...1), colorMap: .blues,
      unit: "output", digits: 2)
    map.plotSize = Size(256, 208)
    return map
  }

  /// Two digits behind the point, as the lecture's table has them.
  private static func rounded(_ values: Tensor) -> Tensor {
    values.map { ($0 * 100).rounded() / 100 }
  }

  /// An input as the lecture writes it, such as 01000000.
  private static func input(_ row: Int) -> String {
    (0..<8).map { (place: Int) -> String in place == row ? "1" : "0" }.joined()
  }

  private static func bits(_ codes: Tensor, _ row: Int) -> String {
    codes.element(row).scalars.map { (value: Float) -> String in value > 0.5 ? "1" : "0" }
      .joined()
  }

  private static func differentCodes(_ codes: Tensor) -> Int {
    Set((0..<8).map { bits(codes, $0) }).count
  }

  /// The inputs whose rounded codes are those of another, in groups.
  private static func shared(_ codes: Tensor) -> [String] {
    let groups: [String: [Int]] = Dictionary(grouping: 0..<8) { bits(codes, $0) }
    let large = groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    return large.map { group in group.map { input($0) }.joined(separator: " and ") }
  }

  private static func distanceFromBits(_ codes: Tensor) -> Double {
    var sum: Float = 0
    for value in codes.scalars { sum += min(abs(value), abs(1 - value)) }
    return Double(sum) / Double(codes.shape.count)
  }
}
