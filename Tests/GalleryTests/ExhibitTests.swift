import Foundation
import Fovea
import Gallery
import Testing

/// What exhibits show, in numbers.
@Suite("Exhibits")
struct ExhibitTests {
  @Test("Each exhibit draws figures that can be drawn", arguments: Sample.exhibits.map(\.name))
  func validates(name: String) throws {
    let figures = try #require(try Sample.figures()[name])
    #expect(figures.contains { !$0.facts.isEmpty })
    for made in figures {
      try made.figure.validate()
      try made.animation?.validate()
      #expect(made.file.hasPrefix(name))
      for fact in made.facts { #expect(fact.value.isFinite, "\(made.file): \(fact.name)") }
    }
  }

  @Test("Explanations say what is seen and how to read it", arguments: Gallery.exhibits.map(\.name))
  func explanations(name: String) throws {
    let exhibit = try #require(Gallery.exhibits.first { $0.name == name })
    let sentences = exhibit.explanation.split(separator: ". ").count
    #expect(sentences == 2, "\(exhibit.explanation)")
  }

  @Test("Filters that begin small become smooth and new, those that begin as usual hardly change")
  func filters() throws {
    let made = try Sample.figure("filters-before-and-after")
    func fact(_ start: String, _ what: String) -> Double { made["\(start) start: \(what)"] }
    for start in ["small", "usual"] {
      #expect(abs(fact(start, "roughness before") - 1) < 0.2)
      #expect(fact(start, "change of all filters, of their size at first") > 0.01)
    }
    #expect(fact("small", "roughness after") < 0.8 * fact("usual", "roughness after"))
    let alike = ["small", "usual"].map {
      fact($0, "mean correlation of a filter before and after")
    }
    #expect(alike[0] < alike[1] - 0.1 && alike[1] > 0.8)
  }

  @Test("An MLP's weights are larger where digits are")
  func hiddenUnits() throws {
    let made = try Sample.figure("hidden-units")
    #expect(
      made["mean |weight| in the middle 12×12 pixels"]
        > made["mean |weight| in the outermost 2 pixels"])
    #expect(made["test accuracy"] > 0.6)
    #expect(try Sample.figure("hidden-units-clothes")["test accuracy"] > 0.6)
  }

  @Test("Maps after ReLU have zeros, and not only zeros")
  func featureMaps() throws {
    let made = try Sample.figure("feature-maps")
    let zeros = ["conv1", "conv2", "conv3"].map { made["\($0): share of zeros"] }
    // That their share grows from layer to layer takes more training than tests have.
    #expect(zeros.allSatisfy { $0 > 0.05 && $0 < 0.95 })
  }

  @Test("Pictures that excite a channel belong together more than by chance")
  func excitingPictures() throws {
    let made = try Sample.figure("exciting-pictures")
    #expect(made["pictures looked through"] == 600)
    // The commonest of nine draws from ten classes makes 0.28 on average.
    #expect(made["share of the commonest class among a channel's nine, on average"] > 0.35)
    #expect(made["different commonest classes of the channels"] >= 4)
    #expect(made["pixels along a side of what a place sees"] == 17)
  }

  @Test(
    "Regularised images are calmer than bare ones, which excite more",
    arguments: [
      ("activation-maximization-classes", "logit"), ("activation-maximization-channels", "answer"),
    ])
  func maximization(file: String, value: String) throws {
    let made = try Sample.figure(file)
    #expect(made["mean total variation, regularised"] < made["mean total variation, bare"])
    #expect(made["mean \(value), bare"] > made["mean \(value), regularised"])
  }

  @Test("Bare pictures of classes beat all test pictures, regularised ones are far calmer")
  func maximizedClasses() throws {
    let made = try Sample.figure("activation-maximization-classes")
    #expect(made["classes whose bare picture has a larger logit than every test picture"] >= 8)
    #expect(
      made["mean total variation, regularised"] < 0.5 * made["mean total variation, bare"])
    let channels = try Sample.figure("activation-maximization-channels")
    #expect(
      channels["bare pictures of stripes"] >= channels["regularised pictures of stripes"])
  }

  @Test("Trained filters are more like edges than those that were drawn by chance")
  func edges() throws {
    let made = try Sample.figure("first-layer-filters")
    let trained = made["deep-cnn: mean share of a filter that a slope explains"]
    #expect(trained > made["deep-cnn before training: mean share"])
    #expect(made["deep-cnn: largest share that a slope explains"] > trained)
  }

  @Test("An ascent climbs")
  func ascent() throws {
    let made = try Sample.figure("activation-maximization-steps")
    #expect(made["logit at the end, regularised"] > made["logit at the start"])
    #expect(made["logit at the end, bare"] > made["logit at the end, regularised"])
  }

  @Test("Attacks do far more harm than noise of the same size")
  func attacks() throws {
    let made = try Sample.figure("adversarial-images-curve")
    let pgd = made["accuracy under PGD-10 at ε = 0.1"]
    #expect(pgd < 0.2)
    #expect(pgd <= made["accuracy under FGSM at ε = 0.1"])
    #expect(made["accuracy under FGSM at ε = 0.1"] < made["accuracy with ±ε noise at ε = 0.1"])
    #expect(made["accuracy with ±ε noise at ε = 0.1"] > 0.4)
    let sheet = try Sample.figure("adversarial-images-sheet")
    #expect(sheet["largest change of a pixel"] <= 0.05 + 1e-6)
    #expect(sheet["of them fooled"] > sheet["of them fooled by noise"])
  }

  @Test("Attack and noise are alike in the pixels and far apart at the logits")
  func activations() throws {
    let made = try Sample.figure("adversarial-activations-distance")
    let pixels =
      made["pixels: distance of the adversarial pictures"]
      / made["pixels: distance of the noisy pictures"]
    let logits =
      made["logits: distance of the adversarial pictures"]
      / made["logits: distance of the noisy pictures"]
    #expect(pixels < 1.5)
    #expect(logits > 2 * pixels)
  }

  @Test("Networks learn more than guessing gives")
  func curves() throws {
    let clothes = try Sample.figure("training-curves-fashion")
    #expect(clothes["deep-cnn: test accuracy"] > 0.6)
    #expect(clothes["shallow-cnn: test accuracy"] > 0.6)
    let digits = try Sample.figure("training-curves-digits")
    #expect(digits["deep-cnn: test accuracy"] > 0.6)
    #expect(digits["shallow-cnn: the lecture's accuracy"] == 0.9449)
    // ln 10 is the loss of guessing.
    for network in ["shallow-cnn", "deep-cnn"] { #expect(digits["\(network): test loss"] < 2.3) }
  }

  @Test("Gradients fade in an Elman cell far faster than in gated ones")
  func fading() throws {
    let made = try Sample.figure("fading-gradients-maps")
    #expect(made["Elman: factor a step before training"] < 0.75)
    #expect(
      log(made["Elman: factor a step before training"])
        < 5 * log(made["LSTM: factor a step before training"]))
    #expect(
      made["Elman: factor a step after training"] < made["LSTM: factor a step after training"])
    #expect(made["Elman: factor a step after training"] < made["GRU: factor a step after training"])
  }

  @Test("Gradients grow with large recurrent weights")
  func exploding() throws {
    let made = try Sample.figure("fading-gradients-exploding")
    #expect(made["gain 2: growth of gradients a step back in time"] > 1.05)
    #expect(made["largest gradient norm in training, not clipped"] > 1)
    // At little effort there are 60 steps of training.
    for run in ["clipped", "not clipped"] {
      #expect((1...60).contains(made["steps until the loss is below 0.1, \(run)"]))
    }
  }

  @Test(
    "Networks trained on ImageNet know a cat and an espresso",
    .enabled(
      if: PretrainedModel.efficientNetLite0.isThere(),
      "the weights are not there: scripts/fetch-models.sh efficientnet_lite0 fetches them"))
  func imageNetAnswers() throws {
    let made = try Sample.figure("imagenet-answers")
    let cats = ["Egyptian cat", "tiger cat", "tabby"].map { made["cat, EfficientNet-Lite0: \($0)"] }
    #expect(cats[0] > 0.3 && cats.reduce(0, +) > 0.8)
    #expect(made["coffee, EfficientNet-Lite0: espresso"] > 0.8)
    let agreeing = ["cat", "coffee", "rocket"].map {
      made["\($0): first classes that agree, of three"]
    }
    #expect(agreeing[0].isNaN || agreeing == [3, 3, 0])
    let maps = try Sample.figure("imagenet-maps")
    #expect(
      maps["last convolution: share of zeros"] > maps["first convolution: share of zeros"])
    let likeness = ["first convolution", "block 8"].map {
      maps["\($0): mean |correlation| of its ten with the picture's brightness"]
    }
    #expect(likeness[0] > likeness[1])
  }
}
