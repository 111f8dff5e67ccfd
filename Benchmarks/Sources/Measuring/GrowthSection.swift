import Foundation

/// The page's section on growth and on the time of compilation.
public struct GrowthSection {
  private let growth: [GrowthMeasurement]
  private let compile: [CompileMeasurement]

  /// Creates the section.
  public init(_ growth: [GrowthMeasurement], compile: [CompileMeasurement]) {
    self.growth = growth
    self.compile = compile
  }

  /// The section; empty where nothing was measured.
  public var markdown: String {
    [curves, compilation].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var curves: String {
    guard !growth.isEmpty else { return "" }
    let lines = growth.map { one in
      let (first, last) = (one.steps[0], one.steps[one.steps.count - 1])
      let cells = [
        "[\(one.title)](performance/\(one.name).png)",
        "\(one.axis) \(number(first.size, 0))–\(number(last.size, 0))",
        "\(durationText(first.seconds)) – \(durationText(last.seconds))",
        number(one.time.exponent, 2), number(one.work.exponent, 2), number(one.lateChange, 2),
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let pictures = growth.map { "![\($0.title)](performance/\($0.name).png)" }
    return """
      ## Growth

      Fovea alone, cost against size. Exponents are fitted over all sizes by least squares of logarithms; small sizes cost \
      more than their work, which lowers the exponent of time. *Late change* is the factor by which the time of a unit of \
      work changes from the middle size to the largest: about 1 where cost grows as the work does. \(moments)

      | work | size | time | exponent of time | of arithmetic | late change |
      |---|---|---|---|---|---|
      \(lines.joined(separator: "\n"))

      \(pictures.joined(separator: "\n"))
      """
  }

  /// When the curves were measured, and whether the machine was busy then.
  private var moments: String {
    let busy = growth.filter { $0.circumstances.load > 0.5 }.map(\.title)
    let dates = Set(growth.map(\.circumstances.date)).sorted().joined(separator: ", ")
    return "Measured \(dates) UTC"
      + (busy.isEmpty ? "." : "; **on a busy machine**: \(busy.joined(separator: "; ")).")
  }

  private var compilation: String {
    guard !compile.isEmpty else { return "" }
    let lines = compile.map {
      "| \($0.title) | \(durationText($0.first)) | \(durationText($0.again)) | "
        + "\(max($0.first, $0.again) < CompileMeasurement.limit ? "yes" : "**no**") |"
    }
    return """
      ## Compiling ResNet-18 at 224²

      The first plan of its kind in a process, and a further one, whose primitives are in oneDNN's cache. Asked: below \
      \(durationText(CompileMeasurement.limit)).

      | plan | first | again | reached |
      |---|---|---|---|
      \(lines.joined(separator: "\n"))
      """
  }
}
