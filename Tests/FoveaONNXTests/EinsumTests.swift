import FoveaEngine
import FoveaNetwork
import FoveaTensor
import ONNXProto
import SwiftProtobuf
import TestSupport
import Testing

@testable import FoveaONNX

/// Einstein sums against PyTorch's values and gradients.
@Suite struct EinsumTests {
  private static let equations: [String] = {
    let names = (try? SafetensorsFile.read(fixture("einsums.safetensors")))?.names ?? []
    return names.filter { $0.hasSuffix("/y") }.map { String($0.dropLast(2)) }.sorted()
  }()

  private func network(_ equation: String, _ factors: [Shape]) throws -> Network {
    let names = factors.indices.map { "factor\($0)" }
    var model = model([node("Einsum", names, ["y"], [.string("equation", equation)])])
    model.graph.input = zip(names, factors).map { value($0, $1.dimensions.map { Int64($0) }) }
    return try ONNXModel(bytes: try model.serializedBytes(partial: true)).network().network
  }

  @Test func `there are enough equations`() {
    #expect(Self.equations.count >= 20)
  }

  @Test(arguments: equations)
  func `values and gradients are PyTorch's`(_ equation: String) throws {
    let oracle = try SafetensorsFile.read(fixture("einsums.safetensors"))
    let letters = ["a", "b", "c"].filter { oracle.names.contains("\(equation)/\($0)") }
    let factors = try letters.map { try oracle.tensor("\(equation)/\($0)") }
    let network = try network(equation, factors.map(\.shape))
    let y = network.outputs[0]
    let inputs = network.inputs.map(\.name)
    let plan = try Plan(
      network, shapes: [:],
      request: PlanRequest(outputs: [y], origin: .seeds([y]), inputs: inputs))
    for (name, factor) in zip(inputs, factors) { try plan.setInput(name, to: factor) }
    let wanted = try oracle.tensor("\(equation)/y")
    let weights = (0..<wanted.shape.count).map { Float($0 + 1) }
    plan.setSeed(of: y, to: Tensor(shape: wanted.shape, scalars: weights))
    try plan.run()
    expectClose(plan.value(of: y), wanted, equation)
    for (name, letter) in zip(inputs, letters) {
      expectClose(
        try plan.gradient(ofInput: name), try oracle.tensor("\(equation)/d\(letter)"),
        "\(equation) by \(letter)")
    }
  }

  private func expectClose(_ found: Tensor, _ wanted: Tensor, _ what: String) {
    #expect(found.shape == wanted.shape, "\(what)")
    let scale = wanted.scalars.reduce(1) { max($0, abs($1)) }
    let error = zip(found.scalars, wanted.scalars).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(error <= 1e-5 * scale, "\(what): \(error) of \(scale)")
  }

  @Test func `products of matrices are one node`() throws {
    for equation in ["ij,jk->ik", "bij,bkj->bik"] {
      let rank = equation.split(separator: ",")[0].count
      let shape = Shape([Int](repeating: 3, count: rank))
      let nodes = try network(equation, [shape, shape]).nodes
      #expect(nodes.map { type(of: $0.operation).kind } == ["input", "input", "matmul"])
    }
  }

  @Test func `the batch stays free`() throws {
    let network = try network("bij,jk->bik", [[2, 3, 4], [4, 5]])
    #expect(try network.shapes(for: ["factor0": [7, 3, 4]]).last == [7, 3, 5])
  }

  @Test func `what is no equation is refused`() {
    func said(_ equation: String, _ shapes: [Shape]) -> String {
      message { _ = try network(equation, shapes) }
    }
    #expect(said("ij,jk->ik", [[2, 3]]).contains("2 factors, the node reads 1"))
    #expect(said("ij,jk->ik", [[2, 3], [4, 5]]).contains("'j' stands for 3 and for 4"))
    #expect(said("ij->ij->ij", [[2, 3]]).contains("two arrows"))
    #expect(said("i->i", [[2, 3]]).contains("rank 2"))
    #expect(said("...ijk->i", [[2, 3]]).contains("rank 2"))
    #expect(said("i.j->i", [[2, 3]]).contains("one ellipsis"))
    #expect(said("ij->ik", [[2, 3]]).contains("a new one"))
    #expect(said("ij->ii", [[2, 3]]).contains("repeats"))
    #expect(said("ii->i", [[2, 3]]).contains("'i' stands for 2 and for 3"))
    #expect(said("é->", [[2, 3]]).contains("letters"))
    #expect(said("", [[2, 3]]).contains("rank 2"))
  }
}
