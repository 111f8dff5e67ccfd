import FoveaImage
import FoveaTensor
import Testing

@testable import FoveaDrawing

@Suite struct HeatMapTests {
  /// The pixel in the middle of a cell.
  private func cell(_ map: HeatMap, _ row: Int, _ column: Int) throws -> [UInt8] {
    let arrangement = HeatArrangement(map)
    let width = arrangement.plot.width / Double(map.values.shape[1])
    let height = arrangement.plot.height / Double(map.values.shape[0])
    let x = arrangement.frame.origin.x + (Double(column) + 0.5) * width
    let y = arrangement.frame.origin.y + (Double(row) + 0.5) * height
    return try pixels(of: map)[Int(x * 2), Int(y * 2)]
  }

  @Test func cellsHaveTheColoursOfTheirNumbers() throws {
    let map = HeatMap(values: Tensor(shape: [2, 3], scalars: [0, 1, 2, 3, 4, 10]))
    #expect(try cell(map, 0, 0) == [68, 1, 84])
    #expect(try cell(map, 1, 2) == [253, 231, 37])
    #expect(try cell(map, 1, 1) == ColorMap.viridis.color(at: 0.4).samples)
  }

  @Test func theFirstRowCanLieAtTheBottom() throws {
    var map = HeatMap(values: Tensor(shape: [2, 1], scalars: [0, 1]))
    map.growsUp = true
    #expect(try cell(map, 0, 0) == [253, 231, 37])
    #expect(try cell(map, 1, 0) == [68, 1, 84])
  }

  @Test func zeroIsWhiteInTheMiddleOfSignedData() throws {
    let map = HeatMap(values: Tensor(shape: [1, 3], scalars: [-1, 0, 4]), kind: .symmetric)
    #expect(try cell(map, 0, 1).allSatisfy { $0 > 245 })
    #expect(try cell(map, 0, 2) == ColorMap.redBlue.color(at: 1).samples)
    #expect(try cell(map, 0, 0) == ColorMap.redBlue.color(at: 0.375).samples)
    // The bar ends at −4 and 4: the extremes stand below it and not at its ends.
    let texts = RecordingCanvas(map).texts.map(\.text)
    #expect(texts.contains("−1 … 4") && !texts.contains { $0.hasPrefix("max") })
  }

  @Test func whatHasNoPlaceHasItsOwnColourAndIsNamed() throws {
    let map = HeatMap(
      values: Tensor(shape: [1, 5], scalars: [.nan, .infinity, 0, 1, 100]), kind: .logarithmic)
    #expect(try cell(map, 0, 0) == ColorMap.missing.samples)
    #expect(try cell(map, 0, 1) == ColorMap.infinite.samples)
    #expect(try cell(map, 0, 2) == ColorMap.offScale.samples)
    #expect(try cell(map, 0, 3) == [68, 1, 84])
    let texts = RecordingCanvas(map).texts.map(\.text)
    for key in ["NaN", "±∞", "0", "values", "0 … 100"] { #expect(texts.contains(key), "\(key)") }
    let plain = RecordingCanvas(HeatMap(values: Tensor(shape: [1, 2], scalars: [1, 2]))).texts
    #expect(!plain.map(\.text).contains("NaN"))
  }

  @Test func maskedCellsAreHatchedAndDoNotCount() throws {
    let map = HeatMap(
      values: Tensor(shape: [1, 3], scalars: [0, 1, 1000]), mask: [false, false, true])
    var named = map
    named.maskLabel = "no number"
    #expect(try cell(map, 0, 1) == [253, 231, 37])
    let texts = RecordingCanvas(map).texts.map(\.text)
    #expect(texts.contains("masked") && texts.contains("max 1"))
    #expect(RecordingCanvas(named).texts.map(\.text).contains("no number"))
  }

  @Test func linesPartBlocks() throws {
    var map = HeatMap(values: .zeros([6, 9]))
    func lines() -> Int { RecordingCanvas(map).stroked.count { $0.stroke.width == 0.6 } }
    let before = lines()
    map.block = (rows: 2, columns: 3)
    // Two between three rows of blocks, and two between three columns of them.
    #expect(lines() == before + 4)
    map.block = (rows: 0, columns: 3)
    #expect(throws: FoveaError.self) { try map.validate() }
  }

  @Test func theBarRunsFromTheFirstToTheLastColour() throws {
    let map = HeatMap(values: Tensor(shape: [8, 8], scalars: (0..<64).map(Float.init)))
    let arrangement = HeatArrangement(map)
    let image = try pixels(of: map)
    let x = Int((arrangement.frame.origin.x + arrangement.barOrigin.x + 6) * 2)
    let top = (arrangement.frame.origin.y + arrangement.barOrigin.y) * 2
    let bottom = top + arrangement.bar.height * 2
    func distance(_ sample: [UInt8], _ color: Color) -> Int {
      zip(sample, color.samples).map { abs(Int($0) - Int($1)) }.max() ?? 255
    }
    #expect(distance(image[x, Int(top) + 3], ColorMap.viridis.color(at: 1)) < 12)
    #expect(distance(image[x, Int(bottom) - 4], ColorMap.viridis.color(at: 0)) < 12)
    #expect(distance(image[x, Int((top + bottom) / 2)], ColorMap.viridis.color(at: 0.5)) < 8)
  }

  @Test func oneScaleMakesPanelsComparable() throws {
    let scale = ColorScale(range: 0...10)
    let map = HeatMap(values: Tensor(shape: [1, 1], scalars: [5]), scale: scale)
    #expect(try cell(map, 0, 0) == ColorMap.viridis.color(at: 0.5).samples)
  }

  @Test(arguments: [(1, 1), (1, 500), (500, 1), (2000, 3), (700, 900)])
  func everyShapeIsDrawn(rows: Int, columns: Int) throws {
    let map = HeatMap(
      values: Tensor(
        shape: [rows, columns], scalars: (0..<rows * columns).map { Float($0 % 17) }),
      title: "Shape", xLabel: "x", yLabel: "y")
    #expect(map.size.width < 2000 && map.size.height < 2200)
    #expect(try pixels(of: map, scale: 1).width > 50)
  }

  @Test func whatIsNoMatrixIsAnError() {
    let wrong: [HeatMap] = [
      HeatMap(values: .zeros([3])), HeatMap(values: .zeros([0, 3])),
      HeatMap(values: .zeros([1, 2, 2])),
      HeatMap(values: .zeros([2, 2]), rows: .names(["one"])),
      HeatMap(values: .zeros([2, 2]), columns: .numbers(first: 0, step: 0)),
      HeatMap(values: .zeros([2, 2]), mask: [true]),
    ]
    for map in wrong { #expect(throws: FoveaError.self) { try map.pngData() } }
  }

  @Test func allEqualOrNothingFiniteIsDrawn() throws {
    for value: Float in [0, 3, .nan, .infinity, -1] {
      for kind in ColorScale.Kind.allCases {
        let map = HeatMap(values: Tensor(repeating: value, shape: [3, 3]), kind: kind)
        #expect(try map.pngData().count > 500)
      }
    }
  }
}
