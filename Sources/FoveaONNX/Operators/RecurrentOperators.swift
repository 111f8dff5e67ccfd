import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Recurrent layers with one or two directions.
  static let recurrence: [String: Importer] = [
    "RNN": { (site) throws(FoveaError) in try RecurrentImport(site, .plain).run() },
    "LSTM": { (site) throws(FoveaError) in
      let cell = RecurrentSequence.Cell.lstm(
        hasPeepholes: site.has(7), isCoupled: site.attributes.flag("input_forget"))
      try RecurrentImport(site, cell).run()
    },
    "GRU": { (site) throws(FoveaError) in
      let resetsLast = site.attributes.flag("linear_before_reset")
      try RecurrentImport(site, .gru(resetsLast: resetsLast)).run()
    },
  ]
}

/// One recurrent node of a file: a cell for each direction, and what brings the standard's layouts to Fovea's and back.
private struct RecurrentImport {
  private let site: OperatorSite
  private let cell: RecurrentSequence.Cell
  private let directions: Int
  private let isBatchFirst: Bool
  private let hidden: Int
  private let weight: KnownTensor
  private let recurrent: KnownTensor
  private let bias: KnownTensor?
  private let peephole: KnownTensor?
  private let clip: Float?
  private let activations: [RecurrentSequence.Activation]?

  init(_ site: OperatorSite, _ cell: RecurrentSequence.Cell) throws(FoveaError) {
    let weight = try site.known(1, "weight W")
    let recurrent = try site.known(2, "weight R")
    let direction = site.attributes.string("direction", "forward")
    guard ["forward", "reverse", "bidirectional"].contains(direction) else {
      throw FoveaError("direction is '\(direction)', which the standard does not know")
    }
    let directions = direction == "bidirectional" ? 2 : 1
    guard weight.shape.rank == 3, recurrent.shape.rank == 3, recurrent.shape[2] > 0 else {
      throw FoveaError("its weights \(weight.shape) and \(recurrent.shape) must have three axes")
    }
    let hidden = recurrent.shape[2]
    let rows = cell.gates * hidden
    let bias = try site.optional(3, "bias")
    let peephole = cell.hasCellState ? try site.optional(7, "peepholes") : nil
    guard hidden < 1 << 24, weight.shape.dimensions.prefix(2) == [directions, rows],
      recurrent.shape.dimensions == [directions, rows, hidden],
      bias.map({ $0.shape.dimensions == [directions, 2 * rows] }) ?? true,
      peephole.map({ $0.shape.dimensions == [directions, 3 * hidden] }) ?? true
    else {
      throw FoveaError(
        "its weights do not fit \(hidden) hidden units in \(directions) direction(s)")
    }
    let clip = site.attributes.float("clip", 0)
    self.site = site
    self.cell = cell
    self.directions = directions
    self.isBatchFirst = site.attributes.flag("layout")
    self.hidden = hidden
    self.weight = weight
    self.recurrent = recurrent
    self.bias = bias
    self.peephole = peephole
    self.clip = clip > 0 ? clip : nil
    let named = try site.cellActivations()
    let usual = (0..<directions).flatMap { _ in Self.usualActivations(of: cell) }
    self.activations = named == usual ? nil : named
  }

  private static func usualActivations(
    of cell: RecurrentSequence.Cell
  ) -> [RecurrentSequence.Activation] {
    switch cell {
    case .plain: [.tanh]
    case .lstm: [.sigmoid, .tanh, .tanh]
    case .gru: [.sigmoid, .tanh]
    }
  }

  func run() throws(FoveaError) {
    var input = try site.value(0)
    guard input.shape.rank == 3 else {
      throw FoveaError("its input must have three axes, got \(input.shape)")
    }
    if !isBatchFirst {
      input = try site.add(Transposition(order: [1, 0, 2]), to: [input], part: "batchfirst")
    }
    let steps = input.shape[1]
    var sequences: [NodeValue] = []
    var lastStates: [NodeValue] = []
    var lastCells: [NodeValue] = []
    for direction in 0..<directions {
      let isReversed =
        direction == 1 || site.attributes.string("direction", "forward") == "reverse"
      let part = directions == 1 ? nil : isReversed ? "backward" : "forward"
      let states = try initialStates(direction, batch: input.shape[0])
      let lengths = try lengths(steps)
      if !isReversed, lengths == nil, let fast = fastCell() {
        let all = try site.add(
          Recurrent(fast, hidden: hidden), to: [input] + states,
          parameters: try parameters(direction, fast), part: part)
        sequences.append(all)
        if site.hasOutput(1) { lastStates.append(try row(all, -1, "last\(direction)")) }
        continue
      }
      let whole = try slowCell(direction, isReversed, input, lengths, states, part)
      let count = cell.hasCellState ? 2 : 1
      if site.hasOutput(0) {
        sequences.append(
          try site.add(
            Slicing(axis: 1, start: 0, count: steps), to: [whole], part: "steps\(direction)"))
      }
      if site.hasOutput(1) { lastStates.append(try row(whole, -count, "last\(direction)")) }
      if site.hasOutput(2) { lastCells.append(try row(whole, -1, "lastcell\(direction)")) }
    }
    try putSequence(sequences)
    try putStates(lastStates, to: 1)
    try putStates(lastCells, to: 2)
  }

  // MARK: - Cells

  /// The cell as the faster operation has it, where it can do what is asked.
  private func fastCell() -> Recurrent.Cell? {
    guard clip == nil, peephole == nil, !site.hasOutput(2) else { return nil }
    switch cell {
    case .plain:
      guard directions == 1 || activations == nil else { return nil }
      switch activations?.first {
      case nil, .tanh: return .elman(.tanh)
      case .relu: return .elman(.relu)
      case .sigmoid: return .elman(.sigmoid)
      case .affine(scale: 1, offset: 0): return .elman(.identity)
      default: return nil
      }
    case .lstm(_, isCoupled: false): return activations == nil ? .lstm : nil
    case .gru(resetsLast: true): return activations == nil ? .gru : nil
    default: return nil
    }
  }

  private func slowCell(
    _ direction: Int, _ isReversed: Bool, _ input: NodeValue, _ lengths: NodeValue?,
    _ states: [NodeValue], _ part: String?
  ) throws(FoveaError) -> NodeValue {
    var own: [RecurrentSequence.Activation]?
    if let activations {
      let count = activations.count / directions
      let wanted = Self.usualActivations(of: cell).count
      guard count == wanted, activations.count == wanted * directions else {
        throw FoveaError(
          "it names \(activations.count) activations instead of \(wanted * directions)")
      }
      own = Array(activations[direction * count..<(direction + 1) * count])
    }
    var inputs = [input] + (lengths.map { [$0] } ?? []) + states
    if states.count == 1, cell.hasCellState {
      inputs.append(
        try site.add(
          Elementwise(.linear(scale: 0, offset: 0)), to: [states[0]], part: "zeros\(direction)"))
    }
    let operation = RecurrentSequence(
      cell, hidden: hidden, activations: own, clip: clip, isReversed: isReversed,
      hasLengths: lengths != nil, hasInitialState: !states.isEmpty)
    return try site.add(
      operation, to: inputs, parameters: try parameters(direction, nil), part: part)
  }

  /// One direction's weights, in Fovea's order of gates for the faster cell.
  private func parameters(
    _ direction: Int, _ fast: Recurrent.Cell?
  ) throws(FoveaError) -> [String: KnownTensor] {
    let rows = cell.gates * hidden
    func own(_ tensor: KnownTensor) throws(FoveaError) -> KnownTensor {
      let part =
        directions == 1 ? tensor : try tensor.slice(axis: 0, from: direction, count: 1)
      return part.reshaped(to: Shape(Array(tensor.shape.dimensions.dropFirst())))
    }
    func ordered(_ tensor: KnownTensor) -> KnownTensor {
      guard let fast, fast.gates > 1 else { return tensor }
      let arranged = RecurrentLayout.imported(tensor.tensor, fast)
      return KnownTensor(arranged.shape, .float, .floats(arranged.scalars), name: tensor.name)
    }
    var result = ["weight_ih": ordered(try own(weight)), "weight_hh": ordered(try own(recurrent))]
    let both = try bias.map { (tensor) throws(FoveaError) in try own(tensor) }
    for (place, role) in ["bias_ih", "bias_hh"].enumerated() {
      if let both {
        result[role] = ordered(try both.slice(axis: 0, from: place * rows, count: rows))
      } else {
        result[role] = KnownTensor([rows], .float, .uniform(0))
      }
    }
    if let peephole { result["peephole"] = try own(peephole) }
    return result
  }

  // MARK: - States

  /// The first states of a direction; none where they are zero.
  private func initialStates(_ direction: Int, batch: Int) throws(FoveaError) -> [NodeValue] {
    var states: [NodeValue?] = []
    for index in cell.hasCellState ? [5, 6] : [5] {
      guard site.has(index) else {
        states.append(nil)
        continue
      }
      if case .known(let tensor) = try site.input(index), tensor.isZero {
        states.append(nil)
        continue
      }
      let axis = isBatchFirst ? 1 : 0
      var state = try site.value(index)
      if directions > 1 {
        state = try site.add(
          Slicing(axis: axis, start: direction, count: 1), to: [state],
          part: "first\(index)of\(direction)")
      }
      states.append(
        try site.add(AxisRemoval([axis]), to: [state], part: "state\(index)of\(direction)"))
    }
    guard let given = states.compactMap({ $0 }).first else { return [] }
    if states.count == 2, states[0] == nil {
      states[0] = try site.add(
        Elementwise(.linear(scale: 0, offset: 0)), to: [given], part: "nostate\(direction)")
    }
    return states.compactMap { $0 }
  }

  /// The lengths of the samples, where they are not all of the sequence.
  private func lengths(_ steps: Int) throws(FoveaError) -> NodeValue? {
    guard site.has(4) else { return nil }
    if case .known(let tensor) = try site.input(4), tensor.integers.allSatisfy({ $0 == steps }) {
      return nil
    }
    return try site.value(4)
  }

  // MARK: - Results

  private func row(_ value: NodeValue, _ place: Int, _ part: String) throws(FoveaError) -> NodeValue
  {
    let row = try site.add(
      Slicing(axis: 1, start: place, count: 1), to: [value], part: "\(part)row")
    return try site.add(AxisRemoval([1]), to: [row], part: part)
  }

  /// `[T, directions, N, H]`, or `[N, T, directions, H]` with the batch first.
  private func putSequence(_ sequences: [NodeValue]) throws(FoveaError) {
    guard site.hasOutput(0) else { return }
    var parts: [NodeValue] = []
    for (direction, sequence) in sequences.enumerated() {
      var value = sequence
      if !isBatchFirst {
        value = try site.add(
          Transposition(order: [1, 0, 2]), to: [value], part: "timefirst\(direction)")
      }
      parts.append(
        try site.add(
          AxisInsertion([isBatchFirst ? 2 : 1]), to: [value], part: "output\(direction)"))
    }
    site.set(0, try joined(parts, axis: isBatchFirst ? 2 : 1, "sequence"))
  }

  /// `[directions, N, H]`, or `[N, directions, H]` with the batch first.
  private func putStates(_ states: [NodeValue], to output: Int) throws(FoveaError) {
    guard site.hasOutput(output) else { return }
    let axis = isBatchFirst ? 1 : 0
    var parts: [NodeValue] = []
    for (direction, state) in states.enumerated() {
      parts.append(
        try site.add(AxisInsertion([axis]), to: [state], part: "state\(output)of\(direction)out"))
    }
    site.set(output, try joined(parts, axis: axis, "states\(output)"))
  }

  private func joined(_ parts: [NodeValue], axis: Int, _ part: String) throws(FoveaError)
    -> NodeValue
  {
    guard parts.count > 1 else { return parts[0] }
    return try site.add(Concatenation(axis: axis), to: parts, part: part)
  }
}
