import Fovea

/// What networks trained on ImageNet say of three photographs.
struct ImageNetAnswers: Exhibit {
  let name = "imagenet-answers"
  let title = "What a network trained on ImageNet sees"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Three photographs and the five most probable of a thousand classes, by EfficientNet-Lite0 and, where its weights were \
    fetched, MobileNetV2. Bars are softmax probabilities: three kinds of cat share most of the cat's, on cat and coffee the two \
    networks agree on the first three classes in their order, and on the rocket they differ from the first class on.
    """

  func obstacle(in studio: Studio) -> String? { studio.obstacle(.efficientNetLite0) }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let models = [PretrainedModel.efficientNetLite0, .mobileNetV2].filter {
      $0 == .efficientNetLite0 || studio.obstacle($0) == nil
    }
    var panels: [any Figure] = []
    var facts: [Fact] = []
    var leaders: [Photograph: [[Int]]] = [:]
    for photograph in Photograph.allCases {
      let image = try photograph.imageNetTensor()
      var picture = ImageGrid(
        title: photograph.title, tiles: [ImageGrid.Tile(image: image)], tileSize: 150)
      picture.caption = photograph.credit
      panels.append(picture)
      for model in models {
        let network = try studio.pretrained(model)
        let answer = try Victim(network).predict(image.reshaped(to: [1, 3, 224, 224]))[0]
        let top = answer.top(5)
        panels.append(Self.chart(network, answer, top, title: model.title))
        leaders[photograph, default: []].append(Array(top.prefix(3)))
        for label in top.prefix(3) {
          let name = "\(photograph.title), \(model.title): \(network.className(label))"
          facts.append(.share(name, Double(answer.probability(of: label))))
        }
      }
    }
    if models.count == 2 {
      facts += Photograph.allCases.map { photograph -> Fact in
        let found = leaders[photograph] ?? []
        return .count(
          "\(photograph.title): first classes that agree, of three",
          zip(found[0], found[1]).prefix { $0 == $1 }.count)
      }
    }
    let figure = FigureGrid(
      title: "The five most probable of 1,000 classes", panels: panels, columns: 1 + models.count,
      hasLetters: false,
      caption: "Shorter side scaled to 224 pixels (bicubic), 224×224 cut out. Weights: "
        + models.map(\.source).joined(separator: "; ") + ".")
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  private static func chart(
    _ network: Network, _ answer: Prediction, _ top: [Int], title: String
  ) -> BarChart {
    var chart = BarChart(
      title: title, categories: top.map { network.className($0) },
      values: top.map { 100 * Double(answer.probability(of: $0)) },
      valueLabel: "probability in %", isHorizontal: true, range: 0...119)
    chart.length = 170
    chart.nameWidth = 96
    chart.showsTenths = true
    return chart
  }
}

extension Prediction {
  /// The most probable classes, the first one first.
  func top(_ count: Int) -> [Int] {
    Array(logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }.prefix(count))
  }
}

extension Photograph {
  /// 224 × 224 pixels as ImageNet's networks read them, `[3, 224, 224]` from 0 to 1: the shorter side scaled, the middle cut
  /// out.
  func imageNetTensor() throws(FoveaError) -> Tensor {
    let image = try image()
    let scale = 224 / Double(min(image.width, image.height))
    // Cut off below: 451 × 300 becomes 336 × 224.
    let (width, height) = (Int(Double(image.width) * scale), Int(Double(image.height) * scale))
    return image.resized(width: max(224, width), height: max(224, height), method: .bicubic)
      .cropped(
        x: (max(224, width) - 224) / 2, y: (max(224, height) - 224) / 2, width: 224, height: 224
      ).tensor
  }
}
