import ArgumentParser
import Fovea

/// The options that all verbs have.
struct GeneralOptions: ParsableArguments {
  @Option(
    name: .customLong("seed"), parsing: .unconditional,
    help: "What all that is random is drawn from. (default: 0)")
  var givenSeed: UInt64?

  @Option(
    parsing: .unconditional,
    help: "How many threads compute. (default: as many as there are processors)")
  var threads: Int?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be 1 to 1024, got \(threads)")
    }
  }

  /// What all that is random is drawn from.
  var seed: UInt64 { givenSeed ?? 0 }

  /// Sets what holds for the whole process.
  func activate() {
    if let threads { Threads.count = threads }
  }
}
