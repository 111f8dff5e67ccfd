import Fovea
import Gallery
import Testing

/// What the exhibits on unrolled recurrent networks show, in numbers.
@Suite("Unrolled exhibits")
struct UnrolledExhibitTests {
  @Test("The unrolled graph has the gradients of the recurrent layer, and they teach it")
  func backpropagation() throws {
    let made = try Sample.figure("unrolled-backpropagation")
    #expect(made["largest difference from the recurrent layer's gradients"] < 1e-5)
    #expect(made["summed loss after 300 steps of gradient descent"] < 0.3 * made["summed loss"])
    #expect(made["‖∂L/∂h₁‖"] > 0)
    #expect(made["largest difference of ∂L/∂y from softmax less 1 at the letter"] < 1e-5)
  }

  @Test("The first input fades from a plain unit and stays in a cell whose gates keep it")
  func sensitivity() throws {
    let made = try Sample.figure("sensitivity-in-time")
    #expect(made["plain unit: |∂h₇/∂x₁| over |∂h₁/∂x₁|"] < 0.05)
    #expect(abs(made["memory cell: |∂c₇/∂x₁| over |∂c₁/∂x₁|"] - 1) < 0.01)
    #expect(
      made["memory cell: |∂y₄/∂x₁|, output gate open"]
        > 1000 * made["memory cell: |∂y₅/∂x₁|, output gate closed"])
    #expect(made["openness of the first input gate"] > 0.99)
    #expect(made["openness of the second input gate"] < 0.01)
  }

  @Test("Outputs depend on what was read before them, and on nothing else")
  func schemes() throws {
    let made = try Sample.figure("sequence-schemes")
    for step in 1...3 {
      #expect(made["many to many, aligned: inputs that output \(step) depends on"] == Double(step))
      #expect(made["many to many, shifted: inputs that output \(step) depends on"] == 3)
      #expect(made["one to many: inputs that output \(step) depends on"] == 1)
    }
    #expect(made["many to one: inputs that output 1 depends on"] == 3)
  }
}
