import FoveaImage
import FoveaTensor
import Testing

@Suite struct PixelImageTests {
  @Test func valuesGoToTheNearestStep() {
    let tensor = Tensor(
      shape: [1, 1, 8], scalars: [0, 1, 0.5, 1 / 255, 1.49 / 255, 1.51 / 255, -3, 9])
    #expect(PixelImage(tensor).samples == [0, 255, 128, 1, 1, 2, 0, 255])
  }

  @Test func whatIsNotANumberIsBlackAndInfinityIsHeld() {
    let tensor = Tensor(shape: [1, 1, 3], scalars: [.nan, .infinity, -.infinity])
    #expect(PixelImage(tensor).samples == [0, 255, 0])
  }

  @Test(arguments: [1, 3, 4])
  func eachStepSurvivesATensor(channels: Int) {
    let image = PixelImage(
      width: 16, height: 16, channels: channels,
      samples: (0..<256 * channels).map { UInt8($0 % 256) })
    #expect(image.tensor.shape == [channels, 16, 16])
    #expect(PixelImage(image.tensor) == image)
  }

  @Test func channelsAreInterleaved() {
    let tensor = Tensor(shape: [3, 1, 2], scalars: [1, 0, 0, 1, 0, 0.2])
    let image = PixelImage(tensor)
    #expect(image[0, 0] == [255, 0, 0])
    #expect(image[1, 0] == [0, 255, 51])
  }

  @Test func onePixelCanBeSet() {
    var image = PixelImage(width: 2, height: 2, repeating: [1, 2, 3])
    image[1, 1] = [7, 8, 9]
    #expect(image.samples == [1, 2, 3, 1, 2, 3, 1, 2, 3, 7, 8, 9])
  }

  @Test func whiteStaysWhiteInGreyAndLumaIsWeighed() {
    let image = PixelImage(
      width: 4, height: 1, channels: 3,
      samples: [255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255])
    #expect(image.grey.samples == [255, 76, 150, 29])
    #expect(PixelImage(width: 1, height: 1, repeating: [90]).rgb.samples == [90, 90, 90])
  }

  @Test func transparencyShowsWhite() {
    let image = PixelImage(
      width: 3, height: 1, channels: 4, samples: [10, 20, 30, 0, 10, 20, 30, 255, 0, 0, 0, 51])
    #expect(image.rgb.samples == [255, 255, 255, 10, 20, 30, 204, 204, 204])
  }
}
