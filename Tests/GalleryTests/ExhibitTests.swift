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

  @Test("Trained filters are smoother than those that were drawn by chance, and differ from them")
  func filters() throws {
    let made = try Sample.figure("filters-before-and-after")
    #expect(made["change of all filters, relative to their size at first"] > 0.05)
    #expect(made["roughness after"] < made["roughness before"])
    #expect(abs(made["roughness before"] - 1) < 0.2)
  }

  @Test("An MLP's weights are larger where digits are")
  func hiddenUnits() throws {
    let made = try Sample.figure("hidden-units")
    #expect(
      made["mean |weight| in the middle 12×12 pixels"]
        > made["mean |weight| in the outermost 2 pixels"])
    #expect(made["test accuracy"] > 0.6)
  }

  @Test("Maps behind ReLU have zeros, and shares are shares")
  func featureMaps() throws {
    let made = try Sample.figure("feature-maps")
    for layer in ["conv1", "conv2", "conv3"] {
      let zeros = made["\(layer): share of zeros"]
      #expect(zeros > 0 && zeros < 1)
      #expect(made["\(layer): channels that are silent"] <= zeros)
    }
  }

  @Test("Pictures that excite a channel belong together more than by chance")
  func excitingPictures() throws {
    let made = try Sample.figure("exciting-pictures")
    #expect(made["pictures looked through"] == 600)
    // The commonest of nine draws from ten classes makes 0.28 on average.
    #expect(made["share of the commonest class among a channel's nine, on average"] > 0.35)
  }

  @Test(
    "Regularised images are calmer than bare ones, which excite more",
    arguments: [
      ("activation-maximization-classes", "logit"), ("activation-maximization-channels", "answer"),
    ])
  func maximization(file: String, value: String) throws {
    let made = try Sample.figure(file)
    #expect(
      made["mean total variation, regularised"] < 0.5 * made["mean total variation, bare"])
    #expect(made["mean \(value), bare"] > made["mean \(value), regularised"])
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
    #expect(sheet["largest change of a pixel"] <= 0.1 + 1e-6)
    #expect(sheet["of them fooled"] > 0)
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
  }

  @Test("Gradients fade in an Elman cell far faster than in gated ones")
  func fading() throws {
    let made = try Sample.figure("fading-gradients-maps")
    #expect(made["Elman: decay before, nepers a step"] > 0.3)
    #expect(
      made["Elman: decay before, nepers a step"] > 5 * made["LSTM: decay before, nepers a step"])
    #expect(made["Elman: decay after, nepers a step"] > made["LSTM: decay after, nepers a step"])
    #expect(made["Elman: decay after, nepers a step"] > made["GRU: decay after, nepers a step"])
  }

  @Test("Gradients grow with large recurrent weights")
  func exploding() throws {
    let made = try Sample.figure("fading-gradients-exploding")
    #expect(made["gain 2: growth of gradients a step back in time"] > 1.05)
    #expect(made["largest gradient norm in training"] > 1)
  }

  @Test(
    "Networks trained on ImageNet know a cat and an espresso",
    .enabled(
      if: PretrainedModel.efficientNetLite0.isThere(),
      "the weights are not there: scripts/fetch-models.sh efficientnet_lite0 fetches them"))
  func imageNetAnswers() throws {
    let made = try Sample.figure("imagenet-answers")
    #expect(made["chelsea, efficientnet_lite0: Egyptian cat"] > 0.3)
    #expect(made["coffee, efficientnet_lite0: espresso"] > 0.8)
    let maps = try Sample.figure("imagenet-maps")
    #expect(maps["_conv_head: share of zeros"] > maps["_conv_stem: share of zeros"])
  }
}
