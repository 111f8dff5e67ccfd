import FoveaNetwork
import FoveaTensor
import FoveaTraining
import Testing

@Suite("Training in stages")
struct StagesTests {
  private func trainer() throws -> Trainer {
    try Trainer(stubbornNetwork(), optimizer: Adam(), batchSize: 8, seed: 4)
  }

  @Test("Looking disturbs nothing: the weights are those of a fit without stops")
  func same() throws {
    let samples = try noisePictures(30)  // four steps an epoch
    var looked = try trainer()
    let stages = try looked.stages(samples, at: [0, 1, 4, 4, 6, 12])
    #expect(looked.step == 12)
    #expect(stages[0].weights == (try stubbornNetwork().weights))
    #expect(stages[2].weights == stages[3].weights)
    var whole = try trainer()
    try whole.fit(samples, epochs: 3)
    #expect(stages[5].weights == whole.network.weights)
    var short = try trainer()
    try short.fit(samples, epochs: 1)
    #expect(stages[2].weights == short.network.weights)
    #expect(stages[1].weights != stages[2].weights)
  }

  @Test("Stages go on where the last ones ended, also behind a whole fit")
  func goesOn() throws {
    let samples = try noisePictures(30)
    var whole = try trainer()
    let expected = try whole.stages(samples, at: [7])[0].weights
    var parted = try trainer()
    _ = try parted.stages(samples, at: [3])
    #expect(try parted.stages(samples, at: [3, 7])[1].weights == expected)
    var fitted = try trainer()
    try fitted.fit(samples, epochs: 1)
    #expect(try fitted.stages(samples, at: [7])[0].weights == expected)
  }
}
