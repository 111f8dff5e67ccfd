import FoveaTraining
import Testing

@Suite struct RunLogBlocksTests {
  private func series(_ count: Int) throws -> RunLog.Series {
    var log = RunLog()
    for step in 1...count {
      log.append(
        RunLog.Point(step: step, epoch: 0, seconds: 0, value: Float(step * step)), to: "loss/step")
    }
    return try log.series("loss/step")
  }

  @Test func blocksAreAveragedAndStandAtTheirLastStep() throws {
    let blocks = try series(7).blockMeans(of: 3)
    #expect(blocks.map(\.step) == [3, 6])
    #expect(blocks.map(\.value) == [14.0 / 3, 77.0 / 3])
  }

  @Test func aSeriesShorterThanABlockHasNone() throws {
    #expect(try series(4).blockMeans(of: 5).isEmpty)
    #expect(try series(4).blockMeans(of: 1).map(\.value) == [1, 4, 9, 16])
  }
}
