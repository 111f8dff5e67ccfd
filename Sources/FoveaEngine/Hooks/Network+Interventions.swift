public import FoveaNetwork
public import FoveaTensor

extension Network {
  /// The network whose plans change values while they run; nodes, names and weights stay as they are.
  ///
  /// A hook on a changed point shows what flows on from it; what came to it is at `conv1/untouched` or
  /// `lstm/h.untouched[3]`. Several interventions at one point follow each other. Taking all back is
  /// `network.edits = [:]`.
  ///
  /// - Parameter shapes: the inputs' shapes where they differ from those the network was built with: a patch of 8 samples
  ///   needs a batch of 8.
  /// - Throws: `FoveaError` for an unknown name, with the nearest ones, and for a region or tensor that does not fit.
  public func applying(
    _ interventions: [Intervention], shapes: [String: Shape] = [:]
  ) throws(FoveaError) -> Network {
    var network = self
    network.edits = try edits(
      of: interventions, startingWith: edits, shapes: self.shapes(for: shapes))
    return network
  }

  func edits(
    of interventions: [Intervention], startingWith start: [HookPoint: ValueEdit], shapes: [Shape]
  ) throws(FoveaError) -> [HookPoint: ValueEdit] {
    var plain = self
    plain.edits = [:]
    let all = plain.hookPoints(shapes: shapes)
    var places: [HookPoint: (name: String, shape: Shape)] = [:]
    for entry in all { places[entry.point] = (entry.name, entry.shape) }
    var result = start
    for intervention in interventions {
      for point in try intervention.hooks.select(from: all) {
        guard let place = places[point] else { continue }
        let edit = try intervention.edit(at: place.name, shape: place.shape)
        result[point] = result[point].map { $0.then(edit) } ?? edit
      }
    }
    return result
  }
}
