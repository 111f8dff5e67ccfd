import ArgumentParser
import Foundation
import Fovea
import Measuring

/// Fovea beside PyTorch, in one run.
@main
struct FoveaBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fovea-bench", abstract: "Measures Fovea beside PyTorch.",
    subcommands: [Run.self, Serve.self, List.self, Spin.self], defaultSubcommand: Run.self)
}

/// Fovea's side, which the driver starts.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Answers the driver's requests.", shouldDisplay: false)

  @Argument(help: "The family of workloads.") var family: String

  func run() { Worker(family: family).serve() }
}

/// The names of all rows.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lists the rows.")

  func run() {
    for name in Session.names { print(name) }
  }
}

/// A neighbour that keeps a core busy until it is ended.
struct Spin: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keeps a core busy.", shouldDisplay: false)

  func run() {
    // An orphan ends by itself.
    var source = RandomSource(seed: 0)
    while getppid() != 1 { for _ in 0..<1_000_000 where source.next() == 0 { print() } }
  }
}

/// The measurement.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Measures, and writes the page.")

  @Option(help: "Rows, separated by commas: a name, or what names begin with. (default: all)")
  var only: String = ""
  @Option(help: "The Python interpreter that has PyTorch.") var python: String
  @Option(help: "The folder of the benchmarks' package.") var benchmarks = "Benchmarks"
  @Option(help: "The command fovea.") var fovea = ".build/release/fovea"
  @Option(help: "The folder where what was measured is kept.") var cache: String
  @Option(help: "The folder where the page is written.") var out = "docs"
  @Option(help: "Counted pairs of rounds.") var pairs = 7
  @Option(help: "The longest time, in seconds, to wait for a quiet machine.") var patience = 0.0

  func validate() throws {
    if pairs < 1 { throw ValidationError("--pairs must be 1 or more, got \(pairs)") }
  }

  func run() throws {
    let tools = try Tools(python: python, benchmarks: benchmarks, fovea: fovea)
    let names = only.split(separator: ",").map(String.init)
    try Session(
      tools: tools, cache: RowCache(cache), page: out, pairs: pairs, patience: patience
    ).run(only: names)
  }
}
