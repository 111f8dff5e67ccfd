public import FoveaData
public import FoveaDrawing
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// The pictures of a set that excite units of a layer most.
public struct TopExamples: ComposedFigure {
  /// One picture and how strongly it excites a unit.
  public struct Example: Hashable, Sendable {
    /// The position in the set.
    public let sample: Int
    /// The unit's largest activation on it.
    public let activation: Float
    /// The first position of that activation in the unit's map, row by row; 0 for a unit without a map.
    public let place: Int
  }

  /// The layer's label.
  public let layer: String
  /// The units or channels looked at.
  public let units: [Int]
  /// For each unit its examples, strongest first; on a tie the earlier picture.
  public let examples: [[Example]]
  /// The number of pictures that were looked through.
  public let searched: Int

  private let grid: ImageGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Looks through a set, a batch at a time; a channel counts by its largest value over all positions.
  ///
  /// - Parameter framesPatch: whether a frame stands around what the position of the largest value sees.
  /// - Throws: `FoveaError` for an unknown layer, a unit that it does not have or pictures of another size; with frames, for
  ///   layers that do not look through windows.
  public init(
    of network: Network, at layer: String, units: [Int], in images: ImageSet, count: Int = 9,
    batchSize: Int = 250, framesPatch: Bool = false, title: String? = nil, caption: String? = nil
  ) throws(FoveaError) {
    let node = try network.node(layer)
    let shape = network.nominalShape(of: node.id)
    guard shape.rank >= 2 else { throw FoveaError("'\(layer)' has no units: \(shape)") }
    for unit in units where unit < 0 || unit >= shape[1] {
      throw FoveaError("'\(layer)' has the units 0 to \(shape[1] - 1), not \(unit)")
    }
    // Before the search: what cannot be framed is refused at once.
    let geometry = try framesPatch ? PatchGeometry(of: network, at: layer) : nil
    let best = try Self.search(network, node.id, units, images, count, batchSize)
    self.layer = network.label(of: node.id)
    self.units = units
    examples = best
    searched = images.count
    let width = shape.rank == 4 ? shape[3] : 1
    let tiles = best.joined().map { example -> ImageGrid.Tile in
      let image = images.images(at: [example.sample]).element(0)
      let framed = geometry?.framing(
        image, row: example.place / width, column: example.place % width)
      return ImageGrid.Tile(
        image: framed ?? image, caption: Number.decimal(example.activation, 2))
    }
    grid = ImageGrid(
      title: title ?? "Pictures that excite units of \(network.label(of: node.id)) most",
      tiles: tiles,
      columns: min(count, images.count),
      rowLabels: units.map { shape.rank > 2 ? "channel \($0)" : "unit \($0)" },
      caption: caption
        ?? "The strongest of \(images.count) pictures for each unit, with the largest activation on each."
    )
  }

  private static func search(
    _ network: Network, _ node: Node.ID, _ units: [Int], _ images: ImageSet, _ count: Int,
    _ batchSize: Int
  ) throws(FoveaError) -> [[Example]] {
    let input = try network.imageInput()
    var best = [[Example]](repeating: [], count: units.count)
    var plan: Plan?
    for start in stride(from: 0, to: images.count, by: batchSize) {
      let samples = Array(start..<min(images.count, start + batchSize))
      let batch = images.images(at: samples)
      if plan?.shapes[node.position][0] != samples.count {
        plan = try Plan(
          network, shapes: [input.name: batch.shape], request: PlanRequest(outputs: [node]))
      }
      guard let plan else { continue }
      try plan.setInput(input.name, to: batch)
      try plan.run()
      let value = plan.value(of: node)
      let positions = value.shape.dimensions.dropFirst(2).reduce(1, *)
      let perSample = value.shape[1] * positions
      for (row, unit) in units.enumerated() {
        for (offset, sample) in samples.enumerated() {
          let from = offset * perSample + unit * positions
          var place = from
          for next in from..<from + positions where value.scalars[next] > value.scalars[place] {
            place = next
          }
          let example = Example(
            sample: sample, activation: value.scalars[place], place: place - from)
          insert(example, into: &best[row], count)
        }
      }
    }
    return best
  }

  private static func insert(_ example: Example, into list: inout [Example], _ count: Int) {
    guard list.count < count || example.activation > (list.last?.activation ?? -.infinity) else {
      return
    }
    let place = list.firstIndex { $0.activation < example.activation } ?? list.count
    list.insert(example, at: place)
    if list.count > count { list.removeLast() }
  }
}
