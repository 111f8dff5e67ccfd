import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct LossTests {
  @Test func `A loss is one number, or one for each target`() throws {
    #expect(try CrossEntropy().outputShape(for: [[4, 10], [4]]) == .scalar)
    #expect(
      try CrossEntropy(reduction: .none).outputShape(for: [[4, 5, 10], [4, 5]]) == [4, 5])
    #expect(try SquaredError(reduction: .none).outputShape(for: [[4, 2], [4, 2]]) == [4, 2])
    #expect(
      try BinaryCrossEntropy(reduction: .sum).outputShape(for: [[4, 2], [4, 2]]) == .scalar)
  }

  @Test func `Targets fit the predictions`() {
    #expect(
      throws: ShapeError(
        "logits […, classes] need targets of the shape […], got [4, 10] and [4, 10]")
    ) { try CrossEntropy().outputShape(for: [[4, 10], [4, 10]]) }
    for loss in [SquaredError().outputShape, BinaryCrossEntropy().outputShape] {
      #expect(
        throws: ShapeError(
          "predictions and targets must have one shape, got [4, 1] and [4]")
      ) { try loss([[4, 1], [4]]) }
    }
  }
}
