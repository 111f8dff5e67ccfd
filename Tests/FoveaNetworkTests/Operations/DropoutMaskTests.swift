import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct DropoutMaskTests {
  @Test func `The shape stays`() throws {
    #expect(try DropoutMask(probability: 0.25).outputShape(for: [[4, 10]]) == [4, 10])
    #expect(DropoutMask(probability: 0.25).summary == "0.25")
  }

  @Test func `A share of one or more stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = DropoutMask(probability: 1) }
    await #expect(processExitsWith: .failure) { _ = DropoutMask(probability: -0.1) }
  }
}
