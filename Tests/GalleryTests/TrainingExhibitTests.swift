import Fovea
import Gallery
import Testing

/// What makes training go well or badly, in numbers.
@Suite("Exhibits on training")
struct TrainingExhibitTests {
  @Test("Momentum gathers speed along a valley, and on a network")
  func momentum() throws {
    let paths = try Sample.figure("momentum-paths")
    #expect(paths["curvature across the valley over curvature along it"] > 50)
    let ends = ["0", "0.5", "0.9"].map { paths["α = \($0): loss above the least after 60 steps"] }
    #expect(ends[1] < 0.5 * ends[0])
    #expect(ends[2] < 0.5 * ends[0])
    func swing(_ momentum: String) -> Double {
      paths["α = \(momentum): swing across the valley after 50 steps, of the first"]
    }
    for momentum in ["0.5", "0.9"] { #expect(swing(momentum) < 0.6 * swing("0")) }
    #expect(swing("0.99") > 2 * swing("0"))
    func past(_ momentum: String) -> Double {
      paths["α = \(momentum): farthest past the goal, of the way to it"]
    }
    #expect(past("0") == 0)
    #expect(past("0.99") > 2 * past("0.9") && past("0.99") > 0.5)
    let curves = try Sample.figure("momentum-curves")
    #expect(
      curves["α = 0.9: training loss at the end"]
        < 0.8 * curves["α = 0: training loss at the end"])
    #expect(
      curves["α = 0.99: training loss at the end"]
        > curves["α = 0.9: training loss at the end"])
  }

  @Test("At their best rates all optimizers learn, and the best rates differ")
  func optimizers() throws {
    let made = try Sample.figure("optimizer-race")
    let names = ["SGD", "momentum 0.9", "Nesterov 0.9", "Adagrad", "RMSprop", "Adam"]
    for name in names { #expect(made["\(name): training loss at the end"] < 1.2) }
    #expect(made["SGD: best learning rate"] > made["Adam: best learning rate"])
    #expect(made["SGD: best learning rate"] >= made["momentum 0.9: best learning rate"])
  }

  @Test("Learning rates have a middle, and first weights a right size")
  func learningRates() throws {
    let made = try Sample.figure("learning-rates")
    let right = made["learning rate 0.1: training loss at the end"]
    #expect(right < 0.8 * made["learning rate 0.001: training loss at the end"])
    func serving(_ scale: String) -> Double {
      made["first weights × \(scale): rates that end below a loss of 2"]
    }
    for scale in ["0.01", "10"] { #expect(serving("1") > serving(scale)) }
    #expect(
      made["first weights × 1: least loss at any rate"]
        < 0.8 * made["first weights × 0.01: least loss at any rate"])
    // A rate of 1 shoots off, or never gets away from guessing.
    let end = made["learning rate 1: training loss at the end"]
    #expect(end > 1.5 || made["learning rate 1: step that ends in no number"] > 0)
  }

  @Test("The rule stops behind the best epoch, and training on makes validation worse")
  func earlyStopping() throws {
    let made = try Sample.figure("early-stopping")
    let kept = made["epoch whose weights the rule keeps"]
    #expect(made["epoch at which the rule stops"] == kept + 6)
    #expect(made["validation loss at the end"] > made["validation loss of the weights kept"])
    #expect(
      made["training error at the end"] < 0.5 * made["validation error of the weights kept"])
  }

  @Test("Decay shrinks weights and costs training loss")
  func weightDecay() throws {
    let made = try Sample.figure("weight-decay")
    #expect(made["norm of the weights at λ = 0.1"] < 0.5 * made["norm of the weights at λ = 0"])
    #expect(made["training loss at λ = 0.1"] > 2 * made["training loss at λ = 0"])
    #expect(made["test loss there"] < made["test loss at λ = 0"])
    #expect(made["test loss there"] < made["test loss at λ = 0.1"])
  }

  @Test("More pictures mean fewer errors, and dropout helps where they are few")
  func dropout() throws {
    let made = try Sample.figure("dropout-data-size")
    for kind in ["without", "with"] {
      let few = made["100 pictures: test error \(kind) dropout"]
      let many = made["1000 pictures: test error \(kind) dropout"]
      #expect(many < 0.7 * few)
    }
    #expect(made["1000 pictures: gain in percentage points"] > 0)
  }

  @Test("Batch normalisation learns at once")
  func batchNorm() throws {
    let made = try Sample.figure("batch-norm")
    #expect(
      made["with: test accuracy at the end"]
        > made["without: test accuracy at the end"] + 0.2)
    #expect(
      made["without: distance of the outer percentiles at the start"]
        < made["with: distance of the outer percentiles at the start"])
  }

  @Test(
    "Gradients differ between first and last layer of a deep plain stack, not of a residual one")
  func residual() throws {
    let made = try Sample.figure("residual-depth")
    func ratio(_ kind: String, _ depth: Int) -> Double {
      made["\(depth) layers, \(kind): first layer's gradient over the last hidden one's"]
    }
    #expect(ratio("plain", 64) > 100 * ratio("plain", 4))
    #expect(ratio("residual", 64) < 0.01 * ratio("plain", 64))
    #expect(
      made["64 layers, residual: training loss at the end"]
        < made["64 layers, plain: training loss at the end"])
  }
}
