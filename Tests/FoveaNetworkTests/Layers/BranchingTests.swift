import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct BranchingTests {
  private let image = NetworkInput.image(channels: 4, height: 6, width: 6)

  @Test func `A residual adds its input`() throws {
    let network = try Network(input: image) {
      ReLU("first")
      Residual {
        Conv2D("conv", filters: 4, kernel: 3, padding: .same)
        ReLU("inner")
      }
    }
    let sum = network.nodes[4]
    #expect(sum.name == "residual1")
    #expect(sum.operation as? Arithmetic == Arithmetic(.add))
    #expect(sum.inputs == [try network.node("inner").id, try network.node("first").id])
    #expect(network.outputs == [sum.id])
  }

  @Test func `A residual with a shortcut adds what that makes of it`() throws {
    let network = try Network(input: image) {
      Residual("sum") {
        Conv2D("conv", filters: 8, kernel: 3, stride: 2, padding: .symmetric(1))
      } shortcut: {
        Conv2D("short", filters: 8, kernel: 1, stride: 2)
      }
    }
    #expect(try network.node("short").inputs == [network.nodes[0].id])
    #expect(network.nominalShape(of: network.outputs[0]) == [1, 8, 3, 3])
  }

  @Test func `A residual does not broadcast`() {
    #expect(
      throws: FoveaError(
        "sum (residual): the layers give [1, 1, 6, 6], the shortcut [1, 4, 6, 6]; both must have "
          + "one shape")
    ) {
      try Network(input: image) { Residual("sum") { Conv2D(filters: 1, kernel: 1) } }
    }
  }

  @Test func `Branches are concatenated in order`() throws {
    let network = try Network(input: image) {
      Concatenate("all", axis: 1) {
        Conv2D("a", filters: 3, kernel: 1)
        Branch {
          Conv2D("b", filters: 5, kernel: 3, padding: .same)
          ReLU("c")
        }
        Branch {}
        for _ in 0..<2 { MaxPool2D(kernel: 3, stride: 1, padding: .same) }
      }
    }
    let all = try network.node("all")
    #expect(
      all.inputs.map { network.label(of: $0) } == ["a", "c", "input", "maxpool1", "maxpool2"])
    #expect(network.nominalShape(of: all.id) == [1, 3 + 5 + 4 + 4 + 4, 6, 6])
  }

  @Test func `Branches that do not fit are named`() {
    #expect(
      throws: FoveaError(
        "all (concat): all inputs must agree but for axis 1, got [[1, 3, 6, 6], [1, 3, 4, 4]]")
    ) {
      try Network(input: image) {
        Concatenate("all") {
          Conv2D(filters: 3, kernel: 1)
          Conv2D(filters: 3, kernel: 3)
        }
      }
    }
  }
}
