import TestSupport
import Foundation
import FoveaNetwork
import FoveaTensor
import ONNXProto
import SwiftProtobuf
import Testing

@testable import FoveaONNX

/// Files that are cut off, lie or are impossible: refused with one line, quickly and without taking memory.
@Suite struct MalformedFileTests {
  /// What is said about a model, within a second.
  private func refusal(_ model: Onnx_ModelProto, folder: String? = nil) throws -> String {
    let bytes: Data = try model.serializedBytes(partial: true)
    let clock = ContinuousClock()
    let start = clock.now
    let text = message { _ = try ONNXModel(bytes: bytes, folder: folder).network() }
    #expect(clock.now - start < .seconds(1))
    #expect(!text.contains("\n"))
    return text
  }

  @Test func `a file cut off anywhere is refused or read, never worse`() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture("lstm.onnx")))
    for length in 0..<bytes.count {
      let text = message { _ = try ONNXModel(bytes: bytes.prefix(length)).network() }
      #expect(!text.isEmpty && !text.contains("\n"), "\(length)")
    }
    #expect(message { _ = try ONNXModel(bytes: bytes).network() }.isEmpty)
  }

  @Test func `graphs must make sense`() throws {
    let cycle = model(
      [node("Add", ["x", "b"], ["a"], name: "first"), node("Relu", ["a"], ["b"])], outputs: ["b"])
    #expect(try refusal(cycle).contains("a cycle"))
    #expect(
      try refusal(model([node("Relu", ["ghost"], ["y"])])).contains("'ghost', which nothing writes")
    )
    #expect(try refusal(model([node("Relu", ["x"], ["z"])])).contains("'y', which nothing writes"))
    let twice = model([node("Relu", ["x"], ["y"]), node("Tanh", ["x"], ["y"])])
    #expect(try refusal(twice).contains("written twice"))
    #expect(try refusal(model([], outputs: [])).contains("no graph with an output"))
  }

  @Test func `all operations that are not read are listed with their nodes`() throws {
    let text = try refusal(
      model([
        node("Frobnicate", ["x"], ["a"], name: "first"), node("Relu", ["a"], ["b"]),
        node("Frobnicate", ["b"], ["c"], name: "second"),
        node("Blorb", ["c"], ["y"], name: "third"),
      ]))
    #expect(text.contains("Frobnicate (first, second)") && text.contains("Blorb (third)"))
  }

  @Test func `extents that cannot be are refused`() throws {
    let add = node("Add", ["x", "w"], ["y"])
    func said(_ tensor: Onnx_TensorProto) throws -> String { try refusal(model([add], [tensor])) }
    #expect(try said(tensor("w", [-3])).contains("negative"))
    #expect(
      try said(tensor("w", [1 << 40, 1 << 40])).contains("more elements than can be counted"))
    #expect(try said(tensor("w", [1 << 31], bytes: 8)).contains("ask for 8589934592 bytes"))
    #expect(try said(tensor("w", [3], type: 8)).contains("string"))
    #expect(try said(tensor("w", [3], type: 99)).contains("type 99"))
    var many = model([node("Relu", ["x"], ["y"])])
    many.graph.input = [value("x", [1 << 20, 1 << 20])]
    #expect(try refusal(many).contains("2^30"))
  }

  @Test func `what is made of nothing is bounded`() throws {
    var shape = tensor("shape", [2], type: 7)
    shape.rawData = Data()
    shape.clearRawData()
    shape.int64Data = [1 << 20, 1 << 20]
    let filled = model(
      [
        node("ConstantOfShape", ["shape"], ["w"]), node("MatMul", ["x", "w"], ["y"]),
      ], [shape])
    #expect(!(try refusal(filled).isEmpty))
    let alone = model([node("ConstantOfShape", ["shape"], ["y"])], [shape])
    #expect(try refusal(alone).contains("2^28"))
    var ends = [tensor("a", []), tensor("b", []), tensor("c", [])]
    for (index, number) in [Float(0), 1e30, 1].enumerated() {
      ends[index].clearRawData()
      ends[index].floatData = [number]
    }
    let counted = model([node("Range", ["a", "b", "c"], ["y"])], ends)
    #expect(try refusal(counted).contains("2^28"))
  }

  @Test func `attributes that cannot be are refused instead of trapped`() throws {
    let images: Onnx_ValueInfoProto = value("x", [1, 3, 8, 8])
    func said(_ operation: String, _ attributes: [Onnx_AttributeProto], _ weight: [Int64]? = nil)
      throws -> String
    {
      let weights = weight.map { [tensor("w", $0, bytes: Int($0.reduce(4, *)))] } ?? []
      var broken = model([node(operation, ["x"] + weights.map(\.name), ["y"], attributes)], weights)
      broken.graph.input = [images]
      return try refusal(broken)
    }
    #expect(try said("MaxPool", []).contains("kernel_shape is missing"))
    #expect(try said("MaxPool", [.ints("kernel_shape", [0, 2])]).contains("positive"))
    #expect(
      try said("MaxPool", [.ints("kernel_shape", [2, 2]), .ints("pads", [-1, 0, 0, 0])]).contains(
        "pads"))
    #expect(try said("Conv", [.int("group", 0)], [2, 3, 3, 3]).contains("groups"))
    #expect(try said("Conv", [.int("group", Int.max)], [2, 3, 3, 3]).contains("groups"))
    #expect(try said("Conv", [.ints("strides", [1 << 40, 1])], [2, 3, 3, 3]).contains("strides"))
    #expect(try said("Transpose", [.ints("perm", [0, 0, 1, 2])]).contains("each axis"))
    #expect(try said("Flatten", [.int("axis", 9)]).contains("axis 9"))
    #expect(try said("Dropout", [.float("ratio", 2)]).contains("ratio"))
    #expect(try said("Softmax", [.int("axis", -7)]).contains("axis -7"))
    #expect(try said("DepthToSpace", [.int("blocksize", 0)]).contains("blocksize"))
    #expect(try said("LRN", [.int("size", -2)]).contains("size"))
  }

  @Test func `external data stays inside of the model's folder`() throws {
    try withTemporaryFolder { folder in
      let inside = "\(folder)/models"
      try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
      let floats = Data(repeating: 0, count: 12)
      try floats.write(to: URL(fileURLWithPath: "\(inside)/w.bin"))
      try floats.write(to: URL(fileURLWithPath: "\(folder)/secret.bin"))
      try FileManager.default.createSymbolicLink(
        atPath: "\(inside)/link.bin", withDestinationPath: "\(folder)/secret.bin")
      func said(_ location: String, length: Int = 12) throws -> String {
        var weight = tensor("w", [3])
        weight.clearRawData()
        weight.dataLocation = .external
        weight.externalData = [("location", location), ("length", "\(length)")].map {
          var entry = Onnx_StringStringEntryProto()
          (entry.key, entry.value) = $0
          return entry
        }
        return try refusal(model([node("Add", ["x", "w"], ["y"])], [weight]), folder: inside)
      }
      #expect(try said("w.bin").isEmpty)
      #expect(try said("../secret.bin").contains("outside"))
      #expect(try said("\(folder)/secret.bin").contains("outside"))
      #expect(try said("link.bin").contains("outside"))
      #expect(try said("w.bin", length: 400).contains("400"))
      #expect(try said("none.bin").contains("no such file"))
    }
  }
}
