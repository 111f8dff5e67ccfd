import Fovea
import Testing

@Suite("Correlation")
struct CorrelationTests {
  @Test("It is Pearson's coefficient")
  func values() {
    let ramp = Tensor([1, 2, 3, 4])
    #expect(abs(ramp.correlation(with: Tensor([12, 14, 16, 18])) - 1) < 1e-12)
    #expect(abs(ramp.correlation(with: Tensor([4, 3, 2, 1])) + 1) < 1e-12)
    // Deviations −1.5 … 1.5 and 0, −1, 0, 1: 2 / √(5 · 2).
    #expect(abs(ramp.correlation(with: Tensor([1, 0, 1, 2])) - 2 / 10.0.squareRoot()) < 1e-12)
    #expect(ramp.correlation(with: Tensor([7, 7, 7, 7])) == 0)
  }
}
