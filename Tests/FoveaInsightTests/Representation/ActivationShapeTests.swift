import Foundation
import Fovea
import Testing

@Suite("Activation shape")
struct ActivationShapeTests {
  @Test("Values and slopes of a sigmoid are those of the formula")
  func sigmoid() throws {
    let inputs = stride(from: Float(-6), through: 6, by: 0.5).map { $0 }
    let shape = try ActivationShape(.sigmoid, at: inputs)
    for (index, x) in inputs.enumerated() {
      let value = 1 / (1 + exp(-Double(x)))
      #expect(abs(Double(shape.values[index]) - value) < 1e-6)
      #expect(abs(Double(shape.slopes[index]) - value * (1 - value)) < 1e-6)
    }
  }

  @Test("The flat share counts what hardly answers")
  func flat() throws {
    let shape = try ActivationShape(.relu, at: [-2, -1, 1, 2, 3])
    #expect(shape.slopes == [0, 0, 1, 1, 1])
    #expect(shape.flatShare() == 0.4)
    #expect(try ActivationShape(.sigmoid, at: [0, 9]).flatShare() == 0.5)
    #expect(throws: FoveaError.self) { try ActivationShape(.relu, at: []) }
  }
}
