import ArgumentParser
import Fovea
import Foundation

/// Loss and accuracy of training runs.
struct Curves: Verb {
  static let configuration = CommandConfiguration(
    commandName: "curves",
    abstract: "Draws loss and accuracy of one or more training runs.",
    discussion: """
      A run is a folder that 'fovea train --log' wrote, or TensorBoard's event files of another program.

      Example:
        fovea curves runs/a runs/b -o curves.png
      """)

  @Argument(help: "Folders of runs, or files with their numbers.") var runs: [String]
  @Option(
    parsing: .unconditional,
    help: """
      The share of the past in the running mean of training batches: 0 for none, below 1. \
      (default: what suits a run's length)
      """)
  var smoothing: Double?
  @Option(help: "The title.") var title = "Training curves"
  @OptionGroup var target: OutputOption
  @OptionGroup var general: GeneralOptions

  func validate() throws {
    if let smoothing, !(0..<1).contains(smoothing) {
      throw ValidationError("--smoothing must be 0 or more and below 1, got \(smoothing)")
    }
  }

  struct Best: Encodable {
    let run: String
    let measure: String
    let epoch: Double
    let value: Double
  }

  func perform() throws -> Written<[Best]> {
    let path = try target.path(or: "curves.png")
    let logs = try runs.map { try RunLog(contentsOf: $0) }
    let names = Self.names(runs)
    let curves = TrainingCurves(
      Array(zip(names, logs)), title: title, smoothing: smoothing, caption: Self.caption(logs))
    try curves.write(
      to: path, settings: [("verb", "curves"), ("runs", names.joined(separator: ", "))])
    let best = curves.best.map {
      Best(run: $0.run, measure: $0.measure, epoch: $0.epoch, value: $0.value)
    }
    let several = runs.count > 1
    return Written(
      [path], facts: best,
      lines: best.map {
        (several ? "\($0.run): " : "") + "best \($0.measure) "
          + String(format: "%.4f at epoch %g", $0.value, $0.epoch)
      })
  }

  /// The last parts of the paths, or all where those do not differ; a single run needs no name.
  static func names(_ runs: [String]) -> [String] {
    guard runs.count > 1 else { return [""] }
    let last = runs.map { URL(fileURLWithPath: $0).lastPathComponent }
    return Set(last).count == runs.count ? last : runs
  }

  /// How a single run was set up.
  private static func caption(_ logs: [RunLog]) -> String {
    guard logs.count == 1, !logs[0].settings.isEmpty else { return "" }
    let settings = logs[0].settings.sorted { $0.key < $1.key }
    return settings.map { "\($0.key) \($0.value)" }.joined(separator: ", ") + "."
  }
}
