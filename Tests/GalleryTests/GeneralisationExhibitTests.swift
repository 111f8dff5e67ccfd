import Fovea
import Gallery
import Testing

/// What networks learn by heart, and what helps against it, in numbers.
@Suite("Exhibits on generalisation")
struct GeneralisationExhibitTests {
  @Test("Each change changes the picture, and augmented training bears moved pictures better")
  func augmentation() throws {
    let sheet = try Sample.figure("augmentation-sheet")
    #expect(sheet.facts.count == 9)
    for fact in sheet.facts { #expect(fact.value > 0.005, "\(fact.name)") }
    #expect(sheet["all, milder: mean change of a pixel"] < 0.3)
    let gain = try Sample.figure("augmentation-gain")
    #expect(
      gain["with: accuracy 4 pixels to the right"] > gain["without: accuracy 4 pixels to the right"]
    )
  }

  @Test("Everything can be learnt by heart, but only true classes are known on new pictures")
  func randomLabels() throws {
    let made = try Sample.figure("random-labels")
    for task in ["true classes", "drawn classes", "shuffled pixels", "pixels of noise"] {
      #expect(made["\(task): training accuracy at the end"] > 0.97, "\(task)")
    }
    #expect(made["true classes: test accuracy"] > 0.6)
    #expect(abs(made["drawn classes: test accuracy"] - 0.1) < 0.06)
    #expect(abs(made["pixels of noise: test accuracy"] - 0.1) < 0.06)
    #expect(
      made["drawn classes: first epoch with 99 % training accuracy"]
        > made["true classes: first epoch with 99 % training accuracy"])
    #expect(made["parameters"] == 98_820)
  }

  @Test("A network with more parameters than pictures does not grow worse on new ones")
  func noOverfitting() throws {
    let made = try Sample.figure("no-overfitting")
    #expect(
      made["test accuracy after the last epoch"] > made["best test accuracy on the way"] - 0.02)
    #expect(made["training accuracy in the last epoch"] > 0.85)
  }

  @Test("The test error of random features peaks where they are as many as pictures")
  func doubleDescent() throws {
    let made = try Sample.figure("double-descent")
    #expect(made["features at the peak"] == made["training pictures"])
    #expect(made["test error at the peak"] > 3 * made["test error there"])
    #expect(made["test error at the peak"] > 3 * made["test error with 720 features"])
    #expect(made["training error at the mark"] < 1e-8)
    #expect(made["norm of the weights at the mark"] > 3 * made["norm with 720 features"])
  }

  @Test("A network's test loss has a peak where it begins to fit, its error falls behind its own")
  func doubleDescentOfNetworks() throws {
    let made = try Sample.figure("double-descent-network")
    #expect(made["hidden units at the peak of the test loss"] > 6)
    #expect(made["test loss at its peak"] > 1.1 * made["least test loss before its peak"])
    #expect(made["test error of the widest"] < made["test error at its peak"])
    #expect(made["training error of the widest"] < 0.02)
  }

  @Test("Polynomials fail worst with as many coefficients as points")
  func polynomials() throws {
    let made = try Sample.figure("polynomial-fits")
    #expect(abs(made["coefficients at the peak"] - 16) <= 1)
    #expect(made["error of degree 15"] > 3 * made["error of degree 300"])
    #expect(
      made["error of degree 300 where degree k costs k + 1"] < made["error of degree 300"])
    #expect(made["largest distance of the last fit from a point"] < 1e-9)
  }

  @Test("With the same number of parameters several layers do better than one")
  func depthAgainstWidth() throws {
    let made = try Sample.figure("depth-width")
    let parameters = (1...6).map { made["\($0) hidden: parameters"] }
    #expect(parameters.allSatisfy { abs($0 - 300) < 40 })
    let accuracies = (1...6).map { made["\($0) hidden: mean test accuracy"] }
    #expect(max(accuracies[1], accuracies[2]) > accuracies[0] + 0.1)
  }
}
