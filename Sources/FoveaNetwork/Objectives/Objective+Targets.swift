import FoveaTensor

/// What in a network is to be excited.
extension Objective {
  /// The output for a class: Σ over the batch of output[…, c].
  ///
  /// Attaching it throws where the network's first output has no such class.
  public static func `class`(_ index: Int) -> Objective {
    Objective(name: "class:\(index)") { network throws(FoveaError) in
      let output = try network.firstOutput()
      return try network.unit(index, of: output, what: "class")
    }
  }

  /// The sum of all elements of one of the network's outputs.
  public static func output(_ index: Int = 0) -> Objective {
    Objective(name: "output(\(index))") { network throws(FoveaError) in
      guard network.outputs.indices.contains(index) else {
        throw FoveaError(
          "there is no output \(index): the network has \(network.outputs.count)")
      }
      return try network.add(Reduction(.sum), to: [network.outputs[index]])
    }
  }

  /// A channel: the mean over all positions, Σ over the batch.
  ///
  /// Channels lie along axis 1 of `[batch, channels, …]`, and along the last axis of sequences `[batch, time, features]`;
  /// what has three axes is a sequence unless a convolution made it.
  public static func channel(_ node: String, _ channel: Int) -> Objective {
    Objective(name: "\(node):\(channel)") { network throws(FoveaError) in
      let source = try network.objectiveNode(node)
      let axis = try network.channelAxis(of: source)
      let slice = try network.slice(channel, of: source, axis: axis, what: "channel")
      return try network.meanOfElements(slice)
    }
  }

  /// One place of a channel, in the middle where none is given; Σ over the batch.
  ///
  /// - Parameters:
  ///   - y: the row, counted from the top.
  ///   - x: the column, counted from the left.
  public static func neuron(
    _ node: String, channel: Int, y: Int? = nil, x: Int? = nil
  ) -> Objective {
    let place =
      y == nil && x == nil
      ? "centre" : "\(y.map(String.init) ?? "centre"),\(x.map(String.init) ?? "centre")"
    return Objective(name: "\(node):\(channel):\(place)") { network throws(FoveaError) in
      let source = try network.objectiveNode(node)
      let shape = network.nominalShape(of: source)
      guard shape.rank == 4 else {
        throw FoveaError(
          "a neuron at a place needs maps [batch, channels, height, width], but "
            + "'\(network.label(of: source))' has the shape \(shape)")
      }
      var part = try network.slice(channel, of: source, axis: 1, what: "channel")
      part = try network.slice(y ?? shape[2] / 2, of: part, axis: 2, what: "row", in: source)
      part = try network.slice(x ?? shape[3] / 2, of: part, axis: 3, what: "column", in: source)
      return try network.add(Reduction(.sum), to: [part])
    }
  }

  /// One element of vectors: Σ over the batch (and time) of the node's output[…, unit].
  public static func unit(_ node: String, _ unit: Int) -> Objective {
    Objective(name: "\(node)[\(unit)]") { network throws(FoveaError) in
      try network.unit(unit, of: try network.objectiveNode(node), what: "unit")
    }
  }

  /// All of a node at once: the mean of its squares, Σ over the batch (DeepDream; Mordvintsev, Olah & Tyka 2015).
  public static func layer(_ node: String) -> Objective {
    Objective(name: node) { network throws(FoveaError) in
      let source = try network.objectiveNode(node)
      let squares = try network.add(Elementwise(.square), to: [source])
      return try network.meanOfElements(squares)
    }
  }

  /// The scalar product of the channels with a direction: its mean over all positions, Σ over the batch.
  ///
  /// The direction is taken as it is, not brought to length 1.
  public static func direction(_ node: String, _ direction: [Float]) -> Objective {
    Objective(name: "direction(\(node))") { network throws(FoveaError) in
      let source = try network.objectiveNode(node)
      let axis = try network.channelAxis(of: source)
      let shape = network.nominalShape(of: source)
      guard direction.count == shape[axis] else {
        throw FoveaError(
          "a direction in '\(node)' has \(shape[axis]) numbers, one for each channel, got "
            + "\(direction.count)")
      }
      var extents = [Int](repeating: 1, count: shape.rank)
      extents[axis] = direction.count
      let constant = Constant(Tensor(shape: Shape(extents), scalars: direction))
      let weights = try network.add(constant, to: [])
      let product = try network.add(Arithmetic(.multiply), to: [source, weights])
      let sum = try network.add(Reduction(.sum, axes: [axis]), to: [product])
      return try network.meanOfElements(sum)
    }
  }
}

extension Network {
  /// The node of the first output.
  func firstOutput() throws(FoveaError) -> Node.ID {
    guard let output = outputs.first else { throw FoveaError("the network has no node") }
    return output
  }

  /// The node with a label; the error also knows the words that objectives are written with.
  func objectiveNode(_ label: String) throws(FoveaError) -> Node.ID {
    if let node = try? self.node(label) { return node.id }
    let labels = nodes.map { self.label(of: $0.id) }
    throw FoveaError.unknown("node", label, known: labels + ["class", "tv", "l1", "l2"])
  }

  /// The axis along which a node's channels lie.
  func channelAxis(of node: Node.ID) throws(FoveaError) -> Int {
    let shape = nominalShape(of: node)
    guard shape.rank >= 2 else {
      throw FoveaError("'\(label(of: node))' has no channels: its shape is \(shape)")
    }
    guard shape.rank == 3 else { return 1 }
    return comesFromConvolution(node) ? 1 : 2
  }

  /// Whether a signal `[batch, channels, length]` and not a sequence `[batch, time, features]` flows through a node.
  private func comesFromConvolution(_ node: Node.ID) -> Bool {
    var node = nodes[node.position]
    while true {
      if node.operation is Convolution || node.operation is Pooling { return true }
      guard let first = node.inputs.first, nominalShape(of: first).rank == 3,
        !(node.operation is DenseProduct || node.operation is Recurrent
          || node.operation is Transposition || node.operation is Reshaping)
      else { return false }
      node = nodes[first.position]
    }
  }

  /// One position of a node along an axis, which stays with extent 1.
  mutating func slice(
    _ position: Int, of node: Node.ID, axis: Int, what: String, in named: Node.ID? = nil
  ) throws(FoveaError) -> Node.ID {
    let extent = nominalShape(of: node)[axis]
    guard position >= 0, position < extent else {
      let label = label(of: named ?? node)
      let plural = what == "class" ? "classes" : "\(what)s"
      throw FoveaError(
        "there is no \(what) \(position) in '\(label)': it has \(plural) 0 to \(extent - 1)")
    }
    return try add(Slicing(axis: axis, start: position, count: 1), to: [node])
  }

  /// The sum of one position along the last axis over all others.
  mutating func unit(_ index: Int, of node: Node.ID, what: String) throws(FoveaError) -> Node.ID {
    let rank = nominalShape(of: node).rank
    guard rank >= 1 else {
      throw FoveaError("'\(label(of: node))' is one number and has no \(what) \(index)")
    }
    let part = try slice(index, of: node, axis: rank - 1, what: what)
    return try add(Reduction(.sum), to: [part])
  }

  /// The mean over all axes but the first, summed over that.
  mutating func meanOfElements(_ node: Node.ID) throws(FoveaError) -> Node.ID {
    let rank = nominalShape(of: node).rank
    let means = rank > 1 ? try add(Reduction(.mean, axes: Array(1..<rank)), to: [node]) : node
    return try add(Reduction(.sum), to: [means])
  }
}
