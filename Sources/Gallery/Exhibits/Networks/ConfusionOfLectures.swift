import Fovea

/// What the lecture's two networks take for what.
struct ConfusionOfLectures: Exhibit {
  let name = "confusion-matrix"
  let title = "What is taken for what"
  let lectures: [Lecture] = [.ma]
  let explanation = """
    How often the lecture's shallow and deep network (98,820 and 229,340 parameters, counted in the networks) take a test \
    picture of one class for another, for digits and for clothes, and the pictures of the commonest mistakes of the deep one. \
    Rows are true classes and columns answers, so that right answers lie on the diagonal: digits fail a few at a time where \
    strokes are alike, clothes in bulk among the four kinds of upper garment.
    """

  /// The numbers of parameters that the lecture gives.
  static let lecture = (shallow: 98_820, deep: 229_340)

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var figures: [ExhibitFigure] = []
    var galleries: [[any Figure]] = []
    for (file, recipes) in [
      ("digits", [Recipe.shallowDigits, .deepDigits]),
      ("clothes", [.shallowFashion, .deepFashion]),
    ] {
      let test = try studio.images(recipes[0].data).test
      let networks = try recipes.map { try studio.trained($0) }
      let matrices = try networks.map { trained in
        try ConfusionMatrix(
          of: try Evaluation(of: trained.network, on: test, keepsProbabilities: false),
          names: test.classNames,
          title: "\(trained.recipe.model): \((100 * trained.accuracy).short(4)) % right")
      }
      figures.append(self.matrices(file, networks, matrices, test, studio))
      galleries.append(examples(matrices[1], test))
    }
    let rows = max(galleries[0].count, galleries[1].count)
    let panels = (0..<rows).flatMap { row in
      galleries.compactMap { row < $0.count ? $0[row] : nil }
    }
    let shown = galleries.map(\.count)
    figures.append(
      ExhibitFigure(
        "\(name)-examples",
        FigureGrid(
          title: "The commonest mistakes of deep-cnn", panels: panels, columns: 2,
          hasLetters: false,
          caption: "At most eight test pictures of each kind, the first ones. Seed \(studio.seed)."),
        facts: [
          .count("kinds of mistake shown for digits", shown[0]),
          .count("kinds of mistake shown for clothes", shown[1]),
        ]))
    return figures
  }

  private func matrices(
    _ file: String, _ networks: [Trained], _ matrices: [ConfusionMatrix], _ test: ImageSet,
    _ studio: Studio
  ) -> ExhibitFigure {
    let data = networks[0].recipe.data.rawValue
    var facts = zip(networks, matrices).flatMap { trained, matrix in
      [
        Fact.count("\(trained.recipe.model): parameters", trained.network.parameterCount),
        .count("\(trained.recipe.model): wrong answers", matrix.mistakeCount),
      ]
    }
    facts.append(.count("the lecture's parameters, shallow", Self.lecture.shallow))
    facts.append(.count("the lecture's parameters, deep", Self.lecture.deep))
    facts += matrices[1].mistakes.prefix(3).map {
      .count(
        "deep-cnn: \(test.classNames[$0.truth]) taken for \(test.classNames[$0.answer])",
        $0.samples.count)
    }
    return ExhibitFigure(
      "\(name)-\(file)",
      FigureGrid(
        title: "\(data): \(test.count) test pictures", panels: matrices,
        caption: "Colours are logarithmic. Seed \(studio.seed)."), facts: facts)
  }

  /// Pictures of the four commonest kinds of mistake, a row for each.
  private func examples(_ matrix: ConfusionMatrix, _ test: ImageSet) -> [any Figure] {
    matrix.mistakes.prefix(4).map { mistake in
      let times = mistake.samples.count == 1 ? "once" : "\(mistake.samples.count) times"
      return ImageGrid(
        title: "\(matrix.names[mistake.truth]) taken for \(matrix.names[mistake.answer]), \(times)",
        tiles: mistake.samples.prefix(8).map {
          ImageGrid.Tile(image: test.images(at: [$0]).element(0))
        }, columns: 8, tileSize: 42)
    }
  }
}
