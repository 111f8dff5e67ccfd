import ArgumentParser
import Fovea
import Foundation

/// The command `fovea`: verbs over the library, one file each.
@main
struct FoveaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fovea",
    abstract: "Trains neural networks and looks inside of them.",
    discussion: """
      A network is a name (\(Zoo.names.joined(separator: ", "))) or a file: \
      ONNX, or what 'fovea train' wrote.
      'fovea help VERB' shows what a verb takes, with an example.

      Results go to the standard output (as JSON with --json), everything else to the standard error. \
      Exit codes: 0 done, 1 failed, 64 called the wrong way.
      """,
    subcommands: [
      GalleryVerb.self, Train.self, Load.self, Eval.self, Describe.self, Run.self, Convert.self,
      Filters.self, Maps.self,
      Maximize.self, AttackVerb.self, Curves.self, BPTT.self, TextVerb.self, NotebookCommand.self,
    ])

  /// Runs the verb and turns each error into one line and an exit code.
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      try checkVerb(words)
      var command = try parseAsRoot(words)
      try command.run()
    } catch let error as FoveaError {
      fail(error.message, code: ExitCode.failure)
    } catch {
      leave(by: error, words)
    }
  }

  /// The parser would call an unknown verb an unexpected argument.
  private static func checkVerb(_ words: [String]) throws {
    guard let verb = words.first, !verb.hasPrefix("-"), verb != "help" else { return }
    let known = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard !known.contains(verb) else { return }
    throw ValidationError(FoveaError.unknown("verb", verb, known: known).message)
  }

  private static func leave(by error: any Error, _ words: [String]) -> Never {
    let code = exitCode(for: error)
    if code == .success {
      do throws(FoveaError) {
        try Console.result(fullMessage(for: error))
      } catch {
        fail(error.message, code: .failure)
      }
      exit(withError: nil)
    }
    guard code == .validationFailure else { fail("\(error)", code: .failure) }
    let verbs = configuration.subcommands.compactMap { $0.configuration.commandName }
    let verb = words.first.flatMap { verbs.contains($0) ? " \($0)" : nil } ?? ""
    fail(message(for: error) + " (see 'fovea\(verb) --help')", code: code)
  }

  private static func fail(_ message: String, code: ExitCode) -> Never {
    Progress.clear()
    Console.note("fovea: " + message.split(separator: "\n").joined(separator: " "))
    exit(withError: code)
  }
}
