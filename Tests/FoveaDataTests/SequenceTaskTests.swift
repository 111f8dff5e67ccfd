import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct SequenceTaskTests {
  @Test func samplesDependOnSeedAndNumberOnly() {
    let task = AddingProblem(length: 20, count: 100, seed: 5)
    let batch = task.batch([7, 3])
    #expect(batch.inputs.shape == [2, 20, 2] && batch.targets.shape == [2, 1])
    #expect(task.batch([3]).inputs == batch.inputs[1..<2])
    #expect(task.batch([3], epoch: 9).inputs == batch.inputs[1..<2])
    #expect(task.batch([3]).inputs != task.batch([4]).inputs)
    #expect(AddingProblem(length: 20, count: 100, seed: 6).batch([3]).inputs != batch.inputs[1..<2])
  }

  @Test func epochsCanBringNewSamples() {
    let task = DelayedRecall(
      symbols: 8, delay: 3, length: 5, count: 9, seed: 1, renewsEachEpoch: true)
    #expect(task.batch([0], epoch: 0).targets != task.batch([0], epoch: 1).targets)
    #expect(task.batch([0], epoch: 1).targets == task.batch([0], epoch: 1).targets)
  }

  @Test func sentencesAreDrawnAsStated() {
    let draws = SampleDraws(count: 7, seed: 3, renewsEachEpoch: true)
    let task = DrinkingTales(count: 7, seed: 3, renewsEachEpoch: true)
    #expect(task.draws == draws && task.count == 7)
    let all = Array(0..<7)
    #expect(task.batch(all).inputs == DrinkingTales(draws).batch(all).inputs)
    #expect(task.batch(all).inputs != task.batch(all, epoch: 1).inputs)
    #expect(!SampleDraws(count: 7, seed: 3).renewsEachEpoch)
  }
}
