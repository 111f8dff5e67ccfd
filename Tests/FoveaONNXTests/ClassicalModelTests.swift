import FoveaEngine
import FoveaNetwork
import FoveaTensor
import TestSupport
import Testing

@testable import FoveaONNX

/// Models that skl2onnx exported, against scikit-learn's own answers.
@Suite struct ClassicalModelTests {
  private func run(_ name: String) throws -> (outputs: [String: Tensor], oracle: SafetensorsFile) {
    let oracle = try SafetensorsFile.read(fixture("sklearn.safetensors"))
    let network = try ModelFile.read(fixture("sklearn-\(name).onnx")).network
    let x = try oracle.tensor("x")
    let plan = try Plan(network, shapes: ["X": x.shape])
    try plan.setInput("X", to: x)
    try plan.run()
    let outputs = network.outputs.map { (network.label(of: $0), plan.value(of: $0)) }
    return (Dictionary(uniqueKeysWithValues: outputs), oracle)
  }

  private func expectClose(_ found: Tensor?, _ wanted: Tensor) {
    #expect(found?.shape == wanted.shape)
    for (x, y) in zip(found?.scalars ?? [], wanted.scalars) { #expect(abs(x - y) < 1e-5) }
  }

  @Test func `a regressor behind a scaler answers as scikit-learn does`() throws {
    let (outputs, oracle) = try run("regressor")
    expectClose(outputs["variable"], try oracle.tensor("regressor"))
  }

  @Test func `a classifier gives labels and probabilities`() throws {
    let (outputs, oracle) = try run("classifier")
    expectClose(outputs["output_label"], try oracle.tensor("label"))
    expectClose(outputs["output_probability"], try oracle.tensor("probability"))
  }

  @Test func `what is made a tensor is said`() throws {
    let notes = try ModelFile.read(fixture("sklearn-classifier.onnx")).notes
    #expect(notes.contains { $0.contains("ZipMap") }, "\(notes)")
  }
}
