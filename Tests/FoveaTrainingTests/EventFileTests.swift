import TestSupport
import FoveaTensor
import Foundation
import Testing

@testable import FoveaTraining

@Suite struct EventFileTests {
  @Test func checksumsAreCastagnolis() {
    // The check value of CRC-32C, and two of RFC 3720, appendix B.4.
    #expect(EventFile.checksum(Data("123456789".utf8)) == 0xe306_9283)
    #expect(EventFile.checksum(Data(repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(EventFile.checksum(Data(repeating: 0xff, count: 32)) == 0x62a8_ab43)
  }

  @Test func scalarsSurvive() throws {
    let log = RunLogTests.example()
    var read = RunLog()
    try read.append(events: log.events)
    #expect(read.start == log.start && read.names == log.names)
    for series in log.series {
      let points = try read.series(series.name).points
      #expect(points.map(\.step) == series.points.map(\.step))
      #expect(points.map(\.epoch) == series.points.map(\.epoch))
      #expect(points.map(\.value) == series.points.map(\.value))
      // Wall clock times are doubles since 1970: exact to a fraction of a microsecond.
      for (own, other) in zip(points, series.points) {
        #expect(abs(own.seconds - other.seconds) < 1e-6)
      }
    }
  }

  @Test func aCutOffRecordIsLeftOut() throws {
    let events = RunLogTests.example().events
    for cut in [1, 5, 17, 40] {
      var read = RunLog()
      try read.append(events: events.dropLast(cut))
      #expect(read["loss/step"]?.points.count == 4)
    }
  }

  @Test func aDamagedRecordIsNamed() throws {
    var events = RunLogTests.example().events
    events[events.count - 10] ^= 1
    let text = message {
      var log = RunLog()
      try log.append(events: events)
    }
    #expect(text == "record 9 is damaged: its checksum is wrong")
  }

  @Test func eventsOfTensorBoardsOwnWriterAreRead() throws {
    let log = try RunLog(contentsOf: fixture("tensorboard.tfevents"))
    #expect(log.names == ["loss/train", "loss/validation"])
    #expect(log["loss/train"]?.values == [0.5, 0.25, 0.125])
    #expect(log["loss/train"]?.points.map(\.epoch) == [0, 1, 2])
    #expect(log["loss/validation"]?.values == [1.5])
  }
}
