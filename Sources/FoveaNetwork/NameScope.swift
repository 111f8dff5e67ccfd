/// The names inside of a group of layers: all begin with the group's, and numbers count within it.
///
/// So a group that is used a second time finds the names of its first use, and shares their parameters.
struct NameScope {
  let prefix: String
  private var numbers: [String: Int] = [:]

  init(prefix: String) { self.prefix = prefix }

  /// The full name of a node; one without a name is called by its stem and a number.
  mutating func name(_ name: String?, stem: String) -> String {
    if let name { return "\(prefix).\(name)" }
    numbers[stem, default: 0] += 1
    return "\(prefix).\(stem)\(numbers[stem, default: 0])"
  }
}
