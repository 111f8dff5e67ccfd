import TestSupport
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@testable import FoveaONNX

/// Whole models that PyTorch and Keras exported, against their own values and gradients at their nodes.
@Suite struct ModelOracleTests {
  /// The files of both of PyTorch's exporters, and of Keras's.
  static let names = [
    "cnn", "lstm", "vit", "cnn-dynamo", "lstm-dynamo", "vit-dynamo", "keras-cnn", "keras-lstm",
  ]

  private func oracle(_ name: String) throws -> SafetensorsFile {
    let model = name.hasSuffix("-dynamo") ? String(name.dropLast(7)) : name
    return try SafetensorsFile.read(fixture("\(model).safetensors"))
  }

  /// The recording of a model at everything that its oracle knows.
  private func record(_ name: String) throws -> (Recording, SafetensorsFile) {
    let oracle = try self.oracle(name)
    let network = try ModelFile.read(fixture("\(name).onnx")).network
    let labels = Set(oracle.names.map { String($0[..<($0.lastIndex(of: "/") ?? $0.endIndex)]) })
    let recording = try network.record(
      labels.sorted().map { HookSelector(exactly: $0) }, [.value, .gradient],
      on: ["x": try oracle.tensor("x/value")], objective: .unit("y", 1))
    return (recording, oracle)
  }

  @Test(arguments: names)
  func `values and gradients are those of the model's own program`(_ name: String) throws {
    let (recording, oracle) = try record(name)
    for entry in oracle.entries {
      let found = try #require(recording.entries.first { $0.name == entry.name }?.tensor)
      #expect(found.shape == entry.tensor.shape)
      let scale = entry.tensor.scalars.reduce(0) { max($0, abs($1)) }
      let error = zip(found.scalars, entry.tensor.scalars).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(error <= 1e-4 * max(scale, 1e-3), "\(entry.name): \(error) of \(scale)")
    }
  }

  @Test func `the batch stays free where the file computes with it`() throws {
    for name in Self.names {
      let network = try ModelFile.read(fixture("\(name).onnx")).network
      let (input, wanted) = (try oracle(name).tensor("x/value"), try oracle(name).tensor("y/value"))
      for samples in [0..<1, 1..<3] {
        let part = input[samples]
        let plan = try Plan(network, shapes: ["x": part.shape])
        try plan.setInput("x", to: part)
        try plan.run()
        let found = plan.value(of: network.outputs[0])
        #expect(found.shape == wanted[samples].shape)
        for (x, y) in zip(found.scalars, wanted[samples].scalars) { #expect(abs(x - y) < 1e-4) }
      }
    }
  }

  @Test func `modules give nodes their names, and a layer called twice is one layer`() throws {
    let imported = try ModelFile.read(fixture("cnn.onnx"))
    let labels = imported.network.nodes.map { imported.network.label(of: $0.id) }
    for name in ["stem", "block1.conv1", "block1.Add", "shared[0]", "shared[1]", "fc", "x", "y"] {
      #expect(labels.contains(name), "\(name) in \(labels)")
    }
    #expect(imported.network.parameters.filter { $0.name == "shared.weight" }.count == 1)
    #expect(
      imported.names.contains { $0.file == "/block1/conv1/Conv" && $0.label == "block1.conv1" })
    let transformer = try ModelFile.read(fixture("vit.onnx")).network
    #expect(try transformer.node("layers.0.fc1").operation is Arithmetic)
    #expect(transformer.parameters.contains { $0.name == "position.value" })
  }
}
