import Fovea
import Gallery
import Testing

/// What the exhibits on matrices, connections, gradients and pooling show.
@Suite("Convolution: structure and pooling")
struct ConvolutionStructureTests {
  @Test("The measured matrix has few numbers, and multiplies to the convolution")
  func matrix() throws {
    let line = try Sample.figure("convolution-matrix-line")
    #expect(line["matrix × input − convolution, largest difference"] == 0)
    #expect(line["largest difference inside of a diagonal"] == 0)
    #expect(line["elements"] == 80)
    #expect(abs(line["of them zero"] - 56.0 / 80) < 1e-12)
    let plane = try Sample.figure("convolution-matrix-plane")
    #expect(plane["matrix × input − the lecture's result, largest difference"] == 0)
    // The kernel has the weights 1 and 2 beside its zeros, six of nine that are not zero.
    #expect(plane["different weights"] == 2)
    #expect(abs(plane["of them zero"] - (1 - 54.0 / 225)) < 1e-12)
    let picture = try Sample.figure("convolution-matrix-picture")
    #expect(picture["different weights"] == 9)
    #expect(picture["matrix × input − convolution, largest difference"] < 1e-5)
  }

  @Test("An input feeds and an output hears three neighbours, of a dense layer all")
  func connections() throws {
    let made = try Sample.figure("sparse-connections-layer")
    #expect(made["dense layer: connections"] == 36)
    #expect(made["dense layer: x₃ feeds"] == 6)
    // Six times three, less one at each end.
    #expect(made["convolution of three weights: connections"] == 16)
    #expect(made["convolution of three weights: x₃ feeds"] == 3)
    #expect(made["convolution of three weights: s₃ hears"] == 3)
    let picture = try Sample.figure("sparse-connections-picture")
    #expect(picture["pixels that s₁ hears"] == 4)
    #expect((1...4).map { picture["pixel \($0) of them"] } == [1, 2, 5, 6])
    // Nine results of four products, of a dense layer 9 · 16.
    #expect(picture["connections"] == 36)
  }

  @Test("What does not meet in the first layer meets in the second")
  func indirect() throws {
    let made = try Sample.figure("sparse-connections-indirect")
    #expect(made["units of the first layer that hear x₁ and x₅"] == 0)
    #expect(made["∂g₃/∂x₁"] == 1)
    #expect(made["∂g₃/∂x₅"] == 1)
    // The middle of [1 2 1] ∗ [1 2 1].
    #expect(made["∂g₃/∂x₃"] == 6)
    #expect(made["ways from x₃ to g₃"] == 3)
  }

  @Test(
    "Gradients reach exactly as far as the formula says", arguments: ["conv1", "conv2", "conv3"])
  func fields(layer: String) throws {
    let made = try Sample.figure("receptive-fields-lecture")
    let sides = ["conv1": 5.0, "conv2": 9, "conv3": 17]
    #expect(made["\(layer): side by the formula"] == sides[layer])
    #expect(made["\(layer): side measured"] == sides[layer])
    #expect(made["\(layer): side of the effective field"] <= made["\(layer): side measured"])
  }

  @Test("The effective field grows with the square root of the depth")
  func depth() throws {
    let made = try Sample.figure("receptive-fields-depth")
    for depth in [1, 2, 4, 8, 16] {
      #expect(made["depth \(depth): side measured"] == Double(2 * depth + 1))
    }
    let exponent = made["equal weights: exponent of the effective side over depth"]
    #expect(exponent > 0.4 && exponent < 0.65)
    #expect(made["random weights: effective side over the whole, deepest"] < 0.7)
  }

  @Test("A shared weight's gradient is the sum over its places")
  func sharing() throws {
    let made = try Sample.figure("weight-sharing")
    #expect(made["sums of the diagonals − kernel's gradient, largest difference"] < 1e-5)
    #expect(made["outputs: dense − shared, largest difference"] < 1e-5)
    #expect(made["∂L/∂x: dense − shared, largest difference"] < 1e-5)
    // Σ δ x by hand: 1·1 − 4 + 2·3 + 0 + 2 + 8 + 1 + 0.
    #expect(made["∂L/∂w1"] == 14)
  }

  @Test("Both gradients of a convolution are convolutions")
  func gradients() throws {
    for figure in ["convolution-gradients-line", "convolution-gradients-plane"] {
      let made = try Sample.figure(figure)
      #expect(made["x ⊛ δ − engine's ∂L/∂w, largest difference"] == 0)
      #expect(made["δ ∗ w − engine's ∂L/∂x, largest difference"] == 0)
    }
    let line = try Sample.figure("convolution-gradients-line")
    // x₁δ₁ + x₂δ₂ + x₃δ₃ and x₂δ₁ + x₃δ₂ + x₄δ₃.
    #expect(line["∂L/∂w₁"] == 2 + 1 + 6)
    #expect(line["∂L/∂w₂"] == -1 - 3 + 2)
    #expect(line["Σ δ − engine's ∂L/∂b"] == 0)
  }

  @Test("A maximum routes, a mean spreads, and both keep the sum")
  func poolingGradients() throws {
    let made = try Sample.figure("pooling-gradients-windows")
    #expect(made["maximum: inputs with a gradient"] == 4)
    #expect(made["mean: inputs with a gradient"] == 16)
    #expect(made["maximum: sum of ∂L/∂input"] == made["sum of what arrives"])
    #expect(abs(made["mean: sum of ∂L/∂input"] - made["sum of what arrives"]) < 1e-5)
    // An input of 0 takes no share of an L2 norm.
    #expect(made["L2 norm: inputs with a gradient"] == 15)
    let overlapping = try Sample.figure("pooling-gradients-overlapping")
    #expect(overlapping["maximum: sum of ∂L/∂input"] == 45)
    #expect(abs(overlapping["mean: largest ∂L/∂input"] - 5) < 1e-5)
  }

  @Test("The lecture's maxima hold for both of its inputs, its means for one")
  func kinds() throws {
    let made = try Sample.figure("pooling-kinds-lecture")
    #expect(made["29: maxima − the lecture's, largest difference"] == 0)
    #expect(made["31: maxima − the lecture's, largest difference"] == 0)
    #expect(made["29: means − the lecture's, largest difference"] == 0)
    #expect(made["31: first mean"] == 36.5)
    let four = try Sample.figure("pooling-kinds-kinds")
    // 3 3 2, 0 0 1, 3 1 2.
    #expect(four["maximum of the first window"] == 3)
    #expect(abs(four["mean of the first window"] - 15.0 / 9) < 1e-6)
    #expect(abs(four["L2 norm of the first window"] - 37.0.squareRoot()) < 1e-5)
    #expect(abs(four["sum of the weights"] - 1) < 1e-6)
    // The centre is a 0, which counts more here.
    #expect(four["weighted mean of the first window"] < four["mean of the first window"])
  }

  @Test("A row that pools to [6 8] is found")
  func poolingSteps() throws {
    let made = try Sample.figure("pooling-steps-line")
    #expect(made["stride 2: number 1"] == 6)
    #expect(made["stride 2: number 2"] == 8)
    #expect(made["stride 1: number 1"] == 6)
    #expect(made["stride 1: number 3"] == 8)
    // The middle number lies in both windows, so it is at most 6: the first three have the maximum 6, then an 8 is among
    // the last two. (7³ − 6³) · (9² − 8²).
    #expect(made["of them with [6 8] at stride 2"] == 127 * 17)
    let deep = try Sample.figure("pooling-steps-volume")
    #expect(deep["maxima of single channels"] == 27)
    #expect(deep["maxima through the depth"] == 9)
    #expect(deep["different ones among these"] == 9)
    #expect(deep["channels that these come from"] == 3)
    #expect(deep["maximum through the depth at row 2, column 3"] == 70)
    #expect(deep["through the depth − largest of the channels, largest difference"] == 0)
  }

  @Test("A maximum hides much of a shift")
  func shifts() throws {
    let made = try Sample.figure("pooling-and-shifts")
    #expect(made["inputs that change in the row shown"] == 10)
    #expect(made["outputs that change in the row shown"] == 2)
    let mean = made["outputs that change in these, on average"]
    #expect(mean > 3 && mean < 7)
  }

  @Test("Pooled layers change less when the picture moves")
  func invariance() throws {
    let made = try Sample.figure("pooling-invariance")
    func change(_ layer: String) -> Double {
      made["with pooling, \(layer): change for a shift by 1"]
    }
    #expect(change("pool1") < change("relu1"))
    #expect(change("pool2") < change("relu2"))
    #expect(made["with pooling: accuracy"] > 0.6)
    #expect(made["without: accuracy"] > 0.6)
    #expect(made["with pooling: accuracy, shift by 4"] < made["with pooling: accuracy"])
    for kind in ["with pooling", "without"] {
      #expect(made["\(kind): accuracy kept, shift by 8"] < 0.6)
    }
    let kept = "accuracy kept, shift by 2"
    #expect(made["with pooling: \(kept)"] > made["without: \(kept)"] - 0.05)
    let logits = "logits: change for a shift by 8"
    #expect(made["with pooling, \(logits)"] > 0.8 * made["without, \(logits)"])
  }
}
