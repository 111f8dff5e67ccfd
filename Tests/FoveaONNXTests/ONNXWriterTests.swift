import TestSupport
import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import ONNXProto
import SwiftProtobuf
import Testing

@testable import FoveaONNX

@Suite struct ONNXWriterTests {
  /// A network of most layers that are trained here.
  private func picture() throws -> Network {
    var network = Network(seed: 5)
    let x = try network.addInput("x", shape: [1, 3, 12, 12])
    var node = try network.add(
      Standardization(mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.3, 0.4]), to: [x], name: "scale")
    node = try network.add(
      Convolution(filters: 6, window: .square(3, stride: 2, border: .same)), to: [node],
      name: "conv1")
    node = try network.add(BatchNormalization(momentum: 0.2), to: [node], name: "norm")
    node = try network.add(Elementwise(.gelu), to: [node], name: "gelu")
    node = try network.add(
      Padding(before: [0, 0, 1, 2], behind: [0, 0, 2, 1], mode: .circular), to: [node], name: "pad")
    let shared = Convolution(filters: 6, window: .square(3, border: .symmetric(1)), groups: 3)
    node = try network.add(shared, to: [node], name: "shared")
    node = try network.add(shared, to: [node], name: "shared")
    node = try network.add(
      Pooling(.average, window: .square(3, stride: 2, border: .symmetric(1))), to: [node],
      name: "pool")
    node = try network.add(LocalResponseNormalization(size: 3), to: [node], name: "lrn")
    node = try network.add(DropoutMask(probability: 0.3), to: [node], name: "dropout")
    node = try network.add(Flattening(), to: [node], name: "flat")
    node = try network.add(DenseProduct(units: 7), to: [node], name: "hidden")
    node = try network.add(Elementwise(.clamp(low: -1, high: 2)), to: [node], name: "clip")
    node = try network.add(DenseProduct(units: 4, hasBias: false), to: [node], name: "logits")
    _ = try network.add(SoftmaxFunction(), to: [node], name: "y")
    network.classNames = ["a", "b", "c", "d"]
    return network
  }

  private func sequence(_ cell: Recurrent.Cell) throws -> Network {
    var network = Network(seed: 9)
    let x = try network.addInput("x", shape: [1, 5, 3])
    var node = try network.add(Recurrent(cell, hidden: 4), to: [x], name: "first")
    node = try network.add(LayerNormalization(), to: [node], name: "norm")
    node = try network.add(DenseProduct(units: 3), to: [node], name: "mix")
    node = try network.add(
      Recurrent(cell, hidden: 4, returnsSequence: false), to: [node], name: "second")
    _ = try network.add(DenseProduct(units: 2), to: [node], name: "y")
    return network
  }

  /// Operations that come from files of others.
  private func imported() throws -> Network {
    var network = Network(seed: 2)
    let x = try network.addInput("x", shape: [1, 4, 6, 6])
    var node = try network.add(
      TransposedConvolution(
        filters: 6, window: .square(3, stride: 2, border: .symmetric(1)), outputPadding: [1, 1]),
      to: [x], name: "up")
    node = try network.add(GroupNormalization(groups: 3), to: [node], name: "groups")
    node = try network.add(Unary(.hardSwish), to: [node], name: "swish")
    node = try network.add(
      WindowReduction(.maximum, window: .square(3, stride: 2), roundsUp: true), to: [node],
      name: "peak")
    node = try network.add(
      Resampling(
        .linear(), coordinates: .alignCorners,
        targets: [.init(axis: 2, size: 9), .init(axis: 3, size: 5)]),
      to: [node], name: "resize")
    node = try network.add(
      RangeSlicing([.init(axis: 3, start: -1, end: -5, step: -1)]), to: [node], name: "turn")
    let slope = try network.add(
      ParameterValue(shape: [6, 1, 1], initializer: .constant(0.3)), to: [], name: "slope")
    node = try network.add(Binary(.prelu), to: [node, slope], name: "prelu")
    node = try network.add(Reshaping(to: [0, 6, -1]), to: [node], name: "steps")
    node = try network.add(
      RecurrentSequence(.lstm(hasPeepholes: true), hidden: 5, isReversed: true), to: [node],
      name: "cell")
    let token = try network.add(
      ParameterValue(shape: [1, 1, 5], initializer: .normal(deviation: 1)), to: [], name: "token")
    let tokens = try network.add(BatchRepetition(), to: [token, x], name: "tokens")
    node = try network.add(Concatenation(axis: 1), to: [tokens, node], name: "joined")
    _ = try network.add(Reduction(.logSumExp, axes: [1]), to: [node], name: "y")
    return network
  }

  private func outputs(_ network: Network, _ input: Tensor) throws -> [Float] {
    let plan = try Plan(network, shapes: ["x": input.shape])
    try plan.setInput("x", to: input)
    try plan.run()
    return plan.value(of: network.outputs[0]).scalars
  }

  /// The file as somebody else would read it: without what Fovea says about itself.
  private func foreign(_ bytes: Data) throws -> Data {
    var model = try Onnx_ModelProto(serializedBytes: bytes, partial: true)
    model.metadataProps = []
    return try model.serializedBytes(partial: true)
  }

  @Test func `a file gives back the same network`() throws {
    for network in [
      try imported(), try picture(), try sequence(.lstm), try sequence(.gru),
      try sequence(.elman(.relu)),
    ] {
      let read = try ONNXModel(bytes: try ONNXWriter.encoded(network)).network().network
      #expect(read == network)
      #expect(read.classNames == network.classNames)
    }
  }

  @Test func `the graph alone says the same`() throws {
    var source = RandomSource(seed: 3)
    let image = Tensor.normal([2, 3, 12, 12], from: &source)
    let steps = Tensor.normal([2, 5, 3], from: &source)
    let maps = Tensor.normal([2, 4, 6, 6], from: &source)
    let cases = [
      (try imported(), maps), (try picture(), image), (try sequence(.lstm), steps),
      (try sequence(.gru), steps),
      (try sequence(.elman(.identity)), steps), (try sequence(.elman(.sigmoid)), steps),
    ]
    for (network, input) in cases {
      let read = try ONNXModel(bytes: foreign(try ONNXWriter.encoded(network))).network().network
      #expect(read != network)
      let (wanted, found) = (try outputs(network, input), try outputs(read, input))
      #expect(wanted.count == found.count)
      for (x, y) in zip(found, wanted) { #expect(abs(x - y) <= 1e-5) }
    }
  }

  @Test func `a changed graph is believed instead of the description`() throws {
    var model = try Onnx_ModelProto(
      serializedBytes: ONNXWriter.encoded(try picture()), partial: true)
    let last = model.graph.node.count - 1
    model.graph.node[last].opType = "LogSoftmax"
    let read = try ONNXModel(bytes: try model.serializedBytes(partial: true)).network().network
    let softmax = try #require(read.nodes(of: SoftmaxFunction.self).last)
    #expect(softmax.operation.isLogarithm)
  }

  @Test func `what the standard cannot say is listed`() throws {
    var network = try picture()
    let maps = try network.addInput("maps", shape: [1, 6])
    let x = try network.node("x").id
    try network.add(AffineSampling(), to: [x, maps], name: "turn")
    try network.add(AffineSampling(fill: 0), to: [x, maps], name: "shift")
    let text = message { _ = try ONNXWriter.encoded(network) }
    #expect(text.contains("turn") && text.contains("shift") && text.contains("affinesample"))
  }

  @Test(arguments: Scattering.allCases)
  func `scatterings are written as what they are, or refused`(_ reduction: Scattering) throws {
    var network = Network()
    let x = try network.addInput("x", shape: [2, 4], isBatched: false)
    let places = try network.add(
      Constant(Tensor(shape: [2, 2], scalars: [0, 3, 1, 1])), to: [], name: "places")
    let updates = try network.add(
      Constant(Tensor(shape: [2, 2], scalars: [2, -3, 4, 0.5])), to: [], name: "updates")
    _ = try network.add(
      ElementScattering(axis: 1, reduction: reduction), to: [x, places, updates], name: "y")
    if reduction == .maximum || reduction == .minimum {
      let text = message { _ = try ONNXWriter.encoded(network) }
      #expect(text.contains("y") && text.contains("operator set 17"), "\(text)")
      return
    }
    let read = try ONNXModel(bytes: foreign(try ONNXWriter.encoded(network))).network().network
    let input = Tensor(shape: [2, 4], scalars: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(try outputs(read, input) == outputs(network, input))
  }

  @Test(arguments: ["none", "add", "mul", "max", "min"])
  func `files scatter by any reduction`(_ word: String) throws {
    let results: [String: [Float]] = [
      "none": [7, 2, 0.5, -1, 6, 6], "add": [8, 2, 3.5, 3, 11, 6],
      "mul": [7, 2, 1.5, -4, 30, 6], "max": [7, 2, 3, 4, 6, 6], "min": [1, 2, 0.5, -1, 5, 6],
    ]
    var places = tensor("places", [2, 2], type: 7)
    var updates = tensor("updates", [2, 2])
    places.clearRawData()
    updates.clearRawData()
    (places.int64Data, updates.floatData) = ([0, 2, 0, 1], [7, 0.5, -1, 6])
    let scatter = node(
      "ScatterElements", ["x", "places", "updates"], ["y"],
      [.int("axis", 1), .string("reduction", word)])
    let bytes: Data = try model([scatter], [places, updates]).serializedBytes(partial: true)
    let network = try ONNXModel(bytes: bytes).network().network
    let input = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])
    let wanted = results[word] ?? []
    #expect(try outputs(network, input) == wanted)
  }

  @Test func `a file is written whole, and by its ending`() throws {
    try withTemporaryFolder { folder in
      let network = try picture()
      try ModelFile.write(network, to: "\(folder)/m.onnx")
      try ModelFile.write(network, to: "\(folder)/m.safetensors")
      #expect(try ModelFile.read("\(folder)/m.onnx").network == network)
      #expect(try ModelFile.read("\(folder)/m.safetensors").network == network)
      #expect(try !ModelFile.isSafetensors("\(folder)/m.onnx"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["m.onnx", "m.safetensors"])
    }
  }
}
