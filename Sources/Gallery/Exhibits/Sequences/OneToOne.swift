import Fovea

/// A digit's class: no sequence at all.
struct OneToOne: SequenceForm {
  let title = "one to one"
  let file = "one-to-one"
  let wanted = 0.95

  func learn(in studio: Studio) throws -> FormOutcome {
    let trained = try studio.trained(.mlpDigits)
    let test = try studio.images(.digits).test
    let answers = try Victim(trained.network).predict(test.prefix(12).images)
    let tiles = (0..<12).map { index in
      ImageGrid.Tile(
        image: test.images(at: [index]).element(0),
        caption: "\(test.label(index)) → \(answers[index].label)",
        accent: answers[index].label == test.label(index) ? nil : Color(0xD55E00))
    }
    var grid = ImageGrid(
      title: "one to one: a picture's class", tiles: tiles, columns: 6, tileSize: 56,
      caption: "The true class → the answer, in orange where it is wrong. One hidden layer of "
        + "100 units; no recurrence. " + right(trained.accuracy, of: test.count, "test pictures"))
    grid.theme.titleFont = Font(11, bold: true)
    return FormOutcome(score: trained.accuracy, chance: Self.chance(test), figure: grid)
  }
}
