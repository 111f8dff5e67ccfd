import TestSupport
import FoveaData
import FoveaNetwork
import FoveaTensor
import Foundation
import Testing

@testable import FoveaTraining

@Suite struct CheckpointTests {
  static func trainer(seed: UInt64 = 11) throws -> Trainer {
    try Trainer(
      stubbornNetwork(), optimizer: AdamW(learningRate: 0.01),
      schedule: .warmUp(steps: 3, then: .cosine(steps: 12)), batchSize: 16, clipping: .norm(1),
      seed: seed)
  }

  /// All tensors of a trainer's state but the log's, whose seconds differ from run to run.
  static func bits(_ trainer: Trainer) throws -> [String: [UInt32]] {
    let entries = try trainer.session.file().entries.filter { !$0.name.hasPrefix("log/") }
    return Dictionary(
      uniqueKeysWithValues: entries.map { ($0.name, $0.tensor.scalars.map(\.bitPattern)) })
  }

  @Test(arguments: [5, 7, 10]) func continuesBitForBit(interruption: Int) throws {
    // Epochs of 5 steps (the last of 6 samples): killed behind step 5, 7 and 10 of 15.
    let (train, validation) = try (noisePictures(70), noisePictures(30, seed: 8))
    var straight = try Self.trainer()
    let whole = try straight.fit(train, validating: validation, epochs: 3)
    try withTemporaryFolder { folder in
      let checkpoints = Checkpoints(to: "\(folder)/c.safetensors", every: .steps(1))
      func killed() throws {
        var first = try Self.trainer()
        try first.fit(
          train, validating: validation, epochs: 3, log: "\(folder)/run", checkpoints: checkpoints
        ) {
          if $0.moment == .step, $0.step + 5 * ($0.epoch - 1) == interruption {
            throw Interruption()
          }
        }
      }
      #expect(throws: Interruption.self) { try killed() }
      var second = try Trainer(resuming: checkpoints.path)
      #expect(second.step == interruption)
      let run = try second.fit(train, validating: validation, epochs: 3, log: "\(folder)/run")
      #expect(second.step == 15 && second.epoch == 3)
      let (resumed, uninterrupted) = (try Self.bits(second), try Self.bits(straight))
      #expect(resumed.keys.sorted() == uninterrupted.keys.sorted())
      #expect(resumed.keys.contains { $0.hasPrefix("optimizer/second-moment/") })
      #expect(resumed.keys.contains { $0.hasPrefix("best/") })
      #expect(resumed == uninterrupted)
      #expect(run.names == whole.names)
      for name in whole.names where name != "seconds/epoch" {
        #expect(run[name]?.values == whole[name]?.values, "\(name)")
        #expect(run[name]?.points.map(\.step) == whole[name]?.points.map(\.step), "\(name)")
      }
      // The files of the run tell one story, whatever the killed process wrote behind its last checkpoint.
      #expect(try RunLog(contentsOf: "\(folder)/run") == run)
    }
  }

  @Test func aFitThatThrewIsContinuedInPlace() throws {
    let train = try noisePictures(70)
    var straight = try Self.trainer()
    try straight.fit(train, epochs: 2)
    var trainer = try Self.trainer()
    #expect(throws: Interruption.self) {
      try trainer.fit(train, epochs: 2) { if $0.step == 3 { throw Interruption() } }
    }
    try trainer.fit(train, epochs: 2)
    #expect(try Self.bits(trainer) == Self.bits(straight))
  }

  @Test func epochsOfAResumedFitCountFromItsBeginning() throws {
    try withTemporaryFolder { folder in
      let train = try noisePictures(40)
      let checkpoints = Checkpoints(to: "\(folder)/c", every: .epoch)
      var trainer = try Self.trainer()
      try trainer.fit(train, epochs: 2, checkpoints: checkpoints)
      #expect(trainer.epoch == 2)
      var again = try Trainer(resuming: checkpoints.path)
      try again.fit(train, epochs: 2)
      #expect(again.epoch == 2)
      var further = try Trainer(resuming: checkpoints.path)
      try further.fit(train, epochs: 3)
      #expect(further.epoch == 3)
      try trainer.fit(train, epochs: 1)
      #expect(trainer.epoch == 3)
      #expect(trainer.network == further.network)
    }
  }

  @Test func theTrainersOwnSettingsMayDiffer() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/c"
      var trainer = try Self.trainer()
      try trainer.fit(noisePictures(40), epochs: 1)
      try trainer.save(checkpoint: path)
      var other = try Trainer(
        stubbornNetwork(), optimizer: AdamW(learningRate: 0.5), batchSize: 16, seed: 11)
      try other.resume(from: path)
      #expect(other.network == trainer.network && other.learningRate == 0.5 && other.step == 3)
      var wrong = try Trainer(stubbornNetwork(), batchSize: 16, seed: 11)
      #expect(
        message { try wrong.resume(from: path) }
          == "cannot continue from '\(path)': it was made with the optimizer adamw, this trainer has adam"
      )
      wrong = try Trainer(stubbornNetwork(), optimizer: AdamW(), batchSize: 8, seed: 11)
      #expect(
        message { try wrong.resume(from: path) }.contains("batch size 16, this trainer has 8"))
      wrong = try Trainer(perceptron(), optimizer: AdamW(), batchSize: 16, seed: 11)
      #expect(
        message { try wrong.resume(from: path) }.contains("there is no tensor 'hidden.weight'"))
      #expect(wrong.step == 0)
    }
  }

  @Test func otherSamplesAreRefusedMidEpoch() throws {
    var trainer = try Self.trainer()
    #expect(throws: Interruption.self) {
      try trainer.fit(noisePictures(70), epochs: 2) { _ in throw Interruption() }
    }
    #expect(
      message { try trainer.fit(noisePictures(60), epochs: 2) }
        == "the epoch under way began with 70 samples, now there are 60: continue with the same ones"
    )
  }

  @Test func aCheckpointIsAModelFileToo() throws {
    try withTemporaryFolder { folder in
      var trainer = try Self.trainer()
      try trainer.fit(noisePictures(40), epochs: 3)
      try trainer.save(checkpoint: "\(folder)/c")
      #expect(try Trainer.network(inCheckpoint: "\(folder)/c", best: false) == trainer.network)
      #expect(try Trainer.network(inCheckpoint: "\(folder)/c", best: true) == trainer.bestNetwork)
    }
  }

  @Test func damagedFilesAreRefused() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/c"
      var trainer = try Self.trainer()
      try trainer.fit(noisePictures(40), epochs: 1)
      try trainer.save(checkpoint: path)
      let file = try SafetensorsFile.read(path)
      func refusal(_ change: (inout SafetensorsFile) -> Void) throws -> String {
        var copy = file
        change(&copy)
        try copy.write(to: path)
        return message { _ = try Trainer(resuming: path) }
      }
      let key = TrainingSession.stateKey
      #expect(try refusal { $0.metadata[key] = nil }.contains("no state of training"))
      #expect(try refusal { $0.metadata[key] = "{}" }.contains("not what a checkpoint has"))
      #expect(
        try refusal {
          $0.metadata[key] = $0.metadata[key]?.replacing(
            "\"totalSteps\":3", with: "\"totalSteps\":-3")
        }
        .contains("makes no sense"))
      #expect(
        try refusal {
          $0.metadata[key] = $0.metadata[key]?.replacing(
            "\"batchSize\":16", with: "\"batchSize\":0")
        }
        .contains("make no sense"))
      #expect(
        try refusal {
          $0.metadata[key] = $0.metadata[key]?.replacing("\"adamw\"", with: "\"lion\"")
        }
        .contains("there is no optimizer 'lion'"))
      #expect(
        try refusal { $0["optimizer/first-moment/conv.weight"] = .zeros([2]) }
          .contains("has the shape [2], the network needs [4, 1, 3, 3]"))
      #expect(try refusal { $0["logits.bias"] = nil }.contains("logits.bias"))
      try Data("short".utf8).write(to: URL(fileURLWithPath: path))
      #expect(message { _ = try Trainer(resuming: path) }.contains(path))
      #expect(message { _ = try Trainer(resuming: "\(folder)/none") }.contains("no such file"))
    }
  }

  @Test func anUnwritablePlaceIsNamed() throws {
    var trainer = try Trainer(perceptron(), batchSize: 4)
    let place = Checkpoints(to: "/nowhere/at/all/c", every: .steps(1))
    #expect(
      message { try trainer.fit(exclusiveOr(), epochs: 1, checkpoints: place) }
        .contains("cannot write '/nowhere/at/all/c'"))
    #expect(
      message { try trainer.fit(exclusiveOr(), epochs: 1, log: "/dev/null/run") }
        .contains("cannot make the folder '/dev/null/run'"))
    #expect(
      message { try trainer.save(checkpoint: "/dev/full/c") }.contains("cannot write '/dev/full/c'")
    )
  }

  @Test func anotherRunsFolderIsLeftAlone() throws {
    try withTemporaryFolder { folder in
      var first = try Trainer(perceptron(), batchSize: 4)
      try first.fit(exclusiveOr(), epochs: 2, log: folder)
      // The same trainer goes on in its own folder.
      let run = try first.fit(exclusiveOr(), epochs: 1, log: folder)
      #expect(try RunLog(contentsOf: folder) == run && run["loss/train"]?.points.count == 3)
      var second = try Trainer(perceptron(seed: 2), batchSize: 4)
      let text = message {
        Thread.sleep(forTimeInterval: 0.002)
        try second.fit(exclusiveOr(), epochs: 2, log: folder)
      }
      #expect(text.contains("there is another run in '\(folder)' already"))
      #expect(try RunLog(contentsOf: folder) == run)
    }
  }
}
