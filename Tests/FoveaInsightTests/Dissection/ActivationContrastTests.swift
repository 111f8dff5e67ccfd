import Fovea
import Testing

@Suite("Activation contrast")
struct ActivationContrastTests {
  @Test("Channels are ranked by how far they move; a picture does not differ from itself")
  func ranks() throws {
    let network = try SmallNetwork.make()
    let images = SmallNetwork.images(2)
    let contrast = try ActivationContrast(
      of: network, at: "conv", first: images.element(0), second: images.element(1),
      names: ("one", "other"), count: 3)
    try contrast.validate()
    #expect(contrast.channels.count == 3)
    #expect(contrast.distances == contrast.distances.sorted(by: >))
    #expect(contrast.grids.map(\.rowLabels) == [["one", "other"], ["difference"]])
    #expect(contrast.grids.map(\.tiles.count) == [6, 3])
    // The difference has a scale of its own, with zero in the middle.
    #expect(contrast.grids[1].kind == .symmetric && contrast.grids[1].scaling == .together)
    let same = try ActivationContrast(
      of: network, at: "conv", first: images.element(0), second: images.element(0),
      names: ("one", "one"))
    #expect(same.distances == [0, 0, 0, 0])
    #expect(same.channels == [0, 1, 2, 3])
  }

  @Test("A layer without width and height is an error")
  func dense() throws {
    let images = SmallNetwork.images(2)
    #expect(throws: FoveaError.self) {
      try ActivationContrast(
        of: try SmallNetwork.make(), at: "logits", first: images.element(0),
        second: images.element(1), names: ("one", "other"))
    }
  }
}
