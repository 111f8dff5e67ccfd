import Fovea
import Testing

@Suite struct NeighbourAgreementTests {
  @Test func pairsOfOneGroupAgree() {
    let points = Tensor(shape: [4, 2], scalars: [0, 0, 0, 1, 9, 9, 9, 8])
    let found = NeighbourAgreement(of: points, groups: [5, 5, 7, 7])
    #expect(found.share == 1)
    // Of the three other points one is of the same group.
    #expect(abs(found.chance - 1.0 / 3) < 1e-12)
    #expect(NeighbourAgreement(of: points, groups: [5, 7, 5, 7]).share == 0)
  }

  @Test func groupsOfUnequalSizes() {
    let points = Tensor(shape: [4, 1], scalars: [0, 1, 3, 10])
    let found = NeighbourAgreement(of: points, groups: [0, 0, 1, 0])
    // The first two are each other's neighbours; the third's is the second, the last's the third.
    #expect(found.share == 0.5)
    #expect(abs(found.chance - 0.75 * 2 / 3) < 1e-12)
  }
}
