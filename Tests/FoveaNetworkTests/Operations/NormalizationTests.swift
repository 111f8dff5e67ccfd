import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct NormalizationTests {
  @Test func `A batch normalisation keeps moments that are not trained`() throws {
    let parameters = try BatchNormalization().parameters(for: [[2, 6, 3, 3]])
    #expect(parameters.map(\.role) == ["weight", "bias", "running_mean", "running_var"])
    #expect(parameters.map(\.isTrainable) == [true, true, false, false])
    #expect(parameters.allSatisfy { $0.shape == [6] })
    #expect(
      throws: ShapeError("the input must have the shape [batch, channels, …], got [2]")
    ) { try BatchNormalization().outputShape(for: [[2]]) }
  }

  @Test func `A layer normalisation has parameters of the normalised shape`() throws {
    let operation = LayerNormalization(axes: 2)
    #expect(try operation.parameters(for: [[2, 6, 3, 4]]).map(\.shape) == [[3, 4], [3, 4]])
    #expect(throws: ShapeError("the last 2 axes are normalised, got [4]")) {
      try operation.outputShape(for: [[4]])
    }
    #expect(throws: ShapeError("the last 2 axes are normalised, got [4, 0]")) {
      try operation.outputShape(for: [[4, 0]])
    }
  }

  @Test func `A standardisation has one number for each channel, or one for all`() throws {
    let three = Standardization(mean: [1, 2, 3], deviation: [1, 1, 1])
    #expect(try three.outputShape(for: [[2, 3, 4, 4]]) == [2, 3, 4, 4])
    #expect(throws: ShapeError("3 means do not fit the channels of [2, 1, 4, 4]")) {
      try three.outputShape(for: [[2, 1, 4, 4]])
    }
    let one = Standardization(mean: [0.5], deviation: [2])
    #expect(try one.outputShape(for: [[2, 3, 4, 4]]) == [2, 3, 4, 4])
  }

  @Test func `A local response normalisation is for images`() throws {
    #expect(try LocalResponseNormalization().outputShape(for: [[1, 2, 3, 4]]) == [1, 2, 3, 4])
    #expect(throws: ShapeError.self) {
      try LocalResponseNormalization().outputShape(for: [[1, 2]])
    }
  }

  @Test func `Attributes without sense stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = LocalResponseNormalization(size: 0) }
    await #expect(processExitsWith: .failure) { _ = LayerNormalization(axes: 0) }
    await #expect(processExitsWith: .failure) { _ = Standardization(mean: [1], deviation: [0]) }
  }
}
