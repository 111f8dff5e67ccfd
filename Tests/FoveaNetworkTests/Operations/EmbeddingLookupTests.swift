import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct EmbeddingLookupTests {
  @Test func `Each number becomes a row`() throws {
    let table = EmbeddingLookup(vocabulary: 9, size: 4)
    #expect(try table.outputShape(for: [[2, 5]]) == [2, 5, 4])
    #expect(try table.outputShape(for: [[2]]) == [2, 4])
    #expect(try table.parameters(for: [[2, 5]]).map(\.shape) == [[9, 4]])
  }
}
