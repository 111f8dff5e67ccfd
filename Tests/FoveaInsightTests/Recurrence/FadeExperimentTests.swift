import Fovea
import Testing

@Suite("Fade experiment")
struct FadeExperimentTests {
  @Test("Short delays are learnt, and the same seed gives the same outcome")
  func learns() throws {
    let experiment = FadeExperiment(
      delay: 3, hidden: 12, symbols: 3, trainingSteps: 150, memoryBias: 1, seed: 4)
    let first = try experiment.run(.gru)
    #expect(first.accuracy > 0.9)
    #expect(first.before.steps == 5)
    #expect(first.log["gradient-norm/step"]?.points.count == 150)
    let second = try experiment.run(.gru)
    #expect(second.after.byDistance == first.after.byDistance)
  }

  @Test(
    "A bias towards keeping slows the decay of gated cells",
    arguments: [
      FadeExperiment.Cell.lstm, .gru,
    ])
  func memoryBias(cell: FadeExperiment.Cell) throws {
    func decay(_ bias: Float) throws -> Double {
      let experiment = FadeExperiment(delay: 20, hidden: 16, memoryBias: bias)
      let matrix = try experiment.matrix(of: try experiment.network(cell))
      return try #require(DecayFit(matrix.byDistance)).decay
    }
    #expect(try decay(4) < 0.5 * decay(0))
  }

  @Test("An Elman cell's gradients fade with the usual start, and explode with a large one")
  func elman() throws {
    func rate(_ gain: Float?) throws -> Double {
      let experiment = FadeExperiment(delay: 20, hidden: 32, elmanGain: gain)
      let matrix = try experiment.matrix(of: try experiment.network(.elman))
      return try #require(DecayFit(matrix.byDistance)).rate
    }
    #expect(try rate(nil) < 0.75)
    #expect(try rate(2.5) > 1.1)
  }
}
