import Foundation
import Fovea

extension LinearTimeInvariance {
  /// A system that is drawn: its name and its layer.
  private typealias System = (name: String, layers: Sequential)

  /// One system of each kind: linear and time-invariant, time-invariant only, linear only.
  private static func drawnSystems() -> [System] {
    let kernel = Tensor([1, 2, 3, 2, 1]).map { $0 / 9 }
    var gain = Tensor.zeros([length, length])
    for n in 0..<length { gain[n, n] = Float(n) / 32 }
    return [
      (
        "a mean of neighbours",
        Sequential { KernelFilter("mean", kernel, isFlipped: true, padding: .same) }
      ),
      ("the square x[n]²", Sequential { Apply("square", Elementwise(.square)) }),
      (
        "a gain that grows, x[n] n/32",
        Sequential { Dense("gain", length, bias: false, initializer: .values(gain.scalars)) }
      ),
    ]
  }

  /// Two signals, one of them shifted, their sum, and what the systems make of them.
  static func signals() throws -> ExhibitFigure {
    let shift = 16
    func moved(_ signal: [Float]) -> [Float] {
      [Float](repeating: 0, count: shift) + signal.dropLast(shift)
    }
    func sum(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 + $1 } }
    let first = (0..<length).map { Float(max(0, 1 - abs(Double($0) - 20) / 10)) }
    let second = (0..<length).map { n -> Float in
      (20..<44).contains(n) ? Float(0.6 * sin(Double.pi * Double(n - 20) / 24)) : 0
    }
    let inputs = [first, moved(first), second, sum(first, second)]
    let batch = Tensor(shape: [4, 1, length], scalars: inputs.flatMap(\.self))
    var shifts = [
      chart("x₁, and moved by \(shift)", [("x₁", first), ("x₁ moved", inputs[1])])
    ]
    var sums = [
      chart("x₁, x₂ and their sum", [("x₁", first), ("x₁ + x₂", inputs[3]), ("x₂", second)])
    ]
    var facts: [Fact] = []
    for system in drawnSystems() {
      let network = try Network(input: NetworkInput(element: [1, length])) { system.layers }
      let answers = try network.answer(to: batch, allowsWinograd: false)
      let y = (0..<4).map { answers.element($0).scalars }
      let expected = (moved: moved(y[0]), sum: sum(y[0], y[2]))
      shifts.append(
        chart(
          system.name, [("T(x₁)", y[0]), ("T(x₁ moved)", y[1])], ("T(x₁) moved", expected.moved)))
      sums.append(
        chart(system.name, [("", []), ("T(x₁ + x₂)", y[3])], ("T(x₁) + T(x₂)", expected.sum)))
      facts += [
        Fact(
          "\(system.name): T(x₁ moved) − T(x₁) moved, largest difference",
          LectureNumbers.difference(Tensor(y[1]), Tensor(expected.moved))),
        Fact(
          "\(system.name): T(x₁ + x₂) − T(x₁) − T(x₂), largest difference",
          LectureNumbers.difference(Tensor(y[3]), Tensor(expected.sum))),
      ]
    }
    return ExhibitFigure(
      "\(LinearTimeInvariance().name)-signals",
      FigureGrid(
        title: "Moving and answering, adding and answering: does the order matter?",
        panels: shifts + sums, columns: 4, hasLetters: false,
        caption:
          "Dashed: what a time-invariant system (above) and a linear one (below) would answer. The mean does both, the square is "
          + "time-invariant only, the gain linear only."),
      facts: facts)
  }

  /// Lines of a signal or an answer, and dashed what is compared with the second of them.
  private static func chart(
    _ title: String, _ lines: [(name: String, values: [Float])],
    _ expected: (name: String, values: [Float])? = nil
  ) -> LineChart {
    var series = lines.enumerated().map { index, line in
      Series(name: line.name, values: line.values, color: Theme.okabeIto[index])
    }
    if let expected {
      series.append(
        Series(name: expected.name, values: expected.values, color: .black, isDashed: true))
    }
    var chart = LineChart(
      title: title, xLabel: "n", xRange: 0...Double(length - 1), yRange: -0.1...2.6, series: series)
    chart.plotSize = Size(210, 110)
    return chart
  }
}
