import Fovea

extension EmbeddingMaps {
  /// The characters of the model of the plays, capital or not.
  func letters(_ studio: Studio) throws -> ExhibitFigure {
    let plays = try LearntPlays.learn(in: studio)
    let table = try plays.network.weights(of: "characters.weight")
    // Digits and other marks that hardly occur have learnt nothing.
    let kept = plays.corpus.vocabulary.indices.filter { id in
      let scalar = plays.corpus.vocabulary[id]
      return scalar.properties.isAlphabetic || " \n,.;:!?'-[]".unicodeScalars.contains(scalar)
    }
    let points = table.gathering(kept)
    let names = kept.map { plays.corpus.vocabulary[$0] }
    let groups = names.map { scalar -> Int in
      let isVowel = "aeiouAEIOU".unicodeScalars.contains(scalar)
      if scalar.properties.isLowercase { return isVowel ? 0 : 1 }
      if scalar.properties.isUppercase { return isVowel ? 3 : 2 }
      return 4
    }
    let labels = names.map { $0 == " " ? "␣" : $0 == "\n" ? "↵" : String(Character($0)) }
    let titles = ["vowels", "consonants", "capital consonants", "capital vowels", "marks"]
    let (panels, places) = try maps(
      points, labels, groups, titles, perplexity: 8, steps: studio.effort.part(of: 500, least: 250))
    return ExhibitFigure(
      "\(name)-letters",
      FigureGrid(
        title: "Letters", panels: panels, columns: 1,
        caption: "Embedding of \(table.shape[1]) numbers for each character. ␣ is a space, ↵ a "
          + "line's end; digits and rare marks are left out. The measured kinds are three: vowels, "
          + "consonants, each with their capitals, and marks."),
      facts: facts(places, groups.map { [0, 1, 1, 0, 2][$0] }, "letters") + [
        capitals(places.points, names, "vectors"), capitals(places.map, names, "t-SNE map"),
        Fact.share("capitals whose nearest small letter is their own, by chance", 1.0 / 26),
      ])
  }

  /// How many capitals have their own letter as the nearest small one.
  private func capitals(_ points: Tensor, _ names: [Unicode.Scalar], _ what: String) -> Fact {
    let small = names.indices.filter { names[$0].properties.isLowercase }
    let large = names.indices.filter { names[$0].properties.isUppercase }
    let rows = names.indices.map { points.element($0).scalars }
    func distance(_ a: Int, _ b: Int) -> Float {
      zip(rows[a], rows[b]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let own = large.filter { capital in
      let nearest = small.min { distance(capital, $0) < distance(capital, $1) }
      return nearest.map { String(names[$0]) == names[capital].properties.lowercaseMapping }
        ?? false
    }
    return .share(
      "capitals whose nearest small letter is their own, in the \(what)",
      Double(own.count) / Double(max(1, large.count)))
  }
}
