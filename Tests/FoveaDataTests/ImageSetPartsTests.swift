import TestSupport
import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct ImageSetPartsTests {
  private let set = numberedSet(10)

  @Test func partsOfPartsAddUp() {
    let part = set[2..<9].gathering([6, 0, 3])
    #expect(part.labels == [2, 2, 2])
    #expect(part.images == set.images(at: [8, 2, 5]))
    #expect(part.label(1) == 2)
    #expect(set.prefix(3) == set[0..<3])
    #expect(set.prefix(99) == set && set.prefix(-1).count == 0)
  }

  @Test func classesAreChosenAndRenumbered() throws {
    let chosen = try set.selecting(classes: ["cat", "ant"])
    #expect(chosen.classNames == ["cat", "ant"])
    #expect(chosen.labels == [1, 0, 1, 0, 1, 0, 1])
    #expect(chosen.images == set.images(at: [0, 2, 3, 5, 6, 8, 9]))
    #expect(chosen.classCounts == [3, 4])
    #expect(
      message { _ = try set.selecting(classes: ["bat"]) }
        .hasPrefix("there is no class 'bat'; the nearest are cat, ant"))
    #expect(message { _ = try set.selecting(classes: ["ant", "ant"]) }.contains("named twice"))
  }

  @Test func splitsKeepEachPictureOnce() {
    let parts = set.split(validationShare: 0.3, seed: 5)
    #expect(parts.training.count == 7 && parts.validation.count == 3)
    let numbers = (parts.training.rows + parts.validation.rows).sorted()
    #expect(numbers == Array(0..<10))
    #expect(parts.training.rows == parts.training.rows.sorted())
    #expect(set.split(validationShare: 0.3, seed: 5).validation == parts.validation)
    let others = (0..<5).map { set.split(validationShare: 0.3, seed: $0).validation.rows }
    #expect(Set(others).count > 1)
    #expect(set.split(validationShare: 0, seed: 1).validation.count == 0)
    #expect(set.split(validationShare: 1, seed: 1).training.count == 0)
  }

  @Test func statisticsArePerChannel() {
    let two = ImageSet(
      pixels: [0, 255, 51, 51, 255, 0, 51, 51], labels: [0, 0], channels: 2, height: 1, width: 2,
      classNames: ["a"])
    #expect(two.channelStatistics.means == [0.5, 0.2])
    #expect(two.channelStatistics.deviations == [0.5, 0])
  }
}
