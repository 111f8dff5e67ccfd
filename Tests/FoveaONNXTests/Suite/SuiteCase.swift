import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import ONNXProto
import SwiftProtobuf

@testable import FoveaONNX

/// One case of the standard's own suite: a model, inputs, and what must come out.
struct SuiteCase {
  /// What came of a case.
  enum Outcome {
    case passed
    /// Read and run, with another result.
    case failed(String)
    /// Refused with a reason.
    case unsupported(String)

    var isPassed: Bool {
      if case .passed = self { return true }
      return false
    }
  }

  /// Where the suite lies: Debian's package, or an unpacked wheel.
  static let folder =
    ProcessInfo.processInfo.environment["FOVEA_ONNX_SUITE"] ?? "/usr/share/libonnx-testdata/data"

  /// The folder's name, such as `test_conv_with_strides_padding`.
  let name: String
  /// The folder.
  let path: String

  /// All cases in a folder, by name.
  static func all(in folder: String) -> [SuiteCase] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    return names.map { SuiteCase(name: $0, path: "\(folder)/\($0)") }
      .filter { FileManager.default.fileExists(atPath: "\($0.path)/model.onnx") }
  }

  /// The operations of the model, without those that make constants.
  func operations() -> [String] {
    guard let bytes = FileManager.default.contents(atPath: "\(path)/model.onnx"),
      let model = try? Onnx_ModelProto(serializedBytes: bytes, partial: true)
    else { return [] }
    var names: [String] = []
    for node in model.graph.node where node.opType != "Constant" && !names.contains(node.opType) {
      names.append(node.opType)
    }
    return names
  }

  /// Whether all floating-point numbers of the case have 32 bits.
  func isFloat32() -> Bool {
    let values = tensors("input") + tensors("output")
    let floats = values.filter { [1, 10, 11, 16].contains(Int($0.dataType)) }
    return !floats.isEmpty && floats.allSatisfy { $0.dataType == 1 }
      && !values.contains { $0.dataType == 8 } && !declaresOther()
  }

  /// Whether the model declares sequences, or floats of other sizes: some cases carry those as whole numbers.
  private func declaresOther() -> Bool {
    guard let bytes = FileManager.default.contents(atPath: "\(path)/model.onnx"),
      let model = try? Onnx_ModelProto(serializedBytes: bytes, partial: true)
    else { return true }
    return (model.graph.input + model.graph.output).contains { value in
      guard case .tensorType(let tensor)? = value.type.value else { return true }
      let type = try? ElementType.of(Int(tensor.elemType))
      return type.map { $0.kind == .float && $0.code != 1 } ?? true
    }
  }

  /// Reads and runs the model, and compares each output.
  func run() -> Outcome {
    do {
      let file = try ONNXModel(contentsOf: "\(path)/model.onnx")
      var inputs: [String: Tensor] = [:]
      for (input, proto) in zip(file.inputs, tensors("input")) {
        inputs[input.name] = try tensor(proto)
      }
      let imported = try file.network(for: inputs)
      let plan = try Plan(imported.network, shapes: shapes(of: imported.network, inputs))
      for node in imported.network.inputs {
        guard let value = inputs.first(where: { NodeNames.cleaned($0.key) == node.name })?.value
        else {
          return .failed("no value for the input \(node.name)")
        }
        try plan.setInput(node.name, to: value)
      }
      try plan.run()
      return try compare(plan, imported.network)
    } catch {
      return .unsupported((error as? FoveaError)?.message ?? "\(error)")
    }
  }

  private func shapes(of network: Network, _ inputs: [String: Tensor]) -> [String: Shape] {
    var shapes: [String: Shape] = [:]
    for (name, value) in inputs {
      let label = NodeNames.cleaned(name)
      if network.inputs.contains(where: { $0.name == label }) { shapes[label] = value.shape }
    }
    return shapes
  }

  private func compare(_ plan: Plan, _ network: Network) throws -> Outcome {
    let expected = tensors("output")
    guard expected.count == network.outputs.count else {
      return .failed("\(network.outputs.count) outputs instead of \(expected.count)")
    }
    for (node, proto) in zip(network.outputs, expected) {
      let (found, wanted) = (plan.value(of: node), try tensor(proto))
      guard found.shape == wanted.shape else {
        return .failed("shape \(found.shape) instead of \(wanted.shape)")
      }
      for (x, y) in zip(found.scalars, wanted.scalars) where !Self.isClose(x, y) {
        return .failed("\(x) instead of \(y)")
      }
    }
    return .passed
  }

  /// The tolerance of the suite's own runner: 1e-7 and a thousandth of the value.
  static func isClose(_ found: Float, _ wanted: Float) -> Bool {
    if found == wanted || (found.isNaN && wanted.isNaN) { return true }
    return abs(found - wanted) <= 1e-7 + 1e-3 * abs(wanted)
  }

  private func tensor(_ proto: Onnx_TensorProto) throws -> Tensor {
    var reader = TensorReader(file: Data(), folder: nil)
    return try reader.tensor(proto).tensor
  }

  private func tensors(_ kind: String) -> [Onnx_TensorProto] {
    var result: [Onnx_TensorProto] = []
    while let bytes = FileManager.default.contents(
      atPath: "\(path)/test_data_set_0/\(kind)_\(result.count).pb"),
      let proto = try? Onnx_TensorProto(serializedBytes: bytes, partial: true)
    {
      result.append(proto)
    }
    return result
  }
}
