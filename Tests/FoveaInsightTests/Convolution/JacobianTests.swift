import FoveaInsight
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct JacobianTests {
  @Test func aDenseLayersMatrixIsItsWeight() throws {
    let network = try Network(input: .vector(3), seed: 2) { Dense("d", 5, bias: false) }
    let found = try Jacobian(of: network, on: Tensor([1, 2, 3]))
    #expect(found.matrix == (try network.weights(of: "d.weight")))
    #expect(zip(found.product.scalars, found.output.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(found.sparsity == 0)
  }

  @Test func moreOutputsThanABatchHolds() throws {
    // 17 × 17 outputs are more than two batches of 128 seeds.
    let network = try Network(input: .image(channels: 1, height: 17, width: 17)) {
      KernelFilter("k", Tensor(shape: [1, 1], scalars: [2]))
    }
    let found = try Jacobian(of: network, on: Tensor(repeating: 1, shape: [1, 17, 17]))
    #expect(found.matrix.shape == [289, 289])
    #expect(found.dependences.count == 289)
    #expect(found.dependences.allSatisfy { $0.output == $0.input })
    #expect(found.matrix.scalars.allSatisfy { $0 == 0 || $0 == 2 })
  }

  @Test func chainedLayersMultiply() throws {
    let network = try Network(input: NetworkInput(element: [1, 6]), seed: 1) {
      KernelFilter("a", Tensor([1, 2, -1]), padding: .same)
      ReLU("r")
      KernelFilter("b", Tensor([3, 1]))
    }
    let point = Tensor(shape: [1, 6], scalars: [1, -2, 3, 1, 4, -1])
    let first = try Jacobian(of: network, at: "r", on: point).matrix
    let second = try Jacobian(of: network, by: "r", at: "b", on: point).matrix
    let both = try Jacobian(of: network, on: point).matrix
    #expect(second.shape == [5, 6])
    for row in 0..<5 {
      for column in 0..<6 {
        let sum = (0..<6).reduce(Float(0)) { $0 + second[row, $1] * first[$1, column] }
        #expect(abs(both[row, column] - sum) < 1e-5)
      }
    }
  }

  @Test func unknownNodesAreErrors() throws {
    let network = try Network(input: .vector(2)) { Dense("d", 1) }
    #expect(throws: FoveaError.self) { try Jacobian(of: network, at: "e", on: Tensor([1, 2])) }
    #expect(throws: FoveaError.self) { try Jacobian(of: network, by: "e", on: Tensor([1, 2])) }
    #expect(throws: FoveaError.self) { try Jacobian(of: network, on: Tensor([1, 2, 3])) }
  }

  @Test func aPullbackIsASeedTimesTheMatrix() throws {
    let network = try Network(input: .vector(3), seed: 4) { Dense("d", 2) }
    let point = Tensor([1, -1, 2])
    let found = try Pullback(
      of: network, on: point.reshaped(to: [1, 3]), seed: Tensor(shape: [1, 2], scalars: [2, -1]))
    let matrix = try Jacobian(of: network, on: point).matrix
    for column in 0..<3 {
      #expect(abs(found.input.scalars[column] - (2 * matrix[0, column] - matrix[1, column])) < 1e-5)
    }
    #expect(try found.gradient(of: "d.weight").scalars == [2, -2, 4, -1, 1, -2])
    #expect(try found.gradient(of: "d.bias").scalars == [2, -1])
    #expect(throws: FoveaError.self) { try found.gradient(of: "d.wait") }
    #expect(throws: FoveaError.self) {
      try Pullback(of: network, on: point.reshaped(to: [1, 3]), seed: Tensor([1, 2]))
    }
  }

  @Test func filtersRespondWithoutBatchAndChannels() throws {
    let filter = KernelFilter(Tensor([1, 10]), isFlipped: true, padding: .full)
    #expect(try filter.response(to: Tensor([1, 2, 3])).scalars == [1, 12, 23, 30])
    #expect(throws: FoveaError.self) {
      try KernelFilter(Tensor([1, 2, 3])).response(to: Tensor([1, 2]))
    }
    #expect(throws: FoveaError.self) { try filter.response(to: .zeros([2, 2])) }
  }
}
