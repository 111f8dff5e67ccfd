import Foundation
public import FoveaTensor

/// What a robot's forward-facing range sensor reads while it moves and turns in a room: the next reading is to be told.
///
/// The room is a square of side 4 with walls; the robot goes ahead at a steady pace, and where a wall is nearer than 0.8 it
/// turns on the spot at a steady rate for 4 to 8 steps, as many as chance has it. Whether it moves or turns shows in no
/// single reading. Readings
/// bear normal noise. A sample is `[time, 1]` readings and as many targets, each the reading one step later.
public struct RangeSensor: SequenceTask {
  /// The steps of a sequence.
  public let time: Int
  /// The standard deviation of a reading's noise.
  public let noise: Float
  /// Which sequences are drawn.
  public let draws: SampleDraws

  /// Creates the task.
  ///
  /// - Precondition: there is a step, and no number is negative.
  public init(
    time: Int = 60, noise: Float = 0.05, count: Int, seed: UInt64, renewsEachEpoch: Bool = false
  ) {
    precondition(
      time > 0 && noise >= 0, "no sensor reads \(time) steps of noise \(noise)")
    self.time = time
    self.noise = noise
    draws = SampleDraws(count: count, seed: seed, renewsEachEpoch: renewsEachEpoch)
  }

  /// One reading for each step.
  public var inputShape: Shape { [time, 1] }
  /// The reading one step later.
  public var targetShape: Shape { [time, 1] }
  /// Targets are measured values.
  public var classCount: Int? { nil }

  /// Drives a robot through its room.
  public func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float]
  ) {
    let readings = drive(from: &source).readings
    for step in 0..<time {
      inputs[step] = readings[step]
      targets[step] = readings[step + 1]
    }
  }

  /// For each step of a sample whether the robot turned between the reading and its target; otherwise it went ahead.
  public func turns(of sample: Int, epoch: Int = 0) -> [Bool] {
    var source = draws.source(of: sample, epoch: epoch)
    return drive(from: &source).turns
  }

  /// The readings, one more than steps, and what the robot does between them.
  private func drive(
    from source: inout RandomSource
  ) -> (readings: [Float], turns: [Bool]) {
    var readings: [Float] = []
    var turns: [Bool] = []
    let side = 4.0
    var x = Double(source.uniform(in: 0.8...3.2))
    var y = Double(source.uniform(in: 0.8...3.2))
    var heading = Double(source.uniform()) * 2 * .pi
    let pace = Double(source.uniform(in: 0.08...0.16))
    let turn = Double(source.uniform(in: 0.2...0.4)) * (source.uniform() < 0.5 ? 1 : -1)
    var left = 0
    for step in 0...time {
      let ahead = Self.distance(x, y, heading, side)
      readings.append(Float(ahead) + noise * source.normal())
      guard step < time else { break }
      if left == 0, ahead < 0.8 { left = 4 + source.index(below: 5) }
      turns.append(left > 0)
      if left > 0 {
        heading += turn
        left -= 1
      } else {
        x += pace * cos(heading)
        y += pace * sin(heading)
      }
    }
    return (readings, turns)
  }

  /// How far the wall lies ahead.
  private static func distance(
    _ x: Double, _ y: Double, _ heading: Double, _ side: Double
  ) -> Double {
    let (across, along) = (cos(heading), sin(heading))
    let byX = across > 0 ? (side - x) / across : across < 0 ? -x / across : .infinity
    let byY = along > 0 ? (side - y) / along : along < 0 ? -y / along : .infinity
    return max(0, min(byX, byY))
  }
}
