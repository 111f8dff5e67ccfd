import FoveaImage
import Testing

@Suite struct PhotographTests {
  @Test(arguments: [
    (Photograph.chelsea, 451, 300, [143, 120, 104] as [UInt8]), (.coffee, 600, 400, [21, 13, 8]),
    (.rocket, 640, 427, [17, 33, 58]),
  ])
  func travelsWithTheLibrary(photograph: Photograph, width: Int, height: Int, corner: [UInt8])
    throws
  {
    let image = try photograph.image()
    #expect(image.width == width && image.height == height && image.channels == 3)
    #expect(zip(image[0, 0], corner).allSatisfy { abs(Int($0) - Int($1)) <= 3 }, "\(image[0, 0])")
  }

  @Test func saysWhoseItIs() {
    #expect(
      Photograph.allCases.allSatisfy {
        $0.credit.contains("CC0") || $0.credit.contains("public domain")
      })
  }
}
