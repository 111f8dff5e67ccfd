import Fovea
import Testing

@Suite("Patches")
struct TopPatchesTests {
  @Test("A place sees what all windows before it see together")
  func geometry() throws {
    let network = try Zoo.network(named: "deep-cnn")
    let extents = try ["conv1", "conv2", "conv3"].map {
      try PatchGeometry(of: network, at: $0)
    }
    #expect(extents.map(\.extent) == [[5, 5], [9, 9], [17, 17]])
    #expect(extents.map(\.stride) == [[2, 2], [4, 4], [4, 4]])
    #expect(extents.map(\.start) == [[-2, -2], [-4, -4], [-8, -8]])
    #expect(throws: FoveaError.self) { try PatchGeometry(of: network, at: "hidden") }
  }

  @Test("What a place sees is all that changes it")
  func gradient() throws {
    let network = try Zoo.network(named: "deep-cnn", seed: 3)
    let geometry = try PatchGeometry(of: network, at: "conv3")
    var source = RandomSource(seed: 1)
    let picture = Tensor.uniform([1, 1, 28, 28], in: 0...1, from: &source)
    var far = picture
    // Place (3, 3) sees the rows and columns 4 to 20.
    for y in 0..<28 {
      for x in 0..<28 where !(4...20).contains(y) || !(4...20).contains(x) { far[0, 0, y, x] = 0 }
    }
    #expect(geometry.start[0] + 3 * geometry.stride[0] == 4)
    let values = try [picture, far].map { try network.values(at: ["conv3"], on: $0)[0] }
    #expect(abs(values[0][0, 5, 3, 3] - values[1][0, 5, 3, 3]) < 1e-5)
    #expect(abs(values[0][0, 5, 2, 3] - values[1][0, 5, 2, 3]) > 1e-4)
  }

  @Test("Patches are cut out where the channel answers most, with zeros outside of the picture")
  func patches() throws {
    var network = try Network(input: .image(channels: 1, height: 6, width: 6)) {
      Conv2D("conv", filters: 1, kernel: 3, padding: .same)
    }
    // The middle of the kernel alone: the most excited place is the brightest pixel.
    network.setWeights(
      Tensor(shape: [1, 1, 3, 3], scalars: [0, 0, 0, 0, 1, 0, 0, 0, 0]), at: 0)
    var pixels = [UInt8](repeating: 0, count: 72)
    (pixels[0], pixels[1]) = (200, 100)  // the first picture's corner and its neighbour
    pixels[36 + 14] = 250
    let images = ImageSet(
      pixels: pixels, labels: [0, 0], channels: 1, height: 6, width: 6, classNames: ["one"])
    let found = try TopPatches(of: network, at: "conv", units: [0], in: images, count: 2)
    try found.validate()
    let parts = found.patches[0].map { $0.scalars.map { Int(($0 * 255).rounded()) } }
    #expect(parts == [[0, 0, 0, 0, 250, 0, 0, 0, 0], [0, 0, 0, 0, 200, 100, 0, 0, 0]])
    #expect(found.likeness > 0.5 && found.likeness < 1)
  }

  @Test("A frame stands around what a place sees, as far as that lies in the picture")
  func frame() throws {
    let geometry = try PatchGeometry(of: try Zoo.network(named: "deep-cnn"), at: "conv1")
    let framed = geometry.framing(
      Tensor(repeating: 0.5, shape: [1, 28, 28]), row: 0, column: 2, enlarged: 2)
    #expect(framed.shape == [3, 56, 56])
    // Place (0, 2) of 5×5 windows two apart sees the rows −2 to 2 and the columns 2 to 6.
    for (y, x) in [(0, 4), (0, 13), (5, 4), (5, 13), (3, 4)] {
      #expect((0..<3).map { framed[$0, y, x] } == [1, 0.55, 0])
    }
    for (y, x) in [(1, 5), (4, 12), (6, 4), (0, 3), (0, 14), (30, 30)] {
      #expect((0..<3).map { framed[$0, y, x] } == [0.5, 0.5, 0.5])
    }
  }
}
