import Fovea
import Foundation

/// A tagger with a conditional random field on top, beside the same tagger alone.
struct RandomFieldTagger: Exhibit {
  let name = "random-field-tagger"
  let title = "A random field over a recurrent tagger"
  let lectures: [Lecture] = [.ramakrishnan]
  let explanation = """
    How many words and how many whole sentences an Elman tagger gets right when it decides each word by itself and when a \
    linear-chain conditional random field looks for the best path of tags, with the transition scores that the field learnt \
    and what both think of one sentence, their answers framed. Reading from left to right the tagger cannot know whether \
    "light" after "the" is a noun or an adjective, and may put tags together that never follow each other (c); the field weighs \
    each tag against its neighbours, those after it too (d).
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let task = AlignedTags.lessons(studio)
    let (batch, repeated) = AlignedTags.unread(
      studio, task, drawn: studio.effort.part(of: 1600, least: 500))
    let start = try AlignedTags.network(.elman, studio.seed)
    let optimizer = Adam(learningRate: 1e-2)
    var trainer = try Trainer(
      start, optimizer: optimizer, batchSize: 32, clipping: .norm(1), seed: studio.seed)
    var tagger = try CRFTagger(start)
    try studio.training {
      try trainer.fit(task, epochs: 1)
      try tagger.fit(task, optimizer: optimizer)
    }
    let paths = AlignedTags.paths(batch.targets)
    let alone = try CRFTagger(trainer.network).emissions(of: batch.inputs)
    let joint = try tagger.emissions(of: batch.inputs)
    let byWord = zip(alone, paths).map { rows, path in
      rows.prefix(path.count).map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
    }
    let byField = zip(joint, paths).map { rows, path in
      tagger.field.bestPath(Array(rows.prefix(path.count))).path
    }
    let scores = [byWord, byField].map { Self.scores($0, paths) }
    // A sentence says most that the field gets right and the tagger wrong, with tags that never follow each other.
    let lessons = AlignedTags.paths(task.batch(Array(0..<min(500, task.count))).targets)
    let pairs = Set(lessons.flatMap { zip($0, $0.dropFirst()).map { [$0, $1] } })
    let impossible = paths.indices.filter { sample in
      zip(byWord[sample], byWord[sample].dropFirst()).contains { !pairs.contains([$0, $1]) }
    }
    let shown = impossible.first { byField[$0] == paths[$0] } ?? 0
    let emissions = Array(joint[shown].prefix(paths[shown].count))
    let marginals = tagger.field.marginals(emissions)
    let best = tagger.field.bestPath(emissions)
    let right = paths[shown].map { AmbiguousTagging.tags[$0] }.joined(separator: " ")
    let (score, sum) = (best.score.short, marginals.logPartition.short)
    let figure = FigureGrid(
      title: title,
      panels: [
        Self.bars(scores), transitions(tagger.field),
        probabilities(
          alone[shown].prefix(paths[shown].count).map(Self.softmax), batch.inputs, shown,
          "the tagger alone", byWord[shown]),
        probabilities(
          marginals.tags, batch.inputs, shown, "marginals of the field", best.path),
      ], columns: 2,
      caption:
        "Both were trained on the same \(task.count) sentences in the same order, 32 hidden units; "
        + "\(paths.count) sentences held out, none of which was learnt; seed \(studio.seed). Nothing "
        + "follows END (hatched). Framed: the likeliest tag of each word (c), the best path (d), "
        + "whose score is \(score) of ln Z = \(sum) nats. Right tags: \(right).")
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          .share("words right, tagger alone", scores[0].words),
          .share("words right, with the field", scores[1].words),
          .share("sentences right, tagger alone", scores[0].sentences),
          .share("sentences right, with the field", scores[1].sentences),
          .share(
            "sentences with tags that never follow each other, tagger alone",
            Double(impossible.count) / Double(paths.count)),
          .share("words right by each word's commonest tag", AlignedTags.commonest(task, batch)),
          .count("test sentences that training had", repeated),
          Fact("the sentence shown: ln Z in nats", marginals.logPartition),
          Fact("the sentence shown: score of the best path in nats", best.score),
        ])
    ]
  }

  private static func scores(
    _ answers: [[Int]], _ paths: [[Int]]
  ) -> (words: Double, sentences: Double) {
    var (hits, words, whole) = (0, 0, 0)
    for (answer, path) in zip(answers, paths) {
      hits += zip(answer, path).filter { $0 == $1 }.count
      words += path.count
      whole += answer == path ? 1 : 0
    }
    return (Double(hits) / Double(words), Double(whole) / Double(paths.count))
  }

  private static func softmax(_ row: [Double]) -> [Double] {
    let top = row.max() ?? 0
    let powers = row.map { exp($0 - top) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  private static func bars(_ scores: [(words: Double, sentences: Double)]) -> BarChart {
    var chart = BarChart(
      title: "right answers", categories: ["words", "whole sentences"],
      groups: zip(["tagger alone", "with the field"], scores).map {
        BarChart.Group(name: $0, values: [100 * $1.words, 100 * $1.sentences])
      }, valueLabel: "right in %", range: 0...115)
    chart.length = 170
    return chart
  }

  private func transitions(_ field: LinearChainCRF) -> HeatMap {
    HeatMap(
      values: Tensor(
        shape: [field.tags, field.tags], scalars: field.transitions.map { Float($0) }),
      title: "transition scores", xLabel: "to", yLabel: "from",
      columns: .names(AmbiguousTagging.tags), rows: .names(AmbiguousTagging.tags),
      kind: .symmetric, unit: "score in nats",
      mask: (0..<field.tags * field.tags).map { $0 / field.tags == field.tags - 1 }, digits: 2)
  }

  private func probabilities(
    _ rows: [[Double]], _ inputs: Tensor, _ sample: Int, _ title: String, _ answers: [Int]
  ) -> NumberGrid {
    var grid = NumberGrid(
      rows.map { row in
        row.map { NumberGrid.Cell(($0 * 100).rounded() / 100, digits: 2) }
      },
      title: title,
      rowLabels: rows.indices.map { AmbiguousTagging.words[Int(inputs[sample, $0])] },
      columnLabels: AmbiguousTagging.tags,
      marks: answers.enumerated().map {
        NumberGrid.Mark(
          row: $0.offset, column: $0.element, color: Color(0xD55E00), isTinted: false)
      },
      scale: ColorScale(range: 0...1), colorMap: .blues)
    grid.leastCellWidth = 42
    return grid
  }
}
