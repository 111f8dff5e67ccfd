import FoveaTensor

@testable import FoveaNetwork

/// A network in which the operations occur that imported models need beside those of the layers.
func networkOfImportedOperations() throws -> Network {
  var graph = Network(seed: 3)
  let image = try graph.addInput("image", shape: [2, 8, 6, 6])
  let factor = try graph.add(
    ParameterValue(shape: [8, 1, 1], initializer: .constant(0.25)), to: [], name: "factor")
  let sloped = try graph.add(Binary(.prelu), to: [image, factor])
  let gated = try graph.add(Unary(.hardSigmoid(slope: 0.2, offset: 0.5)), to: [sloped])
  _ = try graph.add(Unary(.isInfinite(positive: true, negative: false)), to: [gated])
  _ = try graph.add(Selection(), to: [gated, image, factor])
  try addMovements(to: &graph, image)
  let window = Window.square(3, stride: 2, border: .symmetric(1))
  _ = try graph.add(WindowReduction(.norm(p: 3), window: window, roundsUp: true), to: [image])
  _ = try graph.add(
    TransposedConvolution(filters: 6, window: window, outputPadding: [1, 0], groups: 2),
    to: [image], name: "wider")
  let target = Resampling.Target(axis: -1, scale: 0.5)
  _ = try graph.add(Resampling(.cubic(isSmoothed: true), targets: [target]), to: [image])
  let sequence = RecurrentSequence(
    .lstm(hasPeepholes: true), hidden: 3,
    activations: [.sigmoid, .affine(scale: 1, offset: 0), .elu(alpha: 1)],
    clip: 3, isReversed: true)
  _ = try graph.add(
    sequence, to: [try graph.add(Reshaping(to: [0, 8, -1]), to: [image])], name: "sequence")
  _ = try graph.add(GroupNormalization(groups: 4), to: [image], name: "groups")
  return graph
}

private func addMovements(to graph: inout Network, _ image: Node.ID) throws {
  let ranges = [
    RangeSlicing.Range(axis: 1, start: 0, end: 4),
    RangeSlicing.Range(axis: -1, start: -1, end: -1 << 60, step: -2),
  ]
  let cut = try graph.add(RangeSlicing(ranges), to: [image])
  let wide = try graph.add(AxisInsertion([1, -1]), to: [cut])
  let expanded = try graph.add(Expansion(to: [1, 2, 1, 1, 1, 3]), to: [wide])
  _ = try graph.add(Tiling([1, 2, 1, 1, 1, 1]), to: [expanded])
  let token = try graph.add(
    AxisInsertion([0]), to: [try graph.add(Constant(Tensor([1, 2])), to: [])])
  _ = try graph.add(BatchRepetition(), to: [token, image])
  _ = try graph.add(AxisRemoval([1]), to: [wide])
  _ = try graph.add(PixelShuffle(block: 2, order: .blockFirst), to: [image])
  let top = try graph.add(Ranking(.indices, count: 3, isLargest: false), to: [image])
  let picked = try graph.add(ElementGathering(axis: -1), to: [image, top])
  _ = try graph.add(ElementScattering(axis: -1, reduction: .add), to: [image, top, picked])
  _ = try graph.add(
    Gathering(axis: 1), to: [image, try graph.add(Constant(Tensor([1, 3])), to: [])])
  let tuples = try graph.add(Constant(Tensor(shape: [2, 1], scalars: [1, 0])), to: [])
  let slices = try graph.add(TupleGathering(), to: [image, tuples])
  _ = try graph.add(TupleScattering(), to: [image, tuples, slices])
  _ = try graph.add(OneHot(depth: 6), to: [top])
  _ = try graph.add(Triangle(isUpper: true, diagonal: -1), to: [image])
  _ = try graph.add(RunningSum(axis: 1, isReversed: true), to: [image])
}
