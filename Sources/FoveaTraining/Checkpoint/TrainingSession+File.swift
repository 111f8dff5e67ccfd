import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// A checkpoint as a safetensors file: the network as a model file has it, and beside it `optimizer/STATE/PARAMETER`,
/// `best/PARAMETER` and `log/SERIES` (`[points, 4]`: step, epoch, seconds, value), and in the metadata where training stands.
extension TrainingSession {
  static let stateKey = "fovea.training"

  /// What stands in the metadata, in JSON.
  private struct Record: Codable {
    var version = 1
    let settings: TrainingSettings
    let state: TrainingState
    let threads: Int
    let logStart: Double
    let logSettings: [String: String]
  }

  /// The checkpoint.
  ///
  /// - Throws: `FoveaError` where the network cannot be described.
  func file() throws(FoveaError) -> SafetensorsFile {
    var file = try network.file()
    for (state, name) in memory.names.enumerated() {
      for (position, parameter) in store.parameters.enumerated() where parameter.isTrainable {
        file["optimizer/\(name)/\(parameter.name)"] = Tensor(
          shape: parameter.shape,
          scalars: memory.values(
            state, at: store.offsets[position], count: parameter.shape.count))
      }
    }
    for (position, tensor) in (bestWeights ?? []).enumerated() {
      file["best/\(store.parameters[position].name)"] = tensor
    }
    for series in log.series { file["log/\(series.name)"] = series.tensor }
    let record = Record(
      settings: settings, state: state, threads: Threads.count, logStart: log.start,
      logSettings: log.settings)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      file.metadata[Self.stateKey] = String(decoding: try encoder.encode(record), as: UTF8.self)
    } catch {
      throw FoveaError("the state of training cannot be written: \(error)")
    }
    return file
  }

  /// Creates a session that stands where a checkpoint's did.
  ///
  /// - Throws: `FoveaError` with all that is missing or does not fit.
  static func read(_ file: SafetensorsFile) throws(FoveaError) -> TrainingSession {
    let record = try record(file)
    let network = try Network(file, ignoring: { $0.contains("/") })
    let session = try Trainer.session(network, record.settings)
    try session.restore(file)
    return session
  }

  /// The settings of a checkpoint.
  static func settings(_ file: SafetensorsFile) throws(FoveaError) -> TrainingSettings {
    try record(file).settings
  }

  private static func record(_ file: SafetensorsFile) throws(FoveaError) -> Record {
    guard let json = file.metadata[stateKey] else {
      throw FoveaError("it holds no state of training: there is no '\(stateKey)' in its metadata")
    }
    do {
      let record = try JSONDecoder().decode(Record.self, from: Data(json.utf8))
      guard record.version == 1 else {
        throw FoveaError("its version is \(record.version), this program knows 1")
      }
      guard record.state.isSound else { throw FoveaError("its state makes no sense") }
      return record
    } catch let error as FoveaError {
      throw error
    } catch {
      throw FoveaError("'\(stateKey)' in its metadata is not what a checkpoint has: \(error)")
    }
  }

  /// Takes over weights, optimizer states, log and position of a checkpoint of the same network and optimizer.
  ///
  /// - Throws: `FoveaError` with what does not fit; nothing is changed then.
  func restore(_ file: SafetensorsFile) throws(FoveaError) {
    let record = try Self.record(file)
    let weights = try store.parameters.map { parameter throws(FoveaError) in
      try Self.tensor(file, parameter.name, parameter.shape)
    }
    let hasBest = file.names.contains { $0.hasPrefix("best/") }
    let best = try store.parameters.map { parameter throws(FoveaError) in
      hasBest ? try Self.tensor(file, "best/\(parameter.name)", parameter.shape) : nil
    }
    var states: [(state: Int, offset: Int, tensor: Tensor)] = []
    for (state, name) in memory.names.enumerated() {
      for (position, parameter) in store.parameters.enumerated() where parameter.isTrainable {
        let key = "optimizer/\(name)/\(parameter.name)"
        states.append(
          (state, store.offsets[position], try Self.tensor(file, key, parameter.shape)))
      }
    }
    var log = RunLog(settings: record.logSettings, start: record.logStart)
    for entry in file.entries where entry.name.hasPrefix("log/") {
      log.append(
        try RunLog.points(entry.tensor, name: entry.name), to: String(entry.name.dropFirst(4)))
    }
    store.load(weights)
    bestWeights = hasBest ? best.compactMap(\.self) : nil
    for (state, offset, tensor) in states {
      memory.setValues(state, at: offset, to: tensor.scalars)
    }
    self.log = log
    self.state = record.state
  }

  private static func tensor(
    _ file: SafetensorsFile, _ name: String, _ shape: Shape
  ) throws(FoveaError) -> Tensor {
    let tensor = try file.tensor(name)
    guard tensor.shape == shape else {
      throw FoveaError("'\(name)' has the shape \(tensor.shape), the network needs \(shape)")
    }
    return tensor
  }
}

extension RunLog.Series {
  /// `[points, 4]`: step, epoch, seconds, value.
  fileprivate var tensor: Tensor {
    Tensor(
      shape: [points.count, 4],
      scalars: points.flatMap { [Float($0.step), $0.epoch, $0.seconds, $0.value] })
  }
}

extension RunLog {
  fileprivate static func points(_ tensor: Tensor, name: String) throws(FoveaError) -> [Point] {
    guard tensor.shape.rank == 2, tensor.shape[1] == 4 else {
      throw FoveaError("'\(name)' has the shape \(tensor.shape), a log needs [points, 4]")
    }
    return try (0..<tensor.shape[0]).map { row throws(FoveaError) in
      let values = tensor.scalars[row * 4..<row * 4 + 4]
      guard let step = Int(exactly: values[row * 4]) else {
        throw FoveaError("'\(name)' has a step that is no whole number")
      }
      return Point(
        step: step, epoch: values[row * 4 + 1], seconds: values[row * 4 + 2],
        value: values[row * 4 + 3])
    }
  }
}
