import FoveaData
import FoveaTensor
import FoveaTraining
import Testing

@Suite struct SampleSubsetTests {
  @Test func partsShareNoSample() throws {
    let all = try noisePictures(50)
    let (training, validation) = all.split(validationShare: 0.2, seed: 4)
    #expect(training.count == 40 && validation.count == 10)
    #expect((training.samples + validation.samples).sorted() == Array(0..<50))
    #expect(all.split(validationShare: 0.2, seed: 4).validation.samples == validation.samples)
    #expect(all.split(validationShare: 0.2, seed: 5).validation.samples != validation.samples)
  }

  @Test func samplesAreTheBases() throws {
    let all = try noisePictures(10)
    let part = SampleSubset(all, samples: [7, 2])
    let (inputs, targets) = part.batch([1, 0])
    #expect(inputs == all.inputs.gathering([2, 7]))
    #expect(targets == all.targets.gathering([2, 7]))
    #expect(part.inputShape == [1, 8, 8] && part.targetShape == .scalar && part.classCount == 3)
  }
}
