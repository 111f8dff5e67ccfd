import FoveaTraining
import Foundation
import Testing

@Suite struct ScheduleTests {
  @Test func constant() {
    #expect(Schedule.constant.factor(step: 12345) == 1)
    #expect(Schedule.constant.rate(step: 3, of: 0.25) == 0.25)
  }

  @Test func stepwise() {
    let schedule = Schedule.step(every: 10, factor: 0.5)
    #expect([0, 9, 10, 19, 20, 35].map(schedule.factor(step:)) == [1, 1, 0.5, 0.5, 0.25, 0.125])
  }

  @Test func exponential() {
    let schedule = Schedule.exponential(every: 100, factor: 0.1)
    for step in [0, 1, 50, 100, 250] {
      #expect(abs(schedule.factor(step: step) - exp(log(0.1) * Double(step) / 100)) < 1e-12)
    }
  }

  @Test func linear() {
    let schedule = Schedule.linear(steps: 4, floor: 0.2)
    for (factor, expected) in zip(
      (0...5).map(schedule.factor(step:)), [1, 0.8, 0.6, 0.4, 0.2, 0.2])
    {
      #expect(abs(factor - expected) < 1e-12)
    }
  }

  @Test func cosine() {
    let schedule = Schedule.cosine(steps: 200, floor: 0.1)
    #expect(schedule.factor(step: 0) == 1)
    #expect(abs(schedule.factor(step: 100) - 0.55) < 1e-12)
    #expect(abs(schedule.factor(step: 50) - (0.1 + 0.45 * (1 + 0.5.squareRoot()))) < 1e-12)
    #expect(abs(schedule.factor(step: 200) - 0.1) < 1e-12)
    #expect(schedule.factor(step: 900) == schedule.factor(step: 200))
    #expect(Schedule.cosine(steps: 7).factor(step: 7) == 0)
  }

  @Test func warmUpComesFirst() {
    let schedule = Schedule.warmUp(steps: 4, then: .step(every: 2, factor: 0.5))
    #expect(
      (0..<9).map(schedule.factor(step:)) == [0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.5, 0.25])
  }

  @Test func survivesJSON() throws {
    let schedule = Schedule.warmUp(steps: 4, then: .exponential(every: 3, factor: 0.3))
    #expect(try JSONCoding.roundTrip(schedule) == schedule)
  }
}
