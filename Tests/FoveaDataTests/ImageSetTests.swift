import FoveaTensor
import Testing

@testable import FoveaData

/// Pictures whose first byte is their number.
func numberedSet(_ count: Int, channels: Int = 1, height: Int = 2, width: Int = 3) -> ImageSet {
  let size = channels * height * width
  let pixels = (0..<count * size).map { UInt8(truncatingIfNeeded: $0 / size + $0 % size * 7) }
  return ImageSet(
    pixels: pixels, labels: (0..<count).map { $0 % 3 }, channels: channels, height: height,
    width: width, classNames: ["ant", "bee", "cat"])
}

@Suite struct ImageSetTests {
  @Test func everyByteIsDividedExactly() {
    let set = ImageSet(
      pixels: Array(0...255), labels: [0], channels: 1, height: 16, width: 16, classNames: ["a"])
    #expect(set.images.scalars == (0...255).map { Float($0) / 255 })
  }

  @Test func picturesComeInTheOrderAskedFor() {
    let set = numberedSet(5, channels: 3)
    let images = set.images(at: [4, 0, 4])
    #expect(images.shape == [3, 3, 2, 3])
    #expect([0, 1, 2].map { images[$0, 0, 0, 0] * 255 } == [4, 0, 4])
    #expect(images[0, 2, 1, 2] == Float(4 + 17 * 7) / 255)
    #expect(set.images(at: []).shape == [0, 3, 2, 3])
  }

  @Test func batchesHoldPicturesAndClasses() {
    let batch = numberedSet(5).batch([1, 4])
    #expect(batch.inputs == numberedSet(5).images(at: [1, 4]))
    #expect(batch.targets == Tensor([1, 1]))
  }

  @Test func largerBuffersKeepTheirRest() {
    let set = numberedSet(2)
    var inputs = [Float](repeating: -1, count: 20)
    var targets = [Float](repeating: -1, count: 3)
    var inputSpan = inputs.mutableSpan
    var targetSpan = targets.mutableSpan
    set.copy([1], epoch: 0, inputs: &inputSpan, targets: &targetSpan)
    #expect(inputs[..<6].elementsEqual(set.images(at: [1]).scalars))
    #expect(inputs[6...].allSatisfy { $0 == -1 })
    #expect(targets == [1, -1, -1])
  }

  @Test func storageDoesNotShowInEquality() {
    let whole = numberedSet(6)
    #expect(whole[2..<4] == whole.gathering([2, 3]))
    #expect(whole[2..<4] != whole.gathering([3, 2]))
    #expect(whole != numberedSet(6, height: 3, width: 2))
    #expect("\(whole)" == "6 pictures of 1x2x3 in 3 classes")
  }

  @Test func aBatchIsConvertedFast() {
    let set = numberedSet(256, height: 28, width: 28)
    let samples = (0..<128).map { $0 * 2 }
    var target = [Float](repeating: 0, count: 128 * 784)
    let clock = ContinuousClock()
    var best = Duration.seconds(1)
    for _ in 0..<200 {
      var span = target.mutableSpan
      let elapsed = clock.measure { set.copyImages(at: samples, into: &span) }
      best = min(best, elapsed)
    }
    #expect(target[784] == set.images(at: [2]).scalars[0])
    #expect(best < .microseconds(60), "128 pictures took \(best); 20 microseconds are usual")
  }

  @Test func wrongUseStopsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = ImageSet(
        pixels: [1, 2], labels: [3], channels: 1, height: 1, width: 2, classNames: ["a"])
    }
    await #expect(processExitsWith: .failure) { _ = numberedSet(2).images(at: [2]) }
    await #expect(processExitsWith: .failure) { _ = numberedSet(2).batch([-1]) }
  }
}
