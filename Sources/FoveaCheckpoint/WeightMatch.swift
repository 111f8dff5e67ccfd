public import FoveaNetwork
public import FoveaTensor

/// Which tensors of a file are which parameters of a network, and what does not fit.
///
/// Names count. Where the file puts the same words before all of them (`state_dict.`, `module.`), these are left away;
/// what stands elsewhere in the file, such as an optimizer's state, is passed over. Where no name is known, as in files
/// that other programs wrote, a part of the file whose tensors have the parameters' shapes in their order is taken.
public struct WeightMatch: Sendable {
  /// A parameter whose tensor has another shape.
  public struct Misfit: Hashable, Sendable, Encodable {
    /// The parameter's name.
    public let name: String
    /// The shape in the file.
    public let found: Shape
    /// The shape that the network needs.
    public let wanted: Shape
  }

  /// The values that fit, by parameter name.
  public let tensors: [String: Tensor]
  /// The words that the file puts before the names.
  public let prefix: String
  /// Whether the names are others, and the shapes alone said what is what.
  public let isByOrder: Bool
  /// Parameters without a tensor.
  public let missing: [Parameter]
  /// Parameters whose tensor has another shape.
  public let misshapen: [Misfit]
  /// Tensors that stand among the network's and are none of its parameters.
  public let unexpected: [String]
  /// The number of tensors that were passed over: counters, and parts of the file that are not the network's.
  public let passedOver: Int

  /// Whether all parameters have their values, and nothing is left over.
  public var isComplete: Bool { missing.isEmpty && misshapen.isEmpty && unexpected.isEmpty }

}

extension WeightMatch {
  /// Compares a file with the parameters of a network.
  ///
  /// - Parameters:
  ///   - unused: how names begin of tensors that need no place.
  ///   - rename: what a tensor is called in the network.
  public init(
    _ checkpoint: Checkpoint, with parameters: [Parameter], unused: [String] = [],
    rename: (String) -> String = { $0 }
  ) {
    let entries = checkpoint.entries.map(\.withKernelFirst)
    let wanted = Set(parameters.map(\.name))
    guard let prefix = Self.prefix(of: entries.map { rename($0.name) }, wanted) else {
      self.init(entries, inOrderOf: parameters)
      return
    }
    var own: [String: Tensor] = [:]
    var (unexpected, passedOver): ([String], Int) = ([], 0)
    for entry in entries {
      let full = rename(entry.name)
      let name = String(full.dropFirst(prefix.count))
      let isOurs = full.hasPrefix(prefix)
      if isOurs, wanted.contains(name) {
        own[name] = entry.tensor
      } else if !isOurs || name.hasSuffix("num_batches_tracked")
        || unused.contains(where: { name.hasPrefix($0) })
      {
        passedOver += 1
      } else {
        unexpected.append(name)
      }
    }
    let misshapen = parameters.compactMap { parameter -> Misfit? in
      guard let found = own[parameter.name]?.shape, found != parameter.shape else { return nil }
      return Misfit(name: parameter.name, found: found, wanted: parameter.shape)
    }
    let missing = parameters.filter { own[$0.name] == nil }
    for misfit in misshapen { own[misfit.name] = nil }
    self.init(
      tensors: own, prefix: prefix, isByOrder: false, missing: missing, misshapen: misshapen,
      unexpected: unexpected, passedOver: passedOver)
  }

  /// Takes the part of the file whose tensors have the parameters' shapes in their order; nothing without one.
  private init(_ entries: [Checkpoint.Entry], inOrderOf parameters: [Parameter]) {
    var parts: [(name: String, entries: [Checkpoint.Entry])] = [("", entries)]
    for entry in entries {
      let part = entry.name.split(separator: ".").first.map { "\($0)." } ?? ""
      if parts.last?.name == part {
        parts[parts.count - 1].entries.append(entry)
      } else {
        parts.append((part, [entry]))
      }
    }
    let fitting = parts.first { part in
      part.entries.count == parameters.count
        && zip(part.entries, parameters).allSatisfy { $0.tensor.shape == $1.shape }
    }
    var own: [String: Tensor] = [:]
    for (entry, parameter) in zip(fitting?.entries ?? [], parameters) {
      own[parameter.name] = entry.tensor
    }
    self.init(
      tensors: own, prefix: fitting?.name ?? "", isByOrder: fitting != nil,
      missing: parameters.filter { own[$0.name] == nil }, misshapen: [],
      unexpected: fitting == nil ? entries.map(\.name) : [],
      passedOver: fitting.map { entries.count - $0.entries.count } ?? 0)
  }

  /// What stands before most of the wanted names; `nil` where none of them is in the file.
  private static func prefix(of names: [String], _ wanted: Set<String>) -> String? {
    var counts: [String: Int] = [:]
    for name in names {
      var rest = Substring(name)
      while true {
        if wanted.contains(String(rest)) {
          counts[String(name.dropLast(rest.count)), default: 0] += 1
        }
        guard let point = rest.firstIndex(of: ".") else { break }
        rest = rest[rest.index(after: point)...]
      }
    }
    return counts.max { ($0.value, $1.key.count, $1.key) < ($1.value, $0.key.count, $0.key) }?.key
  }
}

extension WeightMatch: CustomStringConvertible {
  /// The result in one line: what fits, then all that does not, by name (the first eight of each kind).
  public var description: String {
    var parts = ["\(tensors.count) parameters fit"]
    if isByOrder { parts[0] += " by their order" }
    if !prefix.isEmpty { parts[0] += ", all under '\(prefix)'" }
    parts += problems
    if passedOver > 0 { parts.append("passed over \(passedOver) other tensors") }
    return parts.joined(separator: "; ")
  }

  /// What does not fit.
  var problems: [String] {
    var parts: [String] = []
    if !missing.isEmpty {
      parts.append(Self.list("missing", missing.map { "\($0.name) \($0.shape)" }))
    }
    if !misshapen.isEmpty {
      parts.append(
        Self.list("of another shape", misshapen.map { "\($0.name) \($0.found) not \($0.wanted)" }))
    }
    if !unexpected.isEmpty { parts.append(Self.list("unexpected", unexpected)) }
    return parts
  }

  private static func list(_ kind: String, _ names: [String]) -> String {
    let shown = names.prefix(8).joined(separator: ", ")
    return "\(names.count) \(kind): \(shown)" + (names.count > 8 ? ", …" : "")
  }
}
