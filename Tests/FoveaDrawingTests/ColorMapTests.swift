import FoveaTensor
import Testing

@testable import FoveaDrawing

@Suite struct ColorMapTests {
  /// Samples of the published tables, from matplotlib 3.11.2 (`colormaps[name](i / 255)`), red, green, blue.
  ///
  /// The middle entries lie between our anchors.
  @Test(
    arguments: [
      ("viridis", 0, [68, 1, 84]), ("viridis", 64, [59, 82, 139]),
      ("viridis", 255, [253, 231, 37]),
      ("magma", 0, [0, 0, 4]), ("magma", 255, [252, 253, 191]), ("inferno", 255, [252, 255, 164]),
      ("plasma", 0, [13, 8, 135]), ("cividis", 255, [254, 232, 56]),
      ("coolwarm", 0, [59, 76, 192]),
      ("twilight", 0, [226, 217, 226]),
    ] as [(String, Int, [Int])])
  func publishedTablesAreKept(name: String, entry: Int, expected: [Int]) throws {
    let color = try ColorMap.named(name).color(at: Double(entry) / 255)
    for (sample, value) in zip(color.samples, expected) { #expect(abs(Int(sample) - value) <= 1) }
  }

  @Test(arguments: [
    ColorMap.viridis, .magma, .inferno, .plasma, .cividis, .blues, .grey,
  ])
  func magnitudesGrowEvenlyInLightness(map: ColorMap) {
    let colors = (0...32).map { Oklab(map.color(at: Double($0) / 32)) }
    let steps = zip(colors, colors.dropFirst()).map { $1.lightness - $0.lightness }
    let isRising = steps[16] > 0
    for step in steps { #expect(isRising ? step > 0 : step < 0) }
    let distances = zip(colors, colors.dropFirst()).map { $0.distance(to: $1) }
    // Grey is even in sRGB, which Oklab finds steep near black.
    if map.name != "grey" {
      let (least, most) = (distances.min() ?? 0, distances.max() ?? 1)
      #expect(most < 2.6 * least, "\(map.name): \(least) \(most)")
    }
  }

  @Test(arguments: [ColorMap.redBlue, .coolwarm])
  func signsMirrorEachOther(map: ColorMap) {
    #expect(map.isDiverging)
    let middle = Oklab(map.color(at: 0.5))
    #expect(abs(middle.a) < 0.02 && abs(middle.b) < 0.02)
    for step in 0..<16 {
      let low = Oklab(map.color(at: Double(step) / 32))
      let high = Oklab(map.color(at: 1 - Double(step) / 32))
      #expect(abs(low.lightness - high.lightness) < 0.03)
      #expect(low.lightness < middle.lightness)
      #expect(low.b < high.b, "blue is below zero, red above")
    }
  }

  @Test func redBlueIsWhiteAtZero() {
    #expect(ColorMap.redBlue.color(at: 0.5).samples.allSatisfy { $0 >= 247 })
  }

  @Test func aCircleEndsWhereItBegins() {
    let map = ColorMap.twilight
    #expect(Oklab(map.color(at: 0)).distance(to: Oklab(map.color(at: 1))) < 0.01)
  }

  @Test func signalColoursAreFarFromEveryMap() {
    for map in ColorMap.all {
      for entry in 0..<256 {
        let color = Oklab(map.color(at: Double(entry) / 255))
        #expect(color.distance(to: Oklab(ColorMap.missing)) > 0.12, "\(map.name) \(entry)")
        #expect(color.distance(to: Oklab(ColorMap.infinite)) > 0.12, "\(map.name) \(entry)")
      }
    }
    #expect(Oklab(ColorMap.missing).distance(to: Oklab(ColorMap.infinite)) > 0.3)
  }

  @Test func positionsOutsideAreHeldAndNaNIsItsOwnColour() {
    #expect(ColorMap.magma.color(at: -3) == ColorMap.magma.color(at: 0))
    #expect(ColorMap.magma.color(at: .infinity) == ColorMap.magma.color(at: 1))
    #expect(ColorMap.magma.color(at: .nan) == ColorMap.missing)
    #expect(ColorMap.magma.reversed.color(at: 0.25) == ColorMap.magma.color(at: 0.75))
    #expect(ColorMap.grey.color(at: 128 / 255.0).samples == [128, 128, 128])
  }

  @Test func namesAreFoundInEitherCase() throws {
    #expect(try ColorMap.named("REDblue") == .redBlue)
    let error = #expect(throws: FoveaError.self) { try ColorMap.named("viridia") }
    #expect(error?.message.contains("viridis") == true)
  }
}
