import Foundation
import Measuring
import Testing

@Suite struct MessagesTests {
  @Test func aRequestIsOneLineAndComesBack() throws {
    let request = WorkerRequest(
      .prepare, folder: "/tmp/a b", parameters: ["model": "deep-cnn"], checks: false)
    let line = try jsonLine(request)
    #expect(line.last == 10)
    #expect(!line.dropLast().contains(10))
    #expect(try JSONDecoder().decode(WorkerRequest.self, from: line) == request)
  }

  @Test func theOtherSidesAnswersAreRead() throws {
    let text = #"{"seconds": 0.25, "variant": "channels-last", "iterations": null}"#
    let reply = try JSONDecoder().decode(WorkerReply.self, from: Data(text.utf8))
    #expect(reply.seconds == 0.25)
    #expect(reply.variant == "channels-last")
    #expect(reply.iterations == nil && reply.error == nil)
  }
}
