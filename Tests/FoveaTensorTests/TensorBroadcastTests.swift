import FoveaTensor
import Testing

@Suite struct TensorBroadcastTests {
  @Test func `Axes of one element are repeated, missing ones are put in front`() {
    let column = Tensor(shape: [2, 1], scalars: [1, 2])
    #expect(column.broadcast(to: [2, 3]).scalars == [1, 1, 1, 2, 2, 2])
    #expect(Tensor([1, 2, 3]).broadcast(to: [2, 3]).scalars == [1, 2, 3, 1, 2, 3])
    #expect(Tensor(4).broadcast(to: [2, 2]) == Tensor(repeating: 4, shape: [2, 2]))
    let middle = Tensor(shape: [2, 1, 2], scalars: [1, 2, 3, 4])
    #expect(middle.broadcast(to: [2, 2, 2]).scalars == [1, 2, 1, 2, 3, 4, 3, 4])
    #expect(middle.broadcast(to: [2, 0, 2]).scalars.isEmpty)
    #expect(middle.broadcast(to: middle.shape) == middle)
  }
}
