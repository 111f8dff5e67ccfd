import Fovea
import Measuring
import Testing

@Suite struct AgreementTests {
  private func file(_ values: [Float], name: String = "loss") -> SafetensorsFile {
    SafetensorsFile([(name, Tensor(values))])
  }

  @Test func differencesAreRelativeToTheNorm() throws {
    let agreement = try Agreement(file([1, -4]), file([1.002, -4]))
    #expect(abs(agreement.difference - 0.002 / 17.004.squareRoot()) < 1e-6)
    #expect(agreement.worst == "loss")
    #expect(try Agreement(file([0]), file([0])).difference == 0)
  }

  @Test func whatCannotBeComparedThrows() {
    #expect(throws: FoveaError.self) { try Agreement(file([1]), file([1], name: "other")) }
    #expect(throws: FoveaError.self) { try Agreement(file([1]), file([1, 2])) }
    #expect(throws: FoveaError.self) { try Agreement(file([.nan]), file([1])) }
    #expect(throws: FoveaError.self) { try Agreement(SafetensorsFile(), SafetensorsFile()) }
  }
}
