import FoveaTensor

/// What keeps pictures calm: penalties of an input, or of any node, to be taken off with a factor.
extension Objective {
  /// How differences between neighbours are weighed.
  public enum Variation: String, Hashable, Sendable, Codable, CaseIterable {
    /// √(dx² + dy² + 10⁻⁸): edges are kept, speckles are not (Rudin, Osher & Fatemi 1992).
    case smooth
    /// dx² + dy²: edges are washed out as well.
    case squares
  }

  /// Total variation of images: the mean over channels and pixels of the differences to the right (dx) and lower (dy) neighbour.
  ///
  /// Pixels of the last row and column have no such neighbours and are left out. Σ over the batch.
  ///
  /// - Parameter node: the input or node whose maps are meant; the first input where none is named.
  public static func totalVariation(
    of node: String? = nil, _ variation: Variation = .smooth
  ) -> Objective {
    let word = variation == .smooth ? "tv" : "tv2"
    return Objective(name: named(word, of: node)) { network throws(FoveaError) in
      let source = try network.penalized(node)
      let shape = network.nominalShape(of: source)
      guard shape.rank == 4, shape[2] > 1, shape[3] > 1 else {
        throw FoveaError(
          "total variation needs images [batch, channels, height, width] of two rows and columns "
            + "at least, but '\(network.label(of: source))' has the shape \(shape)")
      }
      // All three parts have (height − 1) × (width − 1) pixels.
      let here = try network.window(of: source, top: 0, left: 0)
      let right = try network.window(of: source, top: 0, left: 1)
      let below = try network.window(of: source, top: 1, left: 0)
      let dx = try network.squaredDifference(right, here)
      let dy = try network.squaredDifference(below, here)
      var sum = try network.add(Arithmetic(.add), to: [dx, dy])
      if variation == .smooth {
        sum = try network.add(Elementwise(.linear(scale: 1, offset: 1e-8)), to: [sum])
        sum = try network.add(Elementwise(.sqrt), to: [sum])
      }
      return try network.meanOfElements(sum)
    }
  }

  /// The mean of (x − centre)² over all elements of an input or node, Σ over the batch.
  ///
  /// - Parameter node: the first input where none is named.
  public static func l2(of node: String? = nil, around centre: Float = 0) -> Objective {
    Objective(name: named("l2", of: node)) { network throws(FoveaError) in
      let source = try network.shifted(try network.penalized(node), by: -centre)
      return try network.meanOfElements(try network.add(Elementwise(.square), to: [source]))
    }
  }

  /// The mean of |x − centre| over all elements of an input or node, Σ over the batch.
  ///
  /// - Parameter node: the first input where none is named.
  public static func l1(of node: String? = nil, around centre: Float = 0) -> Objective {
    Objective(name: named("l1", of: node)) { network throws(FoveaError) in
      let source = try network.shifted(try network.penalized(node), by: -centre)
      return try network.meanOfElements(try network.add(Elementwise(.abs), to: [source]))
    }
  }

  private static func named(_ word: String, of node: String?) -> String {
    node.map { "\(word)(\($0))" } ?? word
  }
}

extension Network {
  /// The node that a penalty is about.
  fileprivate func penalized(_ label: String?) throws(FoveaError) -> Node.ID {
    if let label { return try objectiveNode(label) }
    guard let input = inputs.first else { throw FoveaError("the network has no input") }
    return input.id
  }

  fileprivate mutating func shifted(
    _ node: Node.ID, by offset: Float
  ) throws(FoveaError) -> Node.ID {
    guard offset != 0 else { return node }
    return try add(Elementwise(.linear(scale: 1, offset: offset)), to: [node])
  }

  /// The maps without one row and one column, those beginning at `top` and `left`.
  fileprivate mutating func window(
    of node: Node.ID, top: Int, left: Int
  ) throws(FoveaError) -> Node.ID {
    let shape = nominalShape(of: node)
    let rows = try add(Slicing(axis: 2, start: top, count: shape[2] - 1), to: [node])
    return try add(Slicing(axis: 3, start: left, count: shape[3] - 1), to: [rows])
  }

  fileprivate mutating func squaredDifference(
    _ a: Node.ID, _ b: Node.ID
  ) throws(FoveaError) -> Node.ID {
    let difference = try add(Arithmetic(.subtract), to: [a, b])
    return try add(Elementwise(.square), to: [difference])
  }
}
