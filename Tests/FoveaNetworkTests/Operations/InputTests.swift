import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct InputTests {
  @Test func `A constant keeps its tensor`() throws {
    let constant = Constant(Tensor(shape: [2, 1], scalars: [3, 4]))
    #expect(try constant.outputShape(for: []) == [2, 1])
    #expect(constant.scalars == [3, 4])
  }

  @Test func `An input shows its shape and takes nothing`() throws {
    let input = Input(shape: [1, 3, 4, 4])
    #expect(try input.outputShape(for: []) == [1, 3, 4, 4])
    #expect(input.arity == 0...0)
    #expect(input.summary == "[1, 3, 4, 4]")
  }

  @Test func `A batch needs a dimension`() async {
    #expect(Input(shape: .scalar, isBatched: false).shape == .scalar)
    await #expect(processExitsWith: .failure) { _ = Input(shape: .scalar) }
  }
}
