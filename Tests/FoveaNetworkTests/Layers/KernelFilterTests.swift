import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct KernelFilterTests {
  let kernel = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])

  @Test func theKernelIsTheWeight() throws {
    let network = try Network(input: .image(channels: 1, height: 5, width: 5)) {
      KernelFilter("filter", kernel)
    }
    #expect(try network.weights(of: "filter.weight").scalars == kernel.scalars)
    #expect(network.nominalShape(of: network.outputs[0]) == [1, 1, 4, 3])
    #expect(network.parameterCount == 6)
  }

  @Test func aFlippedKernelIsTurnedOnBothAxes() {
    #expect(
      KernelFilter(kernel, isFlipped: true).operation.initializer == .values([6, 5, 4, 3, 2, 1]))
  }

  @Test(arguments: [Shape([3]), [3, 2], [2, 3, 2]])
  func oneToThreeAxes(shape: Shape) throws {
    let input = NetworkInput(element: Shape([1] + shape.dimensions.map { $0 + 4 }))
    let network = try Network(input: input) {
      KernelFilter(Tensor(repeating: 1, shape: shape), stride: 2, padding: .full)
    }
    let outputs = network.nominalShape(of: network.outputs[0]).dimensions.dropFirst(2)
    #expect(Array(outputs) == shape.dimensions.map { ($0 + 4 + $0 - 2) / 2 + 1 })
  }
}
