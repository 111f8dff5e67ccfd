import Testing

@testable import FoveaTensor

@Suite struct TensorTests {
  private let grid = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])

  @Test func elementsAreRowMajor() {
    var tensor = grid
    #expect(tensor[0, 2] == 3 && tensor[1, 0] == 4)
    tensor[1, 1] = -5
    #expect(tensor.scalars == [1, 2, 3, 4, -5, 6])
    #expect(grid[1, 1] == 5, "a copy must not change the original")
  }

  @Test func makesConstantsScalarsAndVectors() {
    #expect(Tensor(repeating: 2, shape: [2, 2]).scalars == [2, 2, 2, 2])
    #expect(Tensor.zeros([0, 4]).scalars == [])
    #expect(Tensor(3).shape == .scalar && Tensor(3).scalar == 3)
    #expect(Tensor([1, 2]).shape == [2])
  }

  @Test func takesRowsOfTheBatch() {
    #expect(grid[1..<2] == Tensor(shape: [1, 3], scalars: [4, 5, 6]))
    #expect(grid[1..<1].shape == [0, 3])
    #expect(grid.element(0) == Tensor([1, 2, 3]))
    #expect(grid.gathering([1, 0, 1]).scalars == [4, 5, 6, 1, 2, 3, 4, 5, 6])
    #expect(grid.gathering([]).shape == [0, 3])
  }

  @Test func stackingUndoesElement() {
    #expect(Tensor.stacking([grid.element(0), grid.element(1)]) == grid)
  }

  @Test func reshapesAndMaps() {
    #expect(grid.reshaped(to: [3, 2])[2, 0] == 5)
    #expect(grid.map { -$0 }.scalars == [-1, -2, -3, -4, -5, -6])
  }

  @Test func rangeTellsOfMissingNumbers() {
    #expect(grid.range == 1...6)
    #expect(Tensor([1, .nan]).range == nil)
    #expect(Tensor([]).range == nil)
  }

  @Test func argmaxTakesTheFirstOfEqualOnes() {
    let rows = Tensor(shape: [3, 3], scalars: [0, 2, 2, 5, 1, 1, -3, -2, -1])
    #expect(rows.argmaxOfRows() == [1, 0, 2])
  }

  @Test func randomTensorsHaveTheirMoments() {
    var source = RandomSource(seed: 3)
    let normal = Tensor.normal([100, 200], mean: 2, deviation: 0.5, from: &source).scalars
    let mean = normal.reduce(0, +) / Float(normal.count)
    let variance = normal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(normal.count)
    #expect(abs(mean - 2) < 0.02 && abs(variance - 0.25) < 0.01)
    let uniform = Tensor.uniform([1000], in: -1...3, from: &source)
    #expect(uniform.scalars.allSatisfy { (-1...3).contains($0) })
    #expect((uniform.range?.upperBound ?? 0) > 2.9)
  }

  @Test func describesItselfShortly() {
    #expect("\(grid)" == "Tensor [2, 3] [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]")
    #expect("\(Tensor.zeros([9]))".hasSuffix("0.0, …]"))
  }

  @Test func wrongUseStopsTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2], scalars: [1]) }
    await #expect(processExitsWith: .failure) { _ = Tensor([1, 2])[2] }
    await #expect(processExitsWith: .failure) { _ = Tensor([1, 2])[1..<3] }
  }
}
