import Fovea

extension IdentityCodes {
  /// A named curve over the moments of a course.
  private struct Line {
    let name: String
    let values: [Double]

    init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  func training(_ course: Course, _ caption: String) -> ExhibitFigure {
    let epochs = course.epochs.map(Double.init)
    func chart(_ title: String, _ label: String, _ lines: [Line]) -> LineChart {
      var chart = LineChart(
        title: title, xLabel: "epoch", yLabel: label,
        series: lines.map { Series(name: $0.name, x: epochs, y: $0.values) })
      chart.plotSize = Size(330, 170)
      return chart
    }
    let errors: [Line] = (0..<8).map { output in
      Line("o\(output + 1)", course.moments.map { Self.error($0.outputs, output) })
    }
    let hidden: [Line] = (0..<3).map { unit in
      Line("h\(unit + 1)", course.moments.map { Double($0.codes[1, unit]) })
    }
    let weights: [Line] = (0...8).map { index in
      let values = course.weights.map { Double($0[index]) }
      return Line(index < 8 ? "from input \(index + 1)" : "bias", values)
    }
    return ExhibitFigure(
      "\(name)-training",
      FigureGrid(
        title: "How the code comes to be",
        panels: [
          chart("squared errors of each output", "Σ over the eight inputs", errors),
          chart("hidden values for 01000000", "hidden value", hidden),
          chart("weights into h₁", "weight", weights),
        ], columns: 1, caption: caption),
      facts: [
        Fact("Σ of squared errors before training", course.totalError(at: 0)),
        Fact("Σ of squared errors after it", course.totalError(at: course.moments.count - 1)),
        .count("epochs until every output is on the right side", course.epochWhenRight),
        Fact(
          "largest weight into h₁ at the end",
          Double(course.weights[course.weights.count - 1].map(abs).max() ?? .nan)),
      ])
  }

  /// The sum of squared errors of an output over the eight inputs.
  static func error(_ outputs: Tensor, _ output: Int) -> Double {
    var sum = 0.0
    for row in 0..<8 {
      let target = row == output ? 1.0 : 0.0
      let miss = Double(outputs[row, output]) - target
      sum += miss * miss
    }
    return sum
  }
}
