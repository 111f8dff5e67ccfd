import FoveaNetwork
public import FoveaTensor

extension Plan {
  /// Replaces what the plan changes while it runs, without compiling anything: runs from now on make these interventions.
  ///
  /// They may be made where the plan's network has some, in the same channels, units or positions or with room that
  /// `Intervention.adjustable` made; where none is given, values flow on as they are.
  ///
  /// - Throws: `FoveaError` for an unknown point, one without an intervention in the plan's network, or a change that has
  ///   no room there; then nothing has changed.
  public func setInterventions(_ interventions: [Intervention]) throws(FoveaError) {
    try setEdits(network.edits(of: interventions, startingWith: [:], shapes: shapes))
  }

  /// Runs `body` with other interventions and restores the former ones afterwards, also where it throws.
  ///
  /// - Throws: what `setInterventions` or `body` throws.
  public func withInterventions<R>(
    _ interventions: [Intervention], _ body: () throws -> R
  ) throws -> R {
    let former = presentEdits
    try setInterventions(interventions)
    defer { writeEdits(former) }
    return try body()
  }

  private func setEdits(_ edits: [HookPoint: ValueEdit]) throws(FoveaError) {
    let names = network.edits.keys.map { network.name(of: $0) }.sorted()
    for (point, edit) in edits {
      let name = network.name(of: point)
      guard let room = network.edits[point]?.shape else {
        throw FoveaError(
          "the plan was compiled without an intervention at '\(name)'; there are some at "
            + (names.isEmpty ? "no point" : names.joined(separator: ", ")))
      }
      guard edit.shape.broadcast(with: room) == room else {
        throw FoveaError(
          "the plan has room for an intervention of the shape \(room) at '\(name)', this one needs "
            + "\(edit.shape); apply .adjustable(\"\(name)\") to the network first")
      }
    }
    writeEdits(edits)
  }

  /// Writes edits into the memory of the compiled ones; points without one let values pass.
  private func writeEdits(_ edits: [HookPoint: ValueEdit]) {
    for shard in shards {
      for (point, planned) in shard.builder.edits.planned {
        var edit = edits[point] ?? .identity
        if shards.count > 1, joins[point.node.position] == .concatenated {
          edit = edit.part(shard.samples, of: network.shape(of: point, shapes: shapes))
        }
        shard.layout.memory[planned.parameters].copy(from: edit.scalars(as: planned.shape))
      }
    }
    presentEdits = edits
  }
}
