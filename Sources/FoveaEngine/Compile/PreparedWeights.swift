import FoveaNetwork
import FoveaTensor

/// Weights in the forms that kernels read, shared by all parts of a plan and made anew only where weights have changed.
///
/// Parts ask for forms while they are compiled and get memory at once; what fills it is made when all have asked, for all
/// threads together.
final class PreparedWeights {
  /// A parameter as it is, or with the batch normalisation behind its layer folded into it.
  struct Source: Hashable {
    let parameter: Int
    var folding: Folding?
  }

  /// Which normalisation a convolution holds, and the position of the convolution's own bias.
  struct Folding: Hashable {
    let normalization: Node.ID
    let bias: Int?
  }

  private enum Form: Hashable {
    case plain
    case bias
    case arranged(DataLayout)
    case panels(PanelMatrix)
  }

  private struct Key: Hashable {
    let source: Source
    let form: Form
  }

  /// Makes a step, given room for weights into which a normalisation is folded on the way to another form.
  private typealias Maker = (_ room: Floats) throws(FoveaError) -> StepBody

  let store: ParameterStore
  private let network: Network
  private var memory: [Key: Arena] = [:]
  private var makers: [Maker] = []
  private var roomCount = 0
  private var room: Arena?
  private var steps: [StepBody] = []
  private var version = -1
  private let context = RunContext()

  init(_ network: Network, store: ParameterStore) {
    self.network = network
    self.store = store
  }

  /// The memory of all forms, in bytes.
  var byteCount: Int { memory.values.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.stride }

  // MARK: - While parts are compiled

  /// Row-major weights; the store's own where nothing is folded into them.
  func plain(_ source: Source) -> Floats {
    guard let folding = source.folding else { return store.floats(source.parameter) }
    let count = network.parameters[source.parameter].shape.count
    return form(.plain, of: source, count: count) { [self] floats in
      let fold = fold(source, folding, into: floats)
      return { _ in { _ in fold() } }
    }
  }

  private func fold(
    _ source: Source, _ folding: Folding, into floats: Floats
  ) -> () -> Void {
    let normalization = foldedNormalization(folding)
    let (weights, bias) = (store.floats(source.parameter), foldedBias(source))
    let given = folding.bias.map { store.floats($0) }
    return { normalization.run(weights, given, weight: floats, bias: bias) }
  }

  /// The bias that goes with folded weights, which are made together.
  func foldedBias(_ source: Source) -> Floats {
    guard let folding = source.folding else {
      preconditionFailure("only folded weights have a bias of their own")
    }
    let key = Key(source: source, form: .bias)
    let count = foldedNormalization(folding).scale.count
    if memory[key] == nil { memory[key] = Arena(count: count) }
    guard let arena = memory[key] else { preconditionFailure("made above") }
    return arena.floats(0, count)
  }

  /// Weights, seen with another shape of as many elements, in a layout of oneDNN.
  func arranged(_ source: Source, seenAs shape: Shape, in layout: DataLayout) -> Floats {
    let count = network.parameters[source.parameter].shape.count
    if source.folding != nil { roomCount = max(roomCount, count) }
    return form(.arranged(layout), of: source, count: layout.count) { floats in
      { [self] (room: Floats) throws(FoveaError) -> StepBody in
        try self.reordering(
          source, seenAs: shape, by: room.part(0, min(count, room.count)), into: floats, layout)
      }
    }
  }

  private func reordering(
    _ source: Source, seenAs shape: Shape, by room: Floats, into target: Floats,
    _ layout: DataLayout
  ) throws(FoveaError) -> StepBody {
    let from = source.folding == nil ? store.floats(source.parameter) : room
    let fold = source.folding.map { folding in self.fold(source, folding, into: from) }
    let reorder = try Primitive.reorder(from: try DataLayout(plain: shape), to: layout)
    let scratch = Arena(count: reorder.scratchCount)
    try reorder.bind(
      [(.source, from), (.destination, target)], scratch.floats(0, reorder.scratchCount))
    return { context in
      fold?()
      withExtendedLifetime(scratch) { reorder.execute(context) }
    }
  }

  /// A parameter's matrix packed for many products.
  func panels(_ source: Source, _ matrix: PanelMatrix) -> Floats {
    let plain = plain(source)
    return form(.panels(matrix), of: source, count: matrix.panelCount) { floats in
      { _ in { _ in PanelKernel.pack(plain, matrix, into: floats) } }
    }
  }

  private func form(
    _ form: Form, of source: Source, count: Int, _ make: (Floats) -> Maker
  ) -> Floats {
    let key = Key(source: source, form: form)
    if let known = memory[key] { return known.floats(0, count) }
    let arena = Arena(count: count)
    memory[key] = arena
    makers.append(make(arena.floats(0, count)))
    return arena.floats(0, count)
  }

  private func foldedNormalization(_ folding: Folding) -> FoldedNormalization {
    let node = network.nodes[folding.normalization.position]
    guard let operation = node.operation as? BatchNormalization else {
      preconditionFailure("'\(node.name)' is no batch normalisation")
    }
    return FoldedNormalization(operation, node.parameters.map { store.floats($0) })
  }

  // MARK: - Runs

  /// Makes what fills the memory; called once, when all parts have asked.
  func finish() throws(FoveaError) {
    let room = Arena(count: roomCount)
    for maker in makers { steps.append(try maker(room.floats(0, roomCount))) }
    self.room = room
    makers = []
  }

  /// Fills all forms where weights have changed since the last time.
  func update() throws(FoveaError) {
    guard version != store.version else { return }
    context.begin(seed: 0)
    for step in steps { step(context) }
    if let failure = context.failure { throw FoveaError(failure) }
    version = store.version
  }
}
