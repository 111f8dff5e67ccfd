import FoveaTensor
import Foundation
import Testing

@testable import FoveaData

@Suite struct AugmentationTests {
  private let all = Augmentation(
    [
      .shift(pixels: 2), .flip(probability: 0.5), .rotate(degrees: 15),
      .scale(smallest: 0.9, largest: 1.1), .shear(degrees: 10), .brightness(0.1), .contrast(0.2),
      .noise(deviation: 0.05),
    ], seed: 7)

  private func pictures(_ count: Int) -> Tensor {
    var source = RandomSource(seed: 1)
    return .uniform([count, 2, 9, 11], in: 0...1, from: &source)
  }

  @Test func seedEpochAndSampleDecideAndNothingElse() {
    let images = pictures(3)
    let first = all.apply(to: images, samples: [5, 6, 7], epoch: 2)
    #expect(first == all.apply(to: images, samples: [5, 6, 7], epoch: 2))
    #expect(
      first[1..<2] == all.apply(to: images[1..<2], samples: [6], epoch: 2), "the batch is no matter"
    )
    var other = all
    other.seed = 8
    #expect(first != other.apply(to: images, samples: [5, 6, 7], epoch: 2))
    #expect(first != all.apply(to: images, samples: [5, 6, 7], epoch: 3))
    #expect(first != all.apply(to: images, samples: [6, 5, 7], epoch: 2))
  }

  @Test func valuesStayInTheirRange() {
    let strong = Augmentation([.brightness(2), .noise(deviation: 1)], seed: 1)
    for augmentation in [all, strong] {
      let range = augmentation.apply(to: pictures(20), samples: Array(0..<20), epoch: 0).range
      #expect(range.map { $0.lowerBound >= 0 && $0.upperBound <= 1 } == true)
    }
  }

  @Test func noChangeIsNoChange() {
    let images = pictures(2)
    let none = Augmentation(
      [
        .shift(pixels: 0), .flip(probability: 0), .rotate(degrees: 0),
        .scale(smallest: 1, largest: 1), .shear(degrees: 0), .brightness(0), .noise(deviation: 0),
      ], seed: 0)
    #expect(none.apply(to: images, samples: [0, 1], epoch: 0) == images)
    #expect(Augmentation([], seed: 0).apply(to: images, samples: [0, 1], epoch: 0) == images)
  }

  @Test func halfOfThePicturesAreFlipped() {
    let images = pictures(1)
    let flip = Augmentation([.flip(probability: 0.5)], seed: 3)
    let kept = (0..<400).count { flip.apply(to: images, samples: [$0], epoch: 0) == images }
    #expect((160...240).contains(kept), "four standard errors about 200")
  }

  @Test func shiftsReachEachPlaceAlike() {
    // One bright pixel in the middle of 5 x 5 lands on each of 9 places.
    var dot = Tensor.zeros([1, 1, 5, 5])
    dot[0, 0, 2, 2] = 1
    let shift = Augmentation([.shift(pixels: 1)], seed: 4)
    var hits = [Int](repeating: 0, count: 25)
    for sample in 0..<900 {
      let moved = shift.apply(to: dot, samples: [sample], epoch: 0).scalars
      #expect(moved.count { $0 == 1 } == 1 && moved.count { $0 == 0 } == 24)
      hits[moved.firstIndex(of: 1) ?? 0] += 1
    }
    let inner = [6, 7, 8, 11, 12, 13, 16, 17, 18].map { hits[$0] }
    #expect(inner.reduce(0, +) == 900 && inner.allSatisfy { (60...140).contains($0) })
  }

  @Test func brightnessAddsAndContrastStretchesAboutTheMean() {
    let images = Tensor(shape: [1, 1, 1, 4], scalars: [0.4, 0.5, 0.5, 0.6])
    let lit = Augmentation([.brightness(0.1)], seed: 1).apply(to: images, samples: [0], epoch: 0)
    let added = lit.scalars[0] - 0.4
    #expect(abs(added) <= 0.1 && added != 0)
    #expect(zip(lit.scalars, images.scalars).allSatisfy { abs($0 - $1 - added) < 1e-6 })
    let stretched = Augmentation([.contrast(0.5)], seed: 1)
      .apply(to: images, samples: [0], epoch: 0).scalars
    let factor = (stretched[3] - 0.5) / 0.1
    #expect((0.5...1.5).contains(factor) && abs(factor - 1) > 0.01)
    #expect(abs(stretched[1] - 0.5) < 1e-6 && abs(stretched[0] - (0.5 - 0.1 * factor)) < 1e-6)
  }

  @Test func noiseHasItsDeviation() {
    let grey = Tensor(repeating: 0.5, shape: [1, 1, 100, 100])
    let noisy = Augmentation([.noise(deviation: 0.05)], seed: 2)
      .apply(to: grey, samples: [0], epoch: 0)
    let variance = noisy.scalars.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / 10_000
    #expect(abs(variance.squareRoot() - 0.05) < 0.002)
  }

  @Test func setsAreAugmentedAsTheyAreRead() {
    let set = numberedSet(6, height: 4, width: 5)
    let augmented = set.augmented(by: all)
    let batch = augmented.batch([3, 1], epoch: 4)
    #expect(batch.inputs == all.apply(to: set.images(at: [3, 1]), samples: [3, 1], epoch: 4))
    #expect(batch.targets == Tensor([0, 1]))
    #expect(augmented.count == 6 && augmented.inputShape == [1, 4, 5] && augmented.classCount == 3)
  }

  @Test func isSavedAndCheckedWhenLoaded() throws {
    let saved = try JSONEncoder().encode(all)
    #expect(try JSONDecoder().decode(Augmentation.self, from: saved) == all)
    let wrong = String(decoding: saved, as: UTF8.self)
      .replacingOccurrences(of: "\"pixels\":2", with: "\"pixels\":-2")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Augmentation.self, from: Data(wrong.utf8))
    }
  }
}
