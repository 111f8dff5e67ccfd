import Fovea
import Foundation
import Testing

@Suite("Decay fit")
struct DecayFitTests {
  @Test("An exponential is found exactly", arguments: [0.5, 0.9, 1, 1.2])
  func exponential(rate: Double) throws {
    let norms = (0..<20).map { Float(3 * pow(rate, Double($0))) }
    let fit = try #require(DecayFit(norms))
    #expect(abs(fit.rate - rate) < 1e-5)
    #expect(abs(fit.start - 3) < 1e-4)
    #expect(fit.isExploding == (rate > 1.005))
    #expect(abs(fit.decay + log(rate)) < 1e-5)
    #expect(rate == 1 || fit.determination > 0.9999)
  }

  @Test("What float32 cannot tell from zero is left out; two points are no line")
  func leftOut() throws {
    let fit = try #require(DecayFit([1, 0.5, 0.25, 0, .nan, .infinity]))
    #expect(fit.points == 3)
    #expect(abs(fit.halfLife - 1) < 1e-6)
    #expect(DecayFit([1, 0.5, 0, 0]) == nil)
  }

  @Test("The summary says the factor, and the half-life or that it explodes")
  func summary() throws {
    let fading = try #require(DecayFit([1, 0.5, 0.25]))
    #expect(fading.summary == "×0.5 a step, half-life 1 steps")
    let exploding = try #require(DecayFit([1, 2, 4]))
    #expect(exploding.summary == "×2 a step: exploding")
    let level = try #require(DecayFit([1, 1, 1]))
    #expect(level.summary == "×1 a step")
  }
}
