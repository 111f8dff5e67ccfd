import Fovea
import Gallery
import Testing

/// What the exhibits on convolutions of numbers show, compared with sums made by hand.
@Suite("Convolution on numbers")
struct ConvolutionNumberTests {
  @Test("The lecture's row and matrix give the sums that a pencil gives")
  func steps() throws {
    let line = try Sample.figure("convolution-steps-line")
    let x = [1.0, 4, 3, -1, 2, -4, 1, 0, 2, -1]
    for place in 0..<8 {
      #expect(line["u\(place + 1)"] == x[place] + 2 * x[place + 1] + x[place + 2])
    }
    let plane = try Sample.figure("convolution-steps-plane")
    #expect(plane["largest difference from the lecture's result"] == 0)
    #expect(plane["sum of all results"] == 116)
  }

  @Test("A unit sample tells convolution from correlation, and only convolution is commutative")
  func rules() throws {
    let made = try Sample.figure("correlation-and-convolution")
    #expect(made["δ ∗ w − w, largest difference"] == 0)
    #expect(made["δ ⊛ w − w turned, largest difference"] == 0)
    #expect(made["x ∗ w − x ⊛ (w turned), largest difference"] == 0)
    #expect(made["x ∗ w − w ∗ x, largest difference (full borders)"] == 0)
    #expect(made["x ⊛ w − x ∗ w, largest difference"] >= 1)
    #expect(made["x ⊛ w − w ⊛ x, largest difference (full borders)"] >= 1)
  }

  @Test(
    "A kernel that is not symmetric answers otherwise when it is turned; a centred one has as many terms as weights"
  )
  func rulesOfALine() throws {
    let made = try Sample.figure("correlation-and-convolution-line")
    #expect(made["δ ∗ w − w, largest difference"] == 0)
    #expect(made["δ ⊛ w − w turned, largest difference"] == 0)
    #expect(made["centred − succeeding moved by one, largest difference"] == 0)
    #expect(made["x ⊛ w − x ∗ w, largest difference"] >= 1)
    #expect(made["the same for the lecture's [1 2 1]"] == 0)
    #expect(made["terms of the centred sum as printed"] == 4)
    #expect(made["terms of the centred sum from −⌊m/2⌋"] == 3)
  }

  @Test("All six expressions of the toy example are found")
  func letters() throws {
    let made = try Sample.figure("convolution-in-letters")
    #expect(made["expressions equal to the lecture's"] == 6)
    #expect(made["products"] == 24)
  }

  @Test("Volumes shrink on the axes along which the kernel moves")
  func volumes() throws {
    let moving = try Sample.figure("convolution-of-volumes-moving")
    #expect(moving["slices of the result"] == 2)
    #expect(moving["u at slice 2, row 2, column 3"] == moving["the same from its eight products"])
    let deep = try Sample.figure("convolution-of-volumes-deep")
    #expect(deep["two-dimensional layer − three-dimensional convolution"] == 0)
    #expect(deep["two-dimensional layer − sum of the channels' maps"] == 0)
    let turned = try Sample.figure("convolution-of-volumes-turned")
    #expect(turned["x ∗ w − x ⊛ (w turned), largest difference"] == 0)
    #expect(turned["δ ∗ w − w, largest difference"] == 0)
    #expect(turned["δ ⊛ w − w turned, largest difference"] == 0)
    #expect(turned["x ∗ w − w ∗ x, largest difference (full borders)"] == 0)
    #expect(turned["x ∗ w − x ⊛ w, largest difference"] >= 1)
    #expect(turned["x ⊛ w − w ⊛ x, largest difference (full borders)"] >= 1)
  }

  @Test("The reversed sequence gives the lecture's outputs, the zero at the end too")
  func table() throws {
    let made = try Sample.figure("lti-table-steps")
    #expect((0...5).map { made["y[\($0)]"] } == [9, 9, 11, 5, 2, 0])
    #expect(made["length of the full convolution"] == 5)
    #expect(made["largest difference from the lecture's values"] == 0)
  }

  @Test(
    "Each system has the properties that it should have",
    arguments: [
      ("convolution", true, true), ("mean of 3", true, true), ("convolution, bias", false, true),
      ("convolution, ReLU", false, true), ("maximum of 3", false, true),
      ("convolution, stride 2", true, false), ("dense layer", true, false),
      ("dense layer, ReLU", false, false),
    ])
  func properties(system: String, isLinear: Bool, isInvariant: Bool) throws {
    let made = try Sample.figure("linear-time-invariance")
    let linear = made["\(system): not linear by"]
    let invariant = made["\(system): not time-invariant by"]
    #expect(isLinear ? linear < 1e-5 : linear > 0.05)
    #expect(isInvariant ? invariant < 1e-5 : invariant > 0.05)
  }

  @Test(
    "What is drawn commutes with moving and adding where it should",
    arguments: [
      ("a mean of neighbours", true, true), ("the square x[n]²", false, true),
      ("a gain that grows, x[n] n/32", true, false),
    ])
  func drawnSystems(system: String, isLinear: Bool, isInvariant: Bool) throws {
    let made = try Sample.figure("linear-time-invariance-signals")
    let sum = made["\(system): T(x₁ + x₂) − T(x₁) − T(x₂), largest difference"]
    let moved = made["\(system): T(x₁ moved) − T(x₁) moved, largest difference"]
    #expect(isLinear ? sum < 1e-5 : sum > 0.2)
    #expect(isInvariant ? moved < 1e-5 : moved > 0.2)
  }

  @Test("The responses to unit samples add up to the response to the signal")
  func unitSamples() throws {
    let made = try Sample.figure("unit-sample-response")
    #expect((0..<3).map { made["h[\($0)]"] } == [3, 2, 1])
    #expect(made["sum of the parts − signal, largest difference"] == 0)
    #expect(made["sum of the responses − response to the signal, largest difference"] == 0)
  }

  @Test("Every size is the formula's, rounded down")
  func sizes() throws {
    let made = try Sample.figure("output-sizes")
    #expect(made["layers"] == 144)
    #expect(made["of them as ⌊(W − F + 2P)/S⌋ + 1"] == 144)
    // Kernels of 1, 3, 5, 7 and 11 with a border of half their side less a half, stride 1.
    #expect(made["of them of the picture's size"] == 5)
    #expect(made["of them with a rest"] > 40)
  }

  @Test("Statements of lectures are counted again")
  func statements() throws {
    let made = try Sample.figure("lecture-sizes")
    #expect(made["002, weights of 40,000 neurons on 200×200×3"] == 4.8e9)
    #expect(made["002, weights of 40 neurons on 200×200×3"] == 4_800_000)
    #expect(made["002, weights of 20 kernels of 5×5×3"] == 1500)
    #expect(made["002, neurons of these 20 maps"] == 832_320)
    #expect(made["002, the same with two cells of border, as drawn"] == 800_000)
    #expect(made["002, side of AlexNet's first maps (224, 11, stride 4)"] == 55)
    #expect(made["003, weights of a dense layer, 28×28 to 24×24"] == 451_584)
    #expect(abs(made["003, how many times more"] - 18_063.36) < 1e-6)
    #expect(made["004, values of 28×28×6 from 32×32×3, six 5×5 filters"] == 28 * 28 * 6)
    #expect(made["statements that agree"] == 7)
    #expect(made["statements of lectures"] == 11)
  }

  @Test("The lecture's formula is a full border's at stride 1, and at no other")
  func formula() throws {
    let made = try Sample.figure("full-border-formula")
    #expect(made["stride 1: lecture's formula − full border"] == 0)
    #expect(made["stride 4: lecture's formula − full border"] == 57.75 - 59)
    #expect(made["stride 4: least border for the lecture's size"] == 6)
    #expect(made["larger strides at which the formula is too small"] == 7)
    #expect(made["stride 4: no border"] == 54)
    #expect(made["stride 4: border of 2"] == 55)
  }
}
