import Foundation
import Fovea
import Measuring

/// Fovea's side: reads requests from standard input, answers on standard output.
struct Worker {
  let family: String

  /// Answers until nobody asks any more.
  func serve() {
    var session: Session?
    while let line = readLine() {
      var reply: WorkerReply
      do {
        let request = try JSONDecoder().decode(WorkerRequest.self, from: Data(line.utf8))
        if request.command == .prepare { session = try Session(family, request) }
        guard let session else { throw FoveaError("nothing was prepared") }
        reply = try session.answer(request)
      } catch {
        reply = WorkerReply(error: "\(error)")
      }
      if let data = try? jsonLine(reply) { FileHandle.standardOutput.write(data) }
    }
  }

  private final class Session {
    private let workload: any Workload
    private let clock = ContinuousClock()
    private var iterations = 1

    init(_ family: String, _ request: WorkerRequest) throws {
      let parameters = Parameters(values: request.parameters ?? [:])
      workload = try Catalogue.workload(family, parameters)
      guard let folder = request.folder else { throw FoveaError("there is no folder to write to") }
      try workload.exchange().write(to: "\(folder)/exchange.safetensors")
      guard request.checks else { return }
      let results = try workload.results()
      if !results.names.isEmpty { try results.write(to: "\(folder)/own.safetensors") }
    }

    func answer(_ request: WorkerRequest) throws -> WorkerReply {
      var reply = WorkerReply()
      switch request.command {
      case .prepare:
        reply.operations = workload.operations
        reply.traffic = workload.traffic
        reply.threads = Threads.count
      case .warm:
        reply.iterations = try warm(round: request.seconds ?? 0.2)
      case .round:
        reply.seconds = try time(iterations)
      case .memory:
        reply.peakBytes = workload.peakBytes ?? Machine.peakBytes
      case .compile:
        throw FoveaError("Fovea has no compiler to try")
      }
      return reply
    }

    /// Runs for about two rounds, and finds how many iterations one has.
    private func warm(round: Double) throws -> Int {
      try workload.iterate()
      let first = try time(1)
      iterations = 1
      guard first < round / 2 else { return 1 }
      let single = try time(Int(round / first))
      iterations = max(1, Int((round / single).rounded()))
      return iterations
    }

    /// Seconds of one iteration, on average over `count`.
    private func time(_ count: Int) throws -> Double {
      let start = clock.now
      for _ in 0..<count { try workload.iterate() }
      return (clock.now - start) / .seconds(1) / Double(count)
    }
  }
}
