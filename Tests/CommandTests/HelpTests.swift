import Testing

@Suite struct HelpTests {
  static let verbs = [
    "gallery", "train", "eval", "describe", "filters", "maps", "maximize", "attack", "curves",
    "bptt", "text",
  ]

  @Test(arguments: verbs) func `each verb's help has an example and the common options`(
    _ verb: String
  ) throws {
    let outcome = try Command.run([verb, "--help"])
    #expect(outcome.code == 0)
    #expect(outcome.err.isEmpty)
    #expect(outcome.out.contains("fovea \(verb)"))
    #expect(outcome.out.contains("Example"))
    for option in ["--seed", "--threads", "--json"] { #expect(outcome.out.contains(option)) }
    #expect(try Command.run(["help", verb]).out == outcome.out)
  }

  @Test func `the command alone shows all verbs`() throws {
    let outcome = try Command.run([])
    #expect(outcome.code == 0)
    for verb in Self.verbs + ["notebook"] { #expect(outcome.out.contains("\n  \(verb) ")) }
  }

  @Test func `help that cannot be written is a failure`() throws {
    let outcome = try Command.shell("fovea --help > /dev/full")
    #expect(outcome.code == 1)
    #expect(outcome.err == "fovea: cannot write to the standard output: No space left on device\n")
  }
}
