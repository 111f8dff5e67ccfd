import Foundation
import Fovea
import Measuring

/// A long-lived process that answers requests, one line of JSON each way.
final class WorkerProcess {
  private let process = Process()
  private let requests = Pipe()
  private let replies = Pipe()
  private var unread = Data()
  private let name: String

  /// Starts a worker.
  init(_ command: [String], name: String, environment: [String: String] = [:]) throws {
    self.name = name
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = requests
    process.standardOutput = replies
    try process.run()
  }

  /// The number by which the system knows it.
  var id: Int32 { process.processIdentifier }

  /// Asks, and waits for the answer.
  ///
  /// - Throws: `FoveaError` with the worker's own reason, or where it ended.
  func ask(_ request: WorkerRequest) throws -> WorkerReply {
    try requests.fileHandleForWriting.write(contentsOf: jsonLine(request))
    while true {
      if let end = unread.firstIndex(of: 10) {
        let reply = try JSONDecoder().decode(WorkerReply.self, from: unread[..<end])
        unread = Data(unread[unread.index(after: end)...])
        if let error = reply.error { throw FoveaError("\(name): \(error)") }
        return reply
      }
      let more = replies.fileHandleForReading.availableData
      guard !more.isEmpty else { throw FoveaError("\(name) ended without an answer") }
      unread.append(more)
    }
  }

  /// Lets the worker end, which it does where nobody asks any more.
  func end() {
    try? requests.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
