import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct ImageSetChanceTests {
  private func set(_ count: Int) -> ImageSet {
    var source = RandomSource(seed: 4)
    return ImageSet(
      pixels: (0..<count * 12).map { _ in UInt8(source.index(below: 200)) },
      labels: (0..<count).map { $0 % 4 }, channels: 1, height: 3, width: 4,
      classNames: ["a", "b", "c", "d"])
  }

  @Test func aShareOfLabelsIsDrawnAnew() {
    let all = set(4000)
    let drawn = all.drawingLabels(share: 0.4, seed: 1)
    #expect(drawn.images == all.images)
    let changed = zip(drawn.labels, all.labels).filter { $0 != $1 }.count
    // Of 1,600 draws from four classes a quarter hit the old one.
    #expect(abs(changed - 1200) < 80)
    #expect(all.drawingLabels(share: 0, seed: 1) == all)
    #expect(drawn == all.drawingLabels(share: 0.4, seed: 1))
    #expect(drawn != all.drawingLabels(share: 0.4, seed: 2))
  }

  @Test func classesDrawnForAllAreEquallyFrequent() {
    let counts = set(4000).drawingLabels(seed: 3).classCounts
    #expect(counts.allSatisfy { abs($0 - 1000) < 120 })
  }

  @Test func pixelsChangePlacesAlikeOrEachInItsOwnWay() {
    let all = set(50)
    let alike = all.shufflingPixels(alike: true, seed: 5)
    let apart = all.shufflingPixels(alike: false, seed: 5)
    for shuffled in [alike, apart] {
      #expect(shuffled.labels == all.labels)
      for sample in 0..<50 {
        #expect(
          shuffled.images(at: [sample]).scalars.sorted()
            == all.images(at: [sample]).scalars.sorted())
      }
    }
    // One way for all: a part of the set is shuffled as the whole is.
    #expect(all.prefix(7).shufflingPixels(alike: true, seed: 5) == alike.prefix(7))
    #expect(alike[1..<50] != apart[1..<50])
    #expect(alike[0..<1] == apart[0..<1])
  }

  @Test func noiseHasTheSetsMeanAndDeviation() {
    let all = set(2000)
    let noise = all.replacingByNoise(seed: 6)
    #expect(noise.labels == all.labels && noise != all)
    let (old, new) = (all.channelStatistics, noise.channelStatistics)
    #expect(abs(old.means[0] - new.means[0]) < 0.01)
    // What falls below black is held there, which takes a little off the deviation.
    #expect(new.deviations[0] > 0.85 * old.deviations[0])
    #expect(new.deviations[0] < 1.02 * old.deviations[0])
  }

  @Test func picturesMoveAndTurnAsTold() {
    var image = Tensor.zeros([1, 1, 5, 5])
    image[0, 0, 2, 1] = 1
    #expect(Augmentation.moved(image)[0, 0, 2, 1] == 1)
    let moved = Augmentation.moved(image, right: 2, down: 1)
    #expect(moved[0, 0, 3, 3] == 1 && moved.scalars.reduce(0, +) == 1)
    // Clockwise, what lies left of the middle comes to lie above it.
    let turned = Augmentation.moved(image, clockwise: 90)
    #expect(abs(turned[0, 0, 1, 2] - 1) < 1e-5)
    let filled = Augmentation.moved(
      Tensor(repeating: 1, shape: [2, 3, 4, 4]), right: 3, fill: .edge)
    #expect(filled == Tensor(repeating: 1, shape: [2, 3, 4, 4]))
  }
}
