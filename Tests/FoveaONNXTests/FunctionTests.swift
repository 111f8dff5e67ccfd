import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import ONNXProto
import SwiftProtobuf
import TestSupport
import Testing

@testable import FoveaONNX

/// Functions that a model brings along, and branches that are chosen when it is read.
@Suite struct FunctionTests {
  private func function(
    _ name: String, _ inputs: [String], _ outputs: [String], _ nodes: [Onnx_NodeProto]
  ) -> Onnx_FunctionProto {
    var function = Onnx_FunctionProto()
    (function.domain, function.name) = ("own", name)
    (function.input, function.output, function.node) = (inputs, outputs, nodes)
    return function
  }

  private func call(
    _ name: String, _ inputs: [String], _ outputs: [String], as label: String = "",
    _ attributes: [Onnx_AttributeProto] = []
  ) -> Onnx_NodeProto {
    var call = node(name, inputs, outputs, name: label, attributes)
    call.domain = "own"
    return call
  }

  private func referring(_ name: String, to outer: String) -> Onnx_AttributeProto {
    var attribute = Onnx_AttributeProto()
    (attribute.name, attribute.refAttrName, attribute.type) = (name, outer, .float)
    return attribute
  }

  private func imported(_ model: Onnx_ModelProto) throws -> Network {
    try ONNXModel(bytes: try model.serializedBytes(partial: true)).network().network
  }

  private func output(_ model: Onnx_ModelProto, _ x: [Float]) throws -> [Float] {
    let network = try imported(model)
    let plan = try Plan(network, shapes: [:])
    try plan.setInput("x", to: Tensor(shape: [2, 3], scalars: x))
    try plan.run()
    return plan.value(of: network.outputs[0]).scalars
  }

  @Test func `functions stand in place of their calls`() throws {
    // double(x) = x + x; leaky(x) = LeakyRelu(double(x)) with the slope of its call, or 0.5.
    let double = function("double", ["v"], ["w"], [node("Add", ["v", "v"], ["w"])])
    var leaky = function(
      "leaky", ["v"], ["w"],
      [
        call("double", ["v"], ["t"], as: "twice"),
        node("LeakyRelu", ["t"], ["w"], name: "act", [referring("alpha", to: "slope")]),
      ])
    leaky.attributeProto = [.float("slope", 0.5)]
    var model = model([
      call("leaky", ["x"], ["a"], as: "first"),
      call("leaky", ["a"], ["y"], as: "second", [.float("slope", 0.25)]),
    ])
    model.functions = [double, leaky]
    #expect(try output(model, [1, -1, 2, -2, 0, 3]) == [4, -0.5, 8, -1, 0, 12])
    let labels = try imported(model).nodes.map(\.name)
    #expect(labels.contains("first.act") && labels.contains("first.twice.Add"), "\(labels)")
  }

  @Test func `calls that do not end or fit are refused`() throws {
    func said(_ functions: [Onnx_FunctionProto], _ calls: [Onnx_NodeProto]) -> String {
      var model = model(calls)
      model.functions = functions
      return message { _ = try imported(model) }
    }
    let endless = function("f", ["v"], ["w"], [call("f", ["v"], ["w"])])
    #expect(said([endless], [call("f", ["x"], ["y"])]).contains("do not end"))
    // Each level calls the next one many times: few bytes that would be very many nodes.
    let levels = (0..<12).map { level in
      function(
        "f\(level)", ["v"], ["w"],
        (0..<40).map { call("f\(level + 1)", ["v"], [$0 == 0 ? "w" : "t\($0)"]) })
    }
    let clock = ContinuousClock()
    let start = clock.now
    #expect(!said(levels, [call("f0", ["x"], ["y"])]).isEmpty)
    #expect(clock.now - start < .seconds(1))
    let one = function("f", ["v"], ["w"], [node("Relu", ["v"], ["w"])])
    #expect(said([one], [call("f", ["x", "x"], ["y"])]).contains("more inputs"))
    let hollow = function("f", ["v"], ["v"], [])
    #expect(said([hollow], [call("f", ["x"], ["y"])]).contains("does not make"))
    #expect(said([one], [call("g", ["x"], ["y"])]).contains("own.g"))
  }

  @Test(arguments: [0, 1])
  func `a branch is taken where the condition is known`(_ condition: Int64) throws {
    var choice = node("If", ["c"], ["y"], name: "choice")
    choice.attribute = [("then_branch", "Relu"), ("else_branch", "Neg")].map { name, operation in
      var branch = Onnx_AttributeProto()
      (branch.name, branch.type) = (name, .graph)
      branch.g.node = [node(operation, ["h"], ["\(operation)out"])]
      branch.g.output = [value("\(operation)out", [])]
      return branch
    }
    var known = tensor("c", [], type: 9)
    known.clearRawData()
    known.int32Data = [Int32(condition)]
    // What the branches read is written behind them in the file.
    let model = model([choice, node("Add", ["x", "x"], ["h"])], [known])
    let wanted: [Float] = condition == 1 ? [2, 0, 0, 6, 0, 0] : [-2, 2, 0, -6, 4, 0]
    #expect(try output(model, [1, -1, 0, 3, -2, 0]) == wanted)
  }

  @Test func `a branch that the input chooses is refused by the node's name`() {
    var choice = node("If", ["x"], ["y"], name: "choice")
    var branch = Onnx_AttributeProto()
    (branch.name, branch.type) = ("then_branch", .graph)
    branch.g.node = [node("Relu", ["x"], ["t"])]
    branch.g.output = [value("t", [])]
    choice.attribute = [branch]
    let text = message { _ = try imported(model([choice])) }
    #expect(text.contains("choice (If)") && text.contains("its condition"), "\(text)")
    let loop = message { _ = try imported(model([node("Loop", ["x"], ["y"], name: "again")])) }
    #expect(loop.contains("Loop (again)"))
  }
}
