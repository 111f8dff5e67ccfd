import Fovea

/// The five ways in which sequences go in and come out, each a small task that is learnt.
struct SequenceForms: Exhibit {
  let name = "sequence-forms"
  let title = "One to one, one to many, many to one, many to many"
  let lectures: [Lecture] = [.chopra]
  let explanation = """
    Five networks that learn the five forms of the lecture: a digit's class at once, a digit spelled out letter by letter, a \
    digit read row by row, words tagged as they come, and French sentences translated into English by an encoder and a \
    decoder. The first picture shows how often each is right beside what it has to reach and what guessing gives, and how the \
    three cells compare where the same network is built of each; the others show answers to pictures and sentences that were \
    not among those learnt.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let tasks: [any SequenceForm] = [
      OneToOne(), OneToMany(), ManyToOne(), AlignedTags(), Translation(),
    ]
    var made: [ExhibitFigure] = []
    var outcomes: [FormOutcome] = []
    for task in tasks {
      let outcome = try studio.training { try task.learn(in: studio) }
      studio.report("\(task.title): \((100 * outcome.score).short) % right")
      made.append(
        ExhibitFigure(
          "\(name)-\(task.file)", outcome.figure,
          facts: [.share("\(task.title): right", outcome.score)]
            + (outcome.known.map { [Fact.count("test sentences that training had", $0)] } ?? [])))
      outcomes.append(outcome)
    }
    let scores = chart(tasks, outcomes)
    let compared = try comparison(tasks, outcomes, studio)
    let facts = zip(tasks, outcomes).flatMap { task, outcome in
      [
        Fact.share("\(task.title): right", outcome.score),
        Fact.share("\(task.title): to be reached with all work", task.wanted),
        Fact.share("\(task.title): by guessing", outcome.chance),
      ]
    }
    // The picture of the whole is the exhibit's first.
    made.insert(
      ExhibitFigure(
        "\(name)-scores",
        FigureGrid(
          title: title, panels: [scores, compared.chart], columns: 1,
          caption:
            "On test pictures, and on sentences of the same grammar that were not learnt. A "
            + "spelled word or a translated sentence counts where all of it is right, tags are "
            + "counted one by one. Guessing: always the commonest class, each word's commonest "
            + "tag, the likeliest sentence of the grammar. Seed \(studio.seed)."),
        facts: facts + compared.facts), at: 0)
    return made
  }

  private func chart(_ tasks: [any SequenceForm], _ outcomes: [FormOutcome]) -> BarChart {
    let quiet = Theme.standard.quietInk
    return BarChart(
      title: "five forms", categories: tasks.map(\.title),
      groups: [
        BarChart.Group(name: "learnt", values: outcomes.map { 100 * $0.score }),
        BarChart.Group(
          name: "to be reached", values: tasks.map { 100 * $0.wanted }, color: quiet.lighter(0.2)),
        BarChart.Group(
          name: "guessing", values: outcomes.map { 100 * $0.chance }, color: quiet.lighter(0.5)),
      ], valueLabel: "right answers in %", isHorizontal: true, range: 0...115)
  }

  /// How the three cells compare; with little work only in the form that is learnt fastest.
  private func comparison(
    _ tasks: [any SequenceForm], _ outcomes: [FormOutcome], _ studio: Studio
  ) throws -> (chart: BarChart, facts: [Fact]) {
    let isSmall = studio.effort.scale < 0.2
    let forms = zip(tasks, outcomes).compactMap { task, outcome in
      (task as? any CellForm).map { (form: $0, own: outcome.score) }
    }
    let compared = isSmall ? Array(forms.suffix(1)) : forms
    var facts: [Fact] = []
    let groups = try FadeExperiment.Cell.allCases.map { cell -> BarChart.Group in
      let scores = try compared.map { form, own -> Double in
        if cell == form.cell { return own }
        return try studio.training { try form.score(of: cell, in: studio) }
      }
      for (form, score) in zip(compared, scores) {
        facts.append(.share("\(form.form.title): right, \(cell.title)", score))
      }
      return BarChart.Group(name: cell.title, values: scores.map { 100 * $0 })
    }
    let chart = BarChart(
      title: "three cells, trained alike", categories: compared.map { $0.form.title },
      groups: groups,
      valueLabel: "right answers in %", isHorizontal: true, range: 0...115)
    return (chart, facts)
  }
}
