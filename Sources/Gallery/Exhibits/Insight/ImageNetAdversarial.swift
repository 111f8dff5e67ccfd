import Fovea

/// Photographs with changes that nobody sees, and what two networks say of them.
struct ImageNetAdversarial: Exhibit {
  let name = "imagenet-adversarial"
  let title = "A cat that is no cat"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    A cat's photograph, random noise of two grey steps of 255, and changes as small that projected gradient descent finds so \
    that each of two networks sees an espresso; above each picture its change, enlarged. The answers below say who is \
    fooled by what: each network is sure of the espresso that was made for it, the other one still sees a cat, and noise of the same \
    size leaves both answers.
    """

  private static let epsilon: Float = 2 / 255
  /// What the cat is to be taken for.
  private static let espresso = 967
  private static let models = [PretrainedModel.efficientNetLite0, .mobileNetV2]

  func obstacle(in studio: Studio) -> String? {
    studio.obstacle(.efficientNetLite0) ?? studio.obstacle(.mobileNetV2)
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let image = try Photograph.chelsea.imageNetTensor()
    let batch = image.reshaped(to: [1, 3, 224, 224])
    let victims = try Self.models.map { try Victim(try studio.pretrained($0)) }
    let clean = try victims.map { try $0.predict(batch)[0] }
    let steps = studio.effort.part(of: 30, least: 20)
    let attack = PGD(epsilon: Self.epsilon, steps: steps, seed: studio.seed)
    let noise = NoiseControl(epsilon: Self.epsilon, seed: studio.seed)
    var changed: [(name: String, image: Tensor)] = [("photograph", batch)]
    var facts: [Fact] = []
    let random = try noise.attack(victims[0], batch, labels: [clean[0].label])
    changed.append(("random noise", random.adversarial))
    for (index, model) in Self.models.enumerated() {
      let fooled = try attack.attack(
        victims[index], batch, labels: [clean[index].label], goal: .toClass(Self.espresso))
      changed.append(("against \(model.title)", fooled.adversarial))
      facts += [
        Fact(
          "\(model.title): largest change of a pixel, × 255",
          255 * fooled.certificate.largestDistance),
        .count(
          "\(model.title): still fooled after writing and reading 8-bit PNG",
          fooled.certificate.eightBit?.survivors ?? 0),
      ]
    }
    var answers: [[(label: Int, confidence: Float)]] = []
    for (name, image) in changed {
      let predictions = try victims.map { try $0.predict(image)[0] }
      answers.append(predictions.map { ($0.label, $0.confidence) })
      for (index, prediction) in predictions.enumerated() {
        let seen = "\(name), as \(Self.models[index].title) sees it"
        facts += [
          .share(
            "\(seen): the photograph's class",
            Double(prediction.probability(of: clean[index].label))),
          .share("\(seen): espresso", Double(prediction.probability(of: Self.espresso))),
        ]
      }
    }
    facts.append(
      .count(
        "networks whose answer the noise leaves",
        zip(answers[1], clean).count { $0.label == $1.label }))
    let figure = Self.figure(
      changed, answers, victims.map { victim in { Self.className(victim, $0) } },
      caption:
        "\(Photograph.chelsea.credit). \(attack.name), ε = 2/255 in L∞, seed \(studio.seed). Upper row: 0.5 + 32 × change. Below, "
        + "each network's answer with its probability; the arrow marks the network that is fooled.")
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  private static func className(_ victim: Victim, _ label: Int) -> String {
    victim.network.className(label)
  }

  private static func figure(
    _ changed: [(name: String, image: Tensor)], _ answers: [[(label: Int, confidence: Float)]],
    _ names: [(Int) -> String], caption: String
  ) -> ImageGrid {
    let clean = changed[0].image
    let pictures = changed.indices.map { index -> ImageGrid.Tile in
      let lines = answers[index].enumerated().map { model, answer in
        "\(["Lite0", "MobileNet"][model]): \(answer.label == espresso ? "→ " : "")"
          + "\(names[model](answer.label)) \((100 * Double(answer.confidence)).short(2)) %"
      }
      return ImageGrid.Tile(
        image: changed[index].image.element(0), caption: lines.joined(separator: "\n"))
    }
    let differences = changed.map { entry -> ImageGrid.Tile in
      let scalars = zip(entry.image.scalars, clean.scalars).map {
        min(max(0.5 + 32 * ($0 - $1), 0), 1)
      }
      return ImageGrid.Tile(image: Tensor(shape: clean.shape, scalars: scalars).element(0))
    }
    return ImageGrid(
      title: "What two networks say of a cat with changes of at most two grey steps",
      tiles: differences + pictures, columns: changed.count,
      rowLabels: ["change, enlarged 32 times", "picture"], columnLabels: changed.map(\.name),
      tileSize: 172, caption: caption)
  }
}
