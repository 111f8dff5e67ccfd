import Foundation
import Fovea
import Measuring

/// Both sides of one row in turn: A B A B.
struct Duel {
  let row: Row
  let tools: Tools
  let pairs: Int
  let folder: String

  /// Checks that both sides compute the same, then times them.
  ///
  /// - Throws: `FoveaError` where a side fails or the results differ.
  func run(_ circumstances: Circumstances) throws -> RowMeasurement {
    let own = try tools.ownWorker(row.family)
    defer { own.end() }
    let prepare = WorkerRequest(
      .prepare, folder: folder,
      parameters: row.parameters.merging([
        "threads": "\(circumstances.threads)", "folder": folder,
      ]) { $1 }, checks: isChecked)
    let prepared = try own.ask(prepare)
    let peer = try otherSide()
    defer { peer.end() }
    let other = try peer.ask(prepare)
    guard other.threads == circumstances.threads, prepared.threads == circumstances.threads else {
      throw FoveaError("the sides run on different numbers of threads")
    }
    let difference = try compare()
    _ = try own.ask(WorkerRequest(.warm, seconds: row.round))
    Self.rest()
    let warmed = try peer.ask(WorkerRequest(.warm, seconds: row.round))
    Self.rest()
    let rounds = try rounds(own, peer)
    var measurement = RowMeasurement(
      name: row.name,
      own: SideMeasurement(seconds: rounds.own, peakBytes: try peak(own)),
      peer: SideMeasurement(
        seconds: rounds.peer, peakBytes: try peak(peer), variant: warmed.variant),
      difference: difference, operations: prepared.operations, foreignShare: rounds.foreignShare,
      circumstances: circumstances)
    measurement.traffic = prepared.traffic
    if case .beside = row.kind { try disturb(own, peer, &measurement) }
    if row.compiles { try compile(peer, &measurement) }
    return measurement
  }

  /// Processes that show their memory compute nothing for a comparison; another row does that.
  private var isChecked: Bool {
    if case .memory = row.kind { return false }
    return true
  }

  /// Runs the rounds once more beside a process that keeps one core busy.
  private func disturb(
    _ own: WorkerProcess, _ peer: WorkerProcess, _ measurement: inout RowMeasurement
  ) throws {
    let neighbour = Process()
    neighbour.executableURL = URL(fileURLWithPath: tools.own)
    neighbour.arguments = ["spin"]
    try neighbour.run()
    defer {
      neighbour.terminate()
      neighbour.waitUntilExit()
    }
    Thread.sleep(forTimeInterval: 0.2)
    let busy = try rounds(own, peer)
    let (quietOwn, quietPeer) = (measurement.own.seconds, measurement.peer.seconds)
    measurement.slowDown = Spread(busy.own).median / Spread(quietOwn).median
    measurement.peerSlowDown = Spread(busy.peer).median / Spread(quietPeer).median
  }

  /// PyTorch, or another workload of Fovea's where that is what a row compares with.
  private func otherSide() throws -> WorkerProcess {
    if case .own(let family) = row.kind { return try tools.ownWorker(family) }
    return try tools.peerWorker(row.family)
  }

  /// The largest relative difference between the results; `nil` where there are none.
  private func compare() throws -> Double? {
    if case .own = row.kind { return nil }
    guard isChecked else { return nil }
    let path = "\(folder)/own.safetensors"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let agreement = try Agreement(
      SafetensorsFile.read(path), SafetensorsFile.read("\(folder)/peer.safetensors"))
    guard agreement.difference <= Agreement.limit else {
      throw FoveaError(
        "the sides do not compute the same: '\(agreement.worst)' differs by "
          + "\(agreement.difference) of its norm")
    }
    return agreement.difference
  }

  private struct Rounds {
    var own: [Double] = []
    var peer: [Double] = []
    var foreignShare = 0.0
  }

  private func rounds(_ own: WorkerProcess, _ peer: WorkerProcess) throws -> Rounds {
    let processes = [own.id, peer.id, getpid()]
    let clock = ContinuousClock()
    let (start, before) = (clock.now, Machine.ticks(of: processes))
    var rounds = Rounds()
    for _ in 0..<pairs {
      rounds.own.append(try seconds(own))
      rounds.peer.append(try seconds(peer))
    }
    let after = Machine.ticks(of: processes)
    let foreign = (after.all - before.all) - (after.own - before.own)
    let seconds = (clock.now - start) / .seconds(1)
    let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
    rounds.foreignShare = max(0, foreign / Machine.ticksPerSecond / seconds / cores)
    return rounds
  }

  private func seconds(_ worker: WorkerProcess) throws -> Double {
    defer { Self.rest() }
    guard let seconds = try worker.ask(WorkerRequest(.round)).seconds else {
      throw FoveaError("a worker answered without a time")
    }
    return seconds
  }

  private func peak(_ worker: WorkerProcess) throws -> Int {
    try worker.ask(WorkerRequest(.memory)).peakBytes ?? 0
  }

  private func compile(_ peer: WorkerProcess, _ measurement: inout RowMeasurement) throws {
    do {
      measurement.compiledSeconds =
        try peer.ask(WorkerRequest(.compile, folder: folder, seconds: 60)).seconds
    } catch let error as FoveaError {
      measurement.compileFailure = String(error.message.prefix(200))
    }
  }

  /// Time for the threads of the side that just worked to go to sleep.
  static func rest() { Thread.sleep(forTimeInterval: 0.03) }
}
