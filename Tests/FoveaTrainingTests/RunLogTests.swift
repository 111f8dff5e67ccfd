import TestSupport
import FoveaTensor
import Foundation
import Testing

@testable import FoveaTraining

@Suite struct RunLogTests {
  static func example() -> RunLog {
    var log = RunLog(settings: ["model": "m \"1\"", "seed": "7"], start: 1_700_000_000.25)
    for step in 1...5 {
      let (epoch, seconds) = (Float(step) / 2, Float(step) * 0.3)
      let point = { RunLog.Point(step: step, epoch: epoch, seconds: seconds, value: $0) }
      log.append(point(1 / Float(step)), to: "loss/step")
      log.append(point(step == 3 ? .infinity : 1e-9 * Float(step)), to: "gradient-norm/step")
      if step % 2 == 0 {
        let later = { (value: Float) in
          RunLog.Point(step: step, epoch: epoch, seconds: seconds + 0.1, value: value)
        }
        log.append(later(0.1), to: "loss/validation")
        log.append(later(0.9), to: "accuracy/validation")
      }
    }
    return log
  }

  @Test func seriesAreFoundByName() throws {
    let log = Self.example()
    #expect(
      log.names == ["accuracy/validation", "gradient-norm/step", "loss/step", "loss/validation"])
    #expect(log["loss/step"]?.values == [1, 0.5, 1 / 3, 0.25, 0.2])
    #expect(log["nothing"] == nil)
    #expect(try log.series("loss/step").last == 0.2)
    #expect(message { _ = try log.series("los/step") }.contains("nearest are loss/step"))
  }

  @Test func rowsAreMoments() {
    let rows = Self.example().rows()
    #expect(rows.map(\.step) == [1, 2, 2, 3, 4, 4, 5])
    #expect(rows[0].values.map(\.name) == ["gradient-norm/step", "loss/step"])
    #expect(rows[2].values.map(\.name) == ["accuracy/validation", "loss/validation"])
    let later = Self.example().rows(behind: ["loss/step": 4, "gradient-norm/step": 5])
    #expect(later.map(\.step) == [2, 4, 5])
  }

  @Test func jsonLinesAreExact() throws {
    let log = Self.example()
    #expect(try RunLog(jsonLines: log.jsonLines) == log)
    for line in String(decoding: log.jsonLines, as: UTF8.self).split(separator: "\n") {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
  }

  @Test func anUnfinishedLineIsLeftOut() throws {
    var data = Self.example().jsonLines
    data.removeLast(5)
    let log = try RunLog(jsonLines: data)
    #expect(log["loss/step"]?.points.count == 4)
  }

  @Test func aWrongLineIsNamed() {
    let data = Data("{\"step\":1,\"a\":2}\n{\"step\":1.5,\"a\":2}\n{\"step\":\n".utf8)
    #expect(
      message { _ = try RunLog(jsonLines: data) } == "line 2: it has no whole number \"step\"")
    let text = Data("{\"step\":1,\"a\":\"b\"}\n".utf8)
    #expect(message { _ = try RunLog(jsonLines: text) }.hasPrefix("line 1 is not"))
  }

  @Test func aFolderIsReadBack() throws {
    try withTemporaryFolder { folder in
      let log = Self.example()
      try log.write(to: "\(folder)/runs/a")
      #expect(try RunLog(contentsOf: "\(folder)/runs/a") == log)
      #expect(try RunLog(contentsOf: "\(folder)/runs/a/\(log.eventsName)").names == log.names)
      #expect(message { _ = try RunLog(contentsOf: "\(folder)/runs") }.contains("is no run"))
      #expect(message { _ = try RunLog(contentsOf: "\(folder)/b") }.contains("no such file"))
    }
  }
}
