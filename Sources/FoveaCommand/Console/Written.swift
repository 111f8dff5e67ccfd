import Fovea

/// The result of a verb that draws: the files that were written, and what a figure says in numbers.
struct Written<Facts: Encodable>: Encodable, CustomStringConvertible {
  /// The files, in the order in which they were written.
  let files: [String]
  /// Numbers for machines.
  let facts: Facts
  /// The same for people.
  private let lines: [String]

  private enum CodingKeys: String, CodingKey { case files, facts }

  init(_ files: [String], facts: Facts, lines: [String] = []) {
    self.files = files
    self.facts = facts
    self.lines = lines
  }

  var description: String {
    (lines + files.map { "wrote \($0)" }).joined(separator: "\n")
  }
}
