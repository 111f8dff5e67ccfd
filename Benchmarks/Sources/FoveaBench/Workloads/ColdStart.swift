import Foundation
import Fovea

/// A whole process: `fovea filters` on a saved network.
final class ColdStart: Workload {
  private let model: String
  private let picture: String
  private let command: String

  init(_ parameters: Parameters) throws {
    let folder = try parameters.text("folder")
    model = "\(folder)/deep-cnn.safetensors"
    picture = "\(folder)/own.png"
    guard let command = ProcessInfo.processInfo.environment["FOVEA_COMMAND"] else {
      throw FoveaError("FOVEA_COMMAND does not say where the command is")
    }
    self.command = command
    try network().save(to: model)
  }

  private func network() throws -> Network { try Zoo.network(named: "deep-cnn", seed: 3) }

  func exchange() throws -> SafetensorsFile { SafetensorsFile(weightsOf: try network()) }

  func iterate() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command)
    process.arguments = ["filters", model, "-o", picture]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw FoveaError("'\(command) filters' ended with \(process.terminationStatus)")
    }
  }

  /// That of the largest command.
  var peakBytes: Int? {
    var usage = rusage()
    return unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage) == 0
      ? usage.ru_maxrss * 1024 : nil
  }
}
