import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import ONNXProto
import SwiftProtobuf
import Testing

@testable import FoveaONNX

/// Nine well-known architectures with constant weights, which the wheel `onnx` carries: shapes and composition.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "\(SuiteCase.folder)/light")))
struct LightModelTests {
  private static var names: [String] {
    let all =
      (try? FileManager.default.contentsOfDirectory(atPath: "\(SuiteCase.folder)/light")) ?? []
    return all.filter { $0.hasSuffix(".onnx") }.map { String($0.dropLast(5)) }.sorted()
  }

  @Test func `architectures give the expected output`() throws {
    #expect(Self.names.count >= 9)
    for name in Self.names {
      let folder = "\(SuiteCase.folder)/light"
      let file = try ONNXModel(contentsOf: "\(folder)/\(name).onnx")
      let input = try #require(file.inputs.first)
      let imported = try file.network()
      let node = try #require(imported.network.inputs.first)
      let shape = imported.network.nominalShape(of: node.id)
      // The suite's own input: counted up from 0, divided by the number of elements.
      let scalars = (0..<shape.count).map { Float($0) / Float(shape.count) }
      let plan = try Plan(imported.network, shapes: [input.label: shape])
      try plan.setInput(input.label, to: Tensor(shape: shape, scalars: scalars))
      try plan.run()
      let found = plan.value(of: imported.network.outputs[0])
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)_output_0.pb"))
      var reader = TensorReader(file: Data(), folder: nil)
      let wanted = try reader.tensor(try Onnx_TensorProto(serializedBytes: bytes, partial: true))
      #expect(found.shape == wanted.shape, "\(name)")
      let isClose = zip(found.scalars, wanted.floats).allSatisfy { SuiteCase.isClose($0, $1) }
      #expect(isClose, "\(name): \(found) instead of \(wanted.tensor)")
    }
  }
}
