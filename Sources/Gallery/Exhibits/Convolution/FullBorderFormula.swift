import Fovea

/// The lecture's formula for the size of an output, against the sizes that the engine gives for three borders.
struct FullBorderFormula: Exhibit {
  let name = "full-border-formula"
  let title = "(M + P)/s − 1: a full border"
  let lectures: [Lecture] = [.ramakrishnan]
  let explanation = """
    How much smaller the first maps of AlexNet (a picture of M = 224, a kernel of P = 11) are than with a full border, over the \
    stride s: with AlexNet's border, with none, and by the formula (M + P)/s − 1 of lecture 002. At stride 1 the formula is \
    exactly the size with a full border, where a single pixel of overlap is enough; at larger strides it is too small for that \
    border, and at AlexNet's stride of 4 the lecture's 57 would take a border of six pixels, where AlexNet has two.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (side, kernel) = (224, 11)
    let strides = Array(1...8)
    let kinds: [(name: String, border: BorderSize)] = [
      ("full border, 10 on each side", .full), ("border of 2 (AlexNet)", .symmetric(2)),
      ("no border", .valid),
    ]
    var series: [Series] = []
    var sizes: [[Int]] = []
    for kind in kinds {
      let row = try strides.map { try Self.side(side, kernel: kernel, stride: $0, kind.border) }
      sizes.append(row)
      let differences = zip(row, sizes[0]).map { Double($0 - $1) }
      series.append(Series(name: kind.name, values: differences, first: 1, showsPoints: true))
    }
    let full = sizes[0].map(Double.init)
    let stated = strides.map { Double(side + kernel) / Double($0) - 1 }
    series.append(
      Series(
        name: "the lecture's (M + P)/s − 1", values: zip(stated, full).map { $0 - $1 }, first: 1,
        isDashed: true, showsPoints: true))
    let needed = try (0..<kernel).first { border in
      try Self.side(side, kernel: kernel, stride: 4, .symmetric(border)) == Int(stated[3])
    }
    let caption =
      "At stride 1 the lecture's formula is exactly a full border's size M + P − 1 = \(sizes[0][0]). At stride 4 it gives "
      + "\(stated[3].short(4)), the engine \(sizes[0][3]) with a full border, \(sizes[1][3]) with AlexNet's and "
      + "\(sizes[2][3]) without."
    var chart = LineChart(
      title: "The side of AlexNet's first maps, less that with a full border",
      xLabel: "stride s",
      yLabel: "difference in places", series: series, caption: caption)
    chart.plotSize = Size(420, 230)
    return [
      ExhibitFigure(
        name, chart,
        facts: [
          .count(
            "larger strides at which the formula is too small",
            zip(stated, full).dropFirst().count { $0 < $1 }),
          Fact("stride 1: lecture's formula − full border", stated[0] - full[0]),
          Fact("stride 4: lecture's formula − full border", stated[3] - full[3]),
          .count("stride 4: least border for the lecture's size", needed ?? -1),
          .count("stride 4: no border", sizes[2][3]),
          .count("stride 4: border of 2", sizes[1][3]),
          .count("stride 4: full border", sizes[0][3]),
        ])
    ]
  }

  /// The side of the maps that a layer makes of a square picture.
  static func side(
    _ side: Int, kernel: Int, stride: Int, _ border: BorderSize
  ) throws -> Int {
    let network = try Network(input: .image(channels: 1, height: side, width: side)) {
      Conv2D("map", filters: 1, kernel: kernel, stride: stride, padding: border)
    }
    return network.nominalShape(of: network.outputs[0])[2]
  }
}
