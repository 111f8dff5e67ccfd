import Foundation
import Fovea

/// What the benchmark calls: all by path.
struct Tools: Sendable {
  /// This program, which is Fovea's worker too.
  let own: String
  /// The Python interpreter of the environment with PyTorch.
  let python: String
  /// `peer/worker.py`.
  let peer: String
  /// The command `fovea`.
  let fovea: String

  /// - Throws: `FoveaError` that names what is missing and the way to get it.
  init(python: String, benchmarks: String, fovea: String) throws {
    own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    self.python = python
    peer = "\(benchmarks)/peer/worker.py"
    self.fovea = fovea
    for path in [python, peer, fovea] where !FileManager.default.fileExists(atPath: path) {
      throw FoveaError("'\(path)' is missing: run `make bench`, which prepares everything")
    }
  }

  /// Starts Fovea's side of a family.
  func ownWorker(_ family: String) throws -> WorkerProcess {
    try WorkerProcess([own, "worker", family], name: "Fovea", environment: environment)
  }

  /// Starts PyTorch's side of a family.
  func peerWorker(_ family: String) throws -> WorkerProcess {
    try WorkerProcess([python, peer, family], name: "PyTorch", environment: environment)
  }

  /// What workers find in their environment beside everything else.
  private var environment: [String: String] { ["FOVEA_COMMAND": fovea] }
}
