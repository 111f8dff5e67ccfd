import Fovea
import Gallery
import Testing

/// What the exhibits on graphs and gradients show, in numbers.
@Suite("Graph exhibits")
struct GraphExhibitTests {
  @Test("The lecture's product has the lecture's gradients")
  func product() throws {
    let made = try Sample.figure("computational-graphs-product")
    #expect(made["f"] == -12)
    #expect(made["∂f/∂x"] == -4)
    #expect(made["∂f/∂y"] == -4)
    #expect(made["∂f/∂z"] == 3)
    #expect(made["∂f/∂q"] == -4)
  }

  @Test("The neuron gives 0.73 and 0.20 in gates as with the sigmoid as one")
  func neuron() throws {
    let made = try Sample.figure("computational-graphs-neuron")
    #expect(abs(made["output"] - 0.7311) < 1e-4)
    #expect(abs(made["output of the sigmoid as one gate"] - made["output"]) < 1e-6)
    #expect(abs(made["gradient at the sum"] - 0.1966) < 1e-4)
    // The local gradient (1 − σ) σ times 2, −1, −3, −2 and 1.
    #expect(abs(made["∂f/∂w0"] - -0.1966) < 1e-4)
    #expect(abs(made["∂f/∂x0"] - 0.3932) < 1e-4)
    #expect(abs(made["∂f/∂w1"] - -0.3932) < 1e-4)
    #expect(abs(made["∂f/∂x1"] - -0.5898) < 1e-4)
    #expect(abs(made["∂f/∂w2"] - 0.1966) < 1e-4)
    #expect(made["largest difference between both forms"] < 1e-6)
  }

  @Test("Gates distribute, swap, add and route")
  func patterns() throws {
    let made = try Sample.figure("gradient-patterns")
    #expect(made["add: gradient of x"] == 2 && made["add: gradient of y"] == 2)
    #expect(made["multiply: gradient of x"] == 15 && made["multiply: gradient of y"] == 10)
    #expect(made["copy: gradient of x"] == 6)
    #expect(made["max: gradient of x"] == 0 && made["max: gradient of y"] == 9)
  }

  @Test("Matrices by hand give the engine's gradients, the printed rule without the bar does not")
  func linearAlgebra() throws {
    let made = try Sample.figure("linear-algebra-of-backpropagation")
    #expect(made["largest difference of ∂z/∂node, matrices and engine"] < 1e-6)
    #expect(made["largest difference of ∂z/∂weight, matrices and engine"] < 1e-6)
    #expect(made["largest error of the second rule without the bar"] > 1e-3)
  }

  @Test("Forward with biases and backward by errors is what the engine does")
  func errors() throws {
    let made = try Sample.figure("errors-of-nodes")
    #expect(made["largest difference of z and a from the engine"] < 1e-5)
    #expect(made["largest difference of δ from the engine"] < 1e-6)
    #expect(made["largest difference of ∂J/∂Θ = δ aᵀ from the engine"] < 1e-6)
    #expect(abs(made["a⁽⁴⁾ − y"] - made["the engine's derivative by z⁽⁴⁾"]) < 1e-6)
    #expect(made["a⁽⁴⁾ − y"] < 0)
  }

  @Test("The chain rule's product is backpropagation's gradient")
  func chainRule() throws {
    let made = try Sample.figure("chain-rule")
    #expect(made["dℓ/dW₂: product against backpropagation"] < 1e-6)
    #expect(made["dℓ/dW₁: product against backpropagation"] < 1e-6)
    #expect(made["largest element of dg₂/dg₁"] <= 0.25)
  }

  @Test("Errors have the slopes of rounding and truncation, the best step is near ε^(1/3)")
  func gradientChecking() throws {
    let made = try Sample.figure("gradient-checking")
    #expect(abs(made["slope left, central"] - -1) < 0.35)
    #expect(abs(made["slope right, forward"] - 1) < 0.2)
    #expect(abs(made["slope right, central"] - 2) < 0.4)
    let ratio = made["best central step"] / made["ε^(1/3)"]
    #expect(ratio > 0.1 && ratio < 10)
    #expect(made["best forward step"] < made["best central step"])
    #expect(made["its relative error"] < 1e-3)
  }

  @Test("AlexNet's columns meet at the third convolution, not at the second")
  func columns() throws {
    let made = try Sample.figure("alexnet-columns")
    #expect(made["share of conv2's gradient that crosses the columns"] == 0)
    #expect(made["share of conv3's gradient that crosses the columns"] > 0.3)
    #expect(made["maps of conv1 in each column"] == 48)
    #expect(made["side of conv1's maps"] == 55)
  }

  @Test("Networks are drawn with all their weights")
  func networks() throws {
    let lecture = try Sample.figure("network-diagrams-deep-cnn")
    #expect(abs(lecture["parameters, millions"] - 0.22934) < 1e-9)
    #expect(lecture["boxes"] == 7)
    let residual = try Sample.figure("network-diagrams-resnet18")
    #expect(abs(residual["parameters, millions"] - 11.689512) < 1e-9)
    #expect(residual["boxes"] < residual["nodes"] / 2)
    let mobile = try Sample.figure("network-diagrams-efficientnet_lite0")
    #expect(abs(mobile["parameters, millions"] - 4.652008) < 1e-9)
    #expect(mobile["nodes"] > 100)
    #expect(mobile["boxes"] < mobile["nodes"] / 2)
  }
}
