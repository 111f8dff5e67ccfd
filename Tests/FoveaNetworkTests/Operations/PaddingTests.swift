import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct PaddingTests {
  @Test(arguments: [
    (Padding.Mode.constant(7), [nil, nil, 0, 1, 2, 3, nil, nil, nil]),
    (.replicate, [0, 0, 0, 1, 2, 3, 3, 3, 3]),
    (.reflect, [2, 1, 0, 1, 2, 3, 2, 1, 0]),
    (.circular, [2, 3, 0, 1, 2, 3, 0, 1, 2]),
  ]) func `New elements come from where the mode says`(mode: Padding.Mode, sources: [Int?]) throws {
    let padding = Padding(before: [2], behind: [3], mode: mode)
    #expect(padding.sources(axis: 0, extent: 4) == sources)
    #expect(try padding.outputShape(for: [[4]]) == [9])
  }

  @Test func `Negative numbers cut off`() throws {
    let cut = Padding(before: [-1], behind: [2], mode: .reflect)
    #expect(cut.sources(axis: 0, extent: 4) == [1, 2, 3, 2, 1])
    let wrapped = Padding(before: [2], behind: [-1], mode: .circular)
    #expect(wrapped.sources(axis: 0, extent: 4) == [1, 2, 0, 1, 2])
    #expect(try wrapped.outputShape(for: [[4]]) == [5])
    let filled = Padding(before: [-3], behind: [2], mode: .constant(1))
    #expect(filled.sources(axis: 0, extent: 3) == [nil, nil])
    #expect(throws: ShapeError("padding [-2] and [-1] cuts off more than axis 0 of [2]")) {
      try Padding(before: [-2], behind: [-1], mode: .replicate).outputShape(for: [[2]])
    }
    #expect(throws: ShapeError("axis 0 of [4] is too short for reflect padding by 2")) {
      try Padding(before: [-2], behind: [2], mode: .reflect).outputShape(for: [[4]])
    }
  }

  @Test func `Modes need something to copy`() throws {
    #expect(
      try Padding(before: [3], behind: [3], mode: .reflect).outputShape(for: [[4]]) == [10])
    #expect(throws: ShapeError("axis 0 of [3] is too short for reflect padding by 3")) {
      try Padding(before: [3], behind: [0], mode: .reflect).outputShape(for: [[3]])
    }
    #expect(throws: ShapeError("axis 0 of [2] is too short for circular padding by 3")) {
      try Padding(before: [0], behind: [3], mode: .circular).outputShape(for: [[2]])
    }
    #expect(throws: ShapeError("axis 0 of [0] is too short for replicate padding by 1")) {
      try Padding(before: [1], behind: [0], mode: .replicate).outputShape(for: [[0]])
    }
    #expect(
      try Padding(before: [1], behind: [0], mode: .constant(0)).outputShape(for: [[0]]) == [1])
    #expect(throws: ShapeError("padding for 1 axes does not fit [2, 2]")) {
      try Padding(before: [1], behind: [0], mode: .replicate).outputShape(for: [[2, 2]])
    }
  }
}
