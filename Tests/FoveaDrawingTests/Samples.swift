import FoveaDrawing
import FoveaImage
import FoveaTensor
import Foundation
import Testing

/// One figure of each kind, with everything that can make a layout difficult.
struct Sample: Sendable, CustomTestStringConvertible {
  var name: String
  var figure: any Figure
  var testDescription: String { name }

  static let all: [Sample] = [
    Sample(name: "line chart", figure: lines),
    Sample(name: "line chart with a logarithmic axis", figure: fading),
    Sample(name: "line chart with a single point", figure: single),
    Sample(name: "line chart of many series", figure: many),
    Sample(name: "heat map", figure: heat),
    Sample(name: "heat map with names and numbers", figure: table),
    Sample(name: "image grid", figure: grid),
    Sample(name: "image grid with labels", figure: labelled),
    Sample(name: "bar chart", figure: bars),
    Sample(name: "horizontal bar chart", figure: lyingBars),
    Sample(name: "scatter plot", figure: scatter),
    Sample(name: "field map", figure: field),
    Sample(name: "figure grid", figure: panels),
    Sample(name: "coloured text", figure: letters),
    Sample(name: "map of names", figure: wordMap),
  ]

  static let lines = LineChart(
    title: "Training on Fashion-MNIST", xLabel: "epoch", yLabel: "cross-entropy (nats)",
    series: [
      Series(
        name: "training",
        values: (0..<200).map { 2.3 * exp(-Double($0) / 40) + 0.2 * sin(Double($0)) },
        smoothing: 0.9),
      Series(name: "validation", values: (0..<200).map { 2 * exp(-Double($0) / 50) + 0.3 })
        .band(deviation: [Double](repeating: 0.1, count: 200)),
    ],
    marks: [
      .horizontal(0.5, "target"), .horizontal(0.52, "PyTorch"), .vertical(60, "best"),
      .vertical(62, "early stop"),
    ],
    caption:
      "A caption that is long enough to need more than one line below a chart of usual width: "
      + "batch losses are thin, their running mean is thick.")

  static let fading = LineChart(
    title: "‖∂L/∂h‖ against distance", xLabel: "steps", yLabel: "norm", yScale: .logarithmic,
    series: [
      Series(
        name: "Elman",
        points: (0..<60).map { Point(Double($0), $0 > 40 ? 0 : pow(0.5, Double($0))) }),
      Series(
        name: "exploding",
        points: (0..<60).map { Point(Double($0), $0 > 30 ? .infinity : pow(2, Double($0))) }),
      Series(
        name: "broken", points: (0..<60).map { Point(Double($0), $0 > 20 && $0 < 30 ? .nan : 1e-3) }
      ),
    ])

  static let field = FieldMap(
    title: "A field that is longer in its title than in its plot and therefore needs a second line",
    values: Tensor(shape: [12, 12], scalars: (0..<144).map { Float($0 % 12 - $0 / 12) }), x: -1...1,
    y: 0...1e6, kind: .symmetric, contours: [0, 4],
    series: [Series(name: "points", points: [Point(-1, 0), Point(0.5, 3e5), Point(4, 4)])])

  static let single = LineChart(title: "One", series: [Series(name: "only", points: [Point(3, 7)])])

  static let many = LineChart(
    title: "Runs", xLabel: "epoch", yLabel: "accuracy",
    series: (0..<20).map { run in
      Series(name: "run \(run)", values: (0..<10).map { Double($0 * run) / 10 })
    })

  static let heat = HeatMap(
    values: fadingMatrix, title: "Gradients fading through time", xLabel: "source step",
    yLabel: "loss step", kind: .logarithmic, unit: "‖∂L_t/∂h_k‖",
    mask: (0..<1600).map { $0 == 1 }, caption: "Grey is exactly zero.")

  private static var fadingMatrix: Tensor {
    var matrix = Tensor.zeros([40, 40])
    for row in 0..<40 {
      for column in 0...row { matrix[row, column] = pow(0.7, Float(row - column)) }
    }
    matrix[25, 0] = .nan
    matrix[30, 0] = .infinity
    return matrix
  }

  static let names = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
    "Ankle boot",
  ]

  static let table = HeatMap(
    values: Tensor(shape: [10, 10], scalars: (0..<100).map { Float($0 * 13 % 101) }),
    title: "Confusion", xLabel: "predicted", yLabel: "true", columns: .names(names),
    rows: .names(names), colorMap: .blues, unit: "images", digits: 3)

  static let grid = ImageGrid(
    title: "conv1",
    images: Tensor(shape: [10, 1, 5, 5], scalars: (0..<250).map { sin(Float($0)) }),
    scaling: .together, kind: .symmetric, unit: "weight")

  static let labelled = ImageGrid(
    title: "PGD, ε = 8/255",
    tiles: (0..<6).map { index in
      ImageGrid.Tile(
        image: Tensor(repeating: Float(index) / 6, shape: [3, 28, 28]), title: "image \(index)",
        caption: "Ankle boot with a long name\n0.98", accent: index < 3 ? nil : Color(0xC62828))
    }, columns: 3, rowLabels: ["clean", "adversarial"], columnLabels: ["a", "b", "the third one"])

  static let bars = BarChart(
    title: "Accuracy under attack", categories: ["clean", "FGSM", "PGD-40", "noise"],
    groups: [
      .init(
        name: "shallow-cnn", values: [0.891, 0.05, 0.011, 0.72], errors: [0.01, 0.02, 0.002, 0.03]),
      .init(name: "deep-cnn", values: [0.904, 0.013, .nan, 0.776]),
    ], valueLabel: "accuracy")

  static let lyingBars = BarChart(
    title: "Attribution", categories: names, values: (0..<10).map { sin(Double($0)) },
    valueLabel: "change of the logit", isHorizontal: true)

  static let scatter = ScatterPlot(
    title: "Two numbers", xLabel: "a", yLabel: "b", xScale: .logarithmic,
    series: [Series(name: "", points: (1..<80).map { Point(Double($0), cos(Double($0))) })],
    values: (1..<80).map { Float($0) - 40 }, kind: .symmetric, unit: "loss")

  static let panels = FigureGrid(
    title: "Four panels", panels: [lines, heat, grid, bars], columns: 2, caption: "One caption.")
}

/// The figure's pixels.
func pixels(of figure: some Figure, scale: Double = 2) throws -> PixelImage {
  try PNGFile.decode(figure.pngData(scale: scale)).image
}

/// A folder that goes away with its owner.
final class TemporaryFolder: Sendable {
  private let url: URL

  init() {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-\(UUID())")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? ["unreadable"]
  }
}

extension Sample {
  static let letters = ColouredText(
    title: "One cell", text: Array("To be,\nor not to be: that is the question".unicodeScalars),
    values: (0..<41).map { sin(Float($0)) }, columns: 16, kind: .symmetric, unit: "tanh c",
    caption: "Line ends are drawn.")

  static let wordMap = LabelledPoints(
    title: "Words", xLabel: "first component", yLabel: "second component",
    groups: [
      LabelledPoints.Group(
        name: "fruit", labels: ["apple", "pear", "a very long name of a fruit"],
        points: [Point(0, 0), Point(0.01, 0), Point(1, 1)]),
      LabelledPoints.Group(name: "tools", labels: ["saw"], points: [Point(1, 0)]),
    ])
}
