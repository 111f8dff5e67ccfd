import FoveaTensor
import ONNXProto

/// The shapes of a model's inputs for one import: the file's, what somebody gives, and a choice for what stays free.
struct InputShapes {
  /// One input's shape.
  struct Entry {
    let name: String
    let dimensions: [Int]
    /// Whether the first extent is a batch that may have any size.
    let mayBeBatch: Bool
  }

  /// The size of images where nobody says one.
  private static let usualImage = 224
  /// Other extents, such as a number of steps, where nobody says one.
  private static let usualExtent = 16

  let entries: [Entry]
  /// The size of the batch, where there is one.
  let batch: Int?
  /// Whether the file leaves the batch free.
  let isBatchFree: Bool
  let notes: [String]

  /// Chooses the shapes.
  ///
  /// - Parameter bound: inputs that have known values, and so no shape to choose.
  init(
    _ model: ONNXModel, given: [String: Shape], bound: Set<String>
  ) throws(FoveaError) {
    let inputs = model.inputs.filter { !bound.contains($0.name) }
    let isBatchFree = inputs.contains { ($0.dimensions?.first).map { $0 == nil } ?? false }
    var entries: [Entry] = []
    var notes: [String] = []
    var batch: Int?
    for input in inputs {
      let dimensions = try Self.dimensions(of: input, given[input.name], model, &notes)
      let isFree = (input.dimensions?.first).map { $0 == nil } ?? false
      var mayBeBatch = isBatchFree ? isFree : dimensions.count >= 2
      if mayBeBatch, let extent = dimensions.first {
        if batch == nil { batch = extent }
        mayBeBatch = extent == batch && extent > 0
      }
      entries.append(Entry(name: input.name, dimensions: dimensions, mayBeBatch: mayBeBatch))
    }
    self.entries = entries
    self.batch = batch
    self.isBatchFree = isBatchFree
    self.notes = notes
  }

  /// The shapes for a batch size.
  func shapes(batch size: Int?) throws(FoveaError) -> [(name: String, shape: Shape)] {
    var result: [(name: String, shape: Shape)] = []
    for entry in entries {
      var dimensions = entry.dimensions
      if let size, entry.mayBeBatch { dimensions[0] = size }
      let shape = try FoldingTable.checkedShape(dimensions)
      guard shape.count <= GraphImport.countLimit else {
        throw FoveaError("input '\(entry.name)' \(shape) would have more than 2^30 elements")
      }
      result.append((entry.name, shape))
    }
    return result
  }

  private static func dimensions(
    of input: ONNXModel.Input, _ given: Shape?, _ model: ONNXModel, _ notes: inout [String]
  ) throws(FoveaError) -> [Int] {
    guard let declared = input.dimensions else {
      if let given { return given.dimensions }
      throw FoveaError("the file does not say the shape of input '\(input.name)'; give one")
    }
    if let given {
      let fits =
        given.rank == declared.count
        && zip(given.dimensions, declared).dropFirst().allSatisfy { $1 == nil || $0 == $1 }
      guard fits else {
        throw FoveaError(
          "input '\(input.name)' takes the shape \(text(declared)), got \(given)")
      }
      return given.dimensions
    }
    let chosen = declared.enumerated().map { axis, extent in
      extent ?? usual(axis, of: declared, model.channels(ofInput: input.name))
    }
    if declared.dropFirst().contains(where: { $0 == nil }) {
      notes.append(
        "input '\(input.name)' \(text(declared)) is taken as \(Shape(chosen)); give another shape")
    }
    return chosen
  }

  private static func usual(_ axis: Int, of declared: [Int?], _ channels: Int?) -> Int {
    switch (axis, declared.count) {
    case (0, _): 1
    case (1, 4): channels ?? 3
    case (_, 4): usualImage
    default: usualExtent
    }
  }

  private static func text(_ dimensions: [Int?]) -> String {
    "[" + dimensions.map { $0.map(String.init) ?? "free" }.joined(separator: ", ") + "]"
  }
}

extension ONNXModel {
  /// The channels of an input as the first convolution that reads it wants them.
  func channels(ofInput name: String) -> Int? {
    for node in graph.node where node.opType == "Conv" && node.input.first == name {
      guard node.input.count > 1, let weight = initializers[node.input[1]], weight.shape.rank > 1
      else { continue }
      let (channels, overflow) = weight.shape[1]
        .multipliedReportingOverflow(by: Attributes(node).int("group", 1))
      if !overflow, channels > 0, channels < 1 << 20 { return channels }
    }
    return nil
  }
}
